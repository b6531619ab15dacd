"""A thousand connections that write or read as slowly as they may (slowhttptest): whoever else comes is answered."""
import csv
import shutil
import subprocess
import threading
import time
import unittest

from kleos import Client, Kleos, skip

CONNECTIONS, SECONDS = 1000, 12
if not shutil.which("slowhttptest"):
    skip("slowhttptest is not installed")


class Foreground:
    """Somebody who gives thanks, reads them and asks how the server is, one after the other, until it is enough."""

    def __init__(self, kleos, client):
        self.kleos, self.client, self.slowest, self.answers, self.enough = kleos, client, 0.0, [], threading.Event()
        self.thread = threading.Thread(target=self.run)

    def ask(self, client, method, path, body=None):
        start = time.monotonic()
        self.answers.append((method, path, client.call(method, path, body).status))
        self.slowest = max(self.slowest, time.monotonic() - start)

    def run(self):
        while not self.enough.is_set():
            self.ask(self.client, "POST", "/v1/recognitions", {"receivers": [{"member": "nikos"}], "message": "thanks"})
            self.ask(self.client, "GET", "/v1/recognitions?pageSize=20")
            self.ask(Client(self.kleos.port), "GET", "/healthz")
            time.sleep(0.05)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.enough.set()
        self.thread.join()


class SlowClientsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = cls.enterClassContext(Kleos())
        cls.kleos.member("nikos")
        cls.maria = cls.kleos.member("maria")

    def attack(self, *words, path):
        """How many connections the attacker had, by its own account, those that were closed counted in."""
        account = self.kleos.folder / f"slow{words[0]}"
        subprocess.run(["slowhttptest", "-c", str(CONNECTIONS), "-r", "500", "-l", str(SECONDS), "-g", "-o", account, *words,
                        "-u", self.kleos.url + path], capture_output=True, timeout=120)
        with open(f"{account}.csv", newline="") as seconds:
            return max(int(row["Closed"]) + int(row["Connected"]) for row in csv.DictReader(seconds))

    def hold(self, *words, path):
        with Foreground(self.kleos, self.maria) as foreground:
            connected = self.attack(*words, path=path)
        print(f"{words[0]}: {connected} connections, {len(foreground.answers)} answers, the slowest after "
              f"{foreground.slowest * 1000:.0f} ms", flush=True)
        self.assertGreater(connected, CONNECTIONS * 0.5)  # a server that answers ranges at once is done before all have come
        self.assertGreater(len(foreground.answers), 30)
        self.assertEqual([a for a in foreground.answers if a[2] != 200], [])

    def test_headers_that_never_end(self):
        self.hold("-H", "-i", "2", path="/v1/recognitions")

    def test_a_body_that_never_ends(self):
        self.hold("-B", "-i", "2", "-s", "8192", "-f", "application/json", path="/v1/recognitions")

    def test_ranges_of_everything(self):
        self.hold("-R", "-a", "1", "-b", "3000", path="/openapi.json")

    def test_answers_that_are_read_a_byte_at_a_time(self):
        self.hold("-X", "-k", "10", "-w", "1", "-y", "16", "-n", "2", "-z", "1", path="/openapi.json")


if __name__ == "__main__":
    unittest.main()
