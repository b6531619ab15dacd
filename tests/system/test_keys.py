"""Keys under load: a calm caller beside noisy ones, and a key that is renewed while it is in use."""
import threading
import unittest

from kleos import Client, Kleos

RATE = 20  # requests a second of one caller
CALM_S = 0.2


class Caller:
    """Somebody who asks again and again, as fast as it goes or at a pace, and keeps what came of it."""

    def __init__(self, client, pace_s=0):
        self.client, self.pace_s, self.replies, self.enough = client, pace_s, [], threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.enough.wait(self.pace_s):
            self.replies.append(self.client.call("GET", "/v1/recognitions"))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.enough.set()
        self.thread.join()

    def statuses(self):
        return {reply.status for reply in self.replies}


class KeysTest(unittest.TestCase):
    def test_who_is_calm_is_never_refused_for_who_is_noisy(self):
        with Kleos(KLEOS_RATE_LIMIT=str(RATE)) as kleos:
            noisy = [Caller(kleos.member(f"noisy{i}")) for i in range(2)]
            calm = Caller(kleos.member("calm"), CALM_S)
            with noisy[0], noisy[1], calm:
                kleos.wait(lambda: all(429 in caller.statuses() for caller in noisy), "refused")
                count = len(calm.replies)
                kleos.wait(lambda: len(calm.replies) > count + 20, "asked beside them")
            self.assertEqual(calm.statuses(), {200})
            for caller in noisy:
                self.assertEqual(caller.statuses(), {200, 429})
                refused = next(reply for reply in caller.replies if reply.status == 429)
                self.assertEqual((refused.reason, refused.headers["Retry-After"]), ("RATE_LIMITED", "1"))

    def test_a_key_is_renewed_while_it_is_in_use(self):
        with Kleos() as kleos:
            client = kleos.member("maria")
            key = next(one["id"] for one in kleos.admin.get("/v1/apikeys")["apiKeys"] if one.get("member", {}).get("handle") == "maria")
            with Caller(client) as caller, Caller(Client(kleos.port, client.key)) as late:
                kleos.wait(lambda: len(caller.replies) > 20, "in use")
                client.key = kleos.admin.must("POST", f"/v1/apikeys/{key}:rotate", {"overlapMinutes": 1})["key"]
                count = len(caller.replies)
                kleos.wait(lambda: len(caller.replies) > count + 50, "in use by its new name")
                before = len(late.replies)
                kleos.wait(lambda: len(late.replies) > before + 20, "in use by its old name besides")
            self.assertEqual((caller.statuses(), late.statuses()), ({200}, {200}))


if __name__ == "__main__":
    unittest.main()
