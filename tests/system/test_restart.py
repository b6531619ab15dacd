"""Each process stopped in order and started again while people read and write: what a restart may cost is one retry."""
import concurrent.futures
import http.client
import signal
import threading
import time
import unittest

from kleos import SERVICES, Client, Kleos

POSTERS, READERS = 6, 2
RESTARTS = (*SERVICES, "gateway")
BACK_S = 10  # stopped in order, started and ready again; sanitizers and a shared machine included


def ask(client, method, path, body=None, headers=None):
    """Status and headers of an answer; 0: nobody took the call, or hung up."""
    try:
        reply = client.call(method, path, body, headers, timeout=20)
        return reply.status, reply
    except OSError:
        return 0, None
    except Exception as broken:  # http.client's own: the connection ended within an answer
        return 0, broken


class Load:
    """People at work until `stop`. `retried`: calls that succeeded the second time; `lost`: those that did not."""

    def __init__(self, kleos, clients, back):
        self.kleos, self.back, self.stop = kleos, back, threading.Event()
        self.lock, self.given, self.retried, self.lost, self.done = threading.Lock(), [], 0, [], 0
        self.pool = concurrent.futures.ThreadPoolExecutor(POSTERS + READERS)
        self.running = [self.pool.submit(self.post, clients[i % len(clients)], i) for i in range(POSTERS)]
        self.running += [self.pool.submit(self.read, clients[i % len(clients)]) for i in range(READERS)]

    def once_or_twice(self, client, *call):
        status, reply = ask(client, *call)
        if status in (0, 503):
            time.sleep(1)  # Retry-After
            self.back.wait(BACK_S)
            again, reply = ask(client, *call)
            with self.lock:
                self.retried += again == 200
            status = (status, again) if again != 200 else 200
        with self.lock:
            self.done += 1
            if status != 200:
                self.lost.append((call[:2], status, reply and getattr(reply, "body", reply)))
        return reply if status == 200 else None

    def post(self, client, number):
        count = 0
        while not self.stop.is_set():
            key = f"{number}-{count}"
            body = {"receivers": [{"member": "maria"}], "message": key, "visibility": "ORGANIZATION"}
            reply = self.once_or_twice(client, "POST", "/v1/recognitions", body, {"Idempotency-Key": key})
            if reply:
                self.given.append((key, reply.json["recognition"]["id"]))
            count += 1
            time.sleep(0.02)

    def read(self, client):
        while not self.stop.is_set():
            for path in ("/v1/members/maria", "/v1/recognitions?pageSize=5", "/v1/awards"):
                self.once_or_twice(client, "GET", path)
            time.sleep(0.02)

    def end(self):
        self.stop.set()
        for one in self.running:
            one.result(60)
        self.pool.shutdown()


def everything(client):
    seen, token = [], ""
    while True:
        page = client.get("/v1/recognitions", pageSize=500, pageToken=token)
        seen += [(r["message"], r["id"]) for r in page["recognitions"]]
        token = page["nextPageToken"]
        if not token:
            return seen


class RestartTest(unittest.TestCase):
    def setUp(self):
        self.kleos = self.enterContext(Kleos(apart=True))
        self.kleos.member("maria", ceiling="EXTERNAL")
        self.nikos = self.kleos.member("nikos")

    def test_a_restart_of_each_costs_one_retry_at_most(self):
        back = threading.Event()
        back.set()
        load = Load(self.kleos, [self.nikos], back)
        took = []
        for name in RESTARTS:
            time.sleep(0.5)
            back.clear()
            start = time.monotonic()
            process = self.kleos[f"kleos-{name}"]
            process.stop(signal.SIGTERM)
            self.assertEqual(process.handle.returncode, 0, f"{name} did not end in order")
            process.start()
            self.kleos.wait_ready()
            self.assertLess(time.monotonic() - start, BACK_S, name)
            took.append(f"{name} {time.monotonic() - start:.1f} s")
            back.set()
        time.sleep(0.5)
        load.end()
        self.assertEqual(load.lost, [])
        stored = everything(self.nikos)
        self.assertGreater(len(load.given), 20)
        self.assertEqual(sorted(stored), sorted(load.given))
        print(f"{load.done} calls, {load.retried} of them at the second try, {len(load.given)} thanks given;",
              "back after:", ", ".join(took), end=" ")

    def test_a_gateway_that_stops_answers_those_who_were_there(self):
        awards, gateway = self.kleos["kleos-awards"].handle, self.kleos["kleos-gateway"]
        awards.send_signal(signal.SIGSTOP)
        self.addCleanup(awards.send_signal, signal.SIGCONT)
        before = http.client.HTTPConnection("127.0.0.1", self.kleos.port, timeout=20)
        self.addCleanup(before.close)
        before.request("GET", "/v1/awards", headers={"Authorization": f"Bearer {self.nikos.key}"})
        for _ in range(3):  # one thread reads requests in the order in which they came: it has the first by then
            self.nikos.must("GET", "/healthz")
        gateway.handle.send_signal(signal.SIGTERM)
        self.kleos.wait(lambda: ask(Client(self.kleos.port), "GET", "/healthz")[0] == 503, "refusing")
        status, refused = ask(self.nikos, "GET", "/v1/members/maria")
        self.assertEqual((status, refused.reason), (503, "STOPPING"))
        self.assertEqual((refused.headers["Retry-After"], refused.headers["Connection"]), ("1", "close"))
        awards.send_signal(signal.SIGCONT)
        self.assertEqual(before.getresponse().status, 200)
        self.assertEqual(gateway.handle.wait(10), 0)


if __name__ == "__main__":
    unittest.main()
