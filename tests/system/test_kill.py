"""kill -9 while 64 clients post: whatever was acknowledged is there afterwards, once, though everybody retried."""
import concurrent.futures
import signal
import threading
import time
import unittest

from kleos import Kleos

CLIENTS = 64
SECONDS = 6  # of posting
KILLS = 2


class Poster:
    """Posts one recognition after the other, each until it is acknowledged, always under the same key."""

    def __init__(self, client, number, stop):
        self.client, self.number, self.stop, self.acknowledged = client, number, stop, []

    def post(self, key):
        body = {"receivers": [{"member": "maria"}], "message": key, "visibility": "ORGANIZATION"}
        while not self.stop.is_set():
            try:
                reply = self.client.call("POST", "/v1/recognitions", body, {"Idempotency-Key": key}, timeout=5)
            except OSError:
                time.sleep(0.05)
                continue
            if reply.status == 200:
                self.acknowledged.append((key, reply.json["recognition"]["id"]))
                return
            assert reply.status in (429, 503, 504), (reply.status, reply.body)
            time.sleep(0.05)

    def run(self):
        count = 0
        while not self.stop.is_set():
            self.post(f"{self.number}-{count}")
            count += 1


def everything(client):
    seen, token = [], ""
    while True:
        page = client.get("/v1/recognitions", pageSize=500, pageToken=token)
        seen += [(r["message"], r["id"]) for r in page["recognitions"]]
        token = page["nextPageToken"]
        if not token:
            return seen


class KillTest(unittest.TestCase):
    def test_what_was_acknowledged_is_there_once(self):
        with Kleos() as kleos:
            kleos.member("maria", ceiling="EXTERNAL")
            nikos = kleos.member("nikos")
            stop = threading.Event()
            posters = [Poster(nikos, number, stop) for number in range(CLIENTS)]
            with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
                running = [pool.submit(poster.run) for poster in posters]
                for _ in range(KILLS):
                    time.sleep(SECONDS / (KILLS + 1))
                    kleos["kleosd"].stop(signal.SIGKILL)
                    kleos["kleosd"].start()
                time.sleep(SECONDS / (KILLS + 1))
                stop.set()
                for done in running:
                    done.result()
            kleos.wait_ready()
            acknowledged = [pair for poster in posters for pair in poster.acknowledged]
            stored = everything(nikos)
            self.assertGreater(len(acknowledged), CLIENTS)
            self.assertEqual(len({message for message, _ in stored}), len(stored), "a recognition is there twice")
            self.assertLessEqual(set(acknowledged), set(stored), "an acknowledged recognition is lost")


if __name__ == "__main__":
    unittest.main()
