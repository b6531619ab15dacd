"""Real containers: what people did is there after each was killed, stood still or was cut off in turn, and after all of it
was destroyed and restored from a backup; callers were told in time."""
import json
import tempfile
import time
import unittest
from pathlib import Path

from compose import Deployment, engine
from kleos import Client, Stream, run_kleos

SERVICES = ("members", "recognitions", "awards")
TOLD_S = 7  # a caller's deadline of 5 s, and the machine's own slowness
ASKED = {"members": "/v1/members/maria", "recognitions": "/v1/recognitions", "awards": "/v1/awards", "gateway": "/healthz"}


def everything(client):
    seen, token = [], ""
    while True:
        page = client.get("/v1/recognitions", pageSize=500, pageToken=token)
        seen += [(r["id"], r["message"], r["giver"]["handle"]) for r in page["recognitions"]]
        token = page["nextPageToken"]
        if not token:
            return sorted(seen)


class ContainersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = Deployment(ENGINE, "containers")
        cls.addClassCleanup(cls.kleos.down)
        cls.kleos.up()
        cls.maria, cls.nikos = cls.kleos.member("maria"), cls.kleos.member("nikos")
        cls.given = []
        cls.give("the first")

    @classmethod
    def give(cls, message):
        cls.given.append(cls.nikos.give(["maria"], message, visibility="ORGANIZATION")["id"])

    def told(self, service):
        """How a caller of the service fares: the status (0: no connection), and after how long."""
        start = time.monotonic()
        try:
            status = self.nikos.call("GET", ASKED[service], timeout=TOLD_S + 3).status
        except OSError:
            status = 0
        return status, time.monotonic() - start

    def is_told(self, service):
        """Somebody asks while the service is away: refused in time, and soon at once."""
        for _ in range(2):
            status, took = self.told(service)
            self.assertIn(status, (503, 504))
            self.assertLess(took, TOLD_S)
        self.kleos.wait(lambda: (lambda status, took: status == 503 and took < 1)(*self.told(service)), "refused at once", 20)

    def is_well_again(self, service, what):
        took = self.kleos.wait_ready()
        self.give(f"after {service} was {what}")
        self.assertLessEqual(set(self.given), {id for id, *_ in everything(self.maria)})
        print(f"{service} {what}: {took:.1f} s;", end=" ", flush=True)

    def suffer(self, begin, end, what):
        for service in (*SERVICES, "gateway"):
            with self.subTest(service=service, what=what):
                self.give(f"before {service} was {what}")
                begin(service)
                try:
                    if service != "gateway":
                        self.is_told(service)
                finally:
                    end(service)
                self.is_well_again(service, what)

    def test_each_is_killed(self):
        self.suffer(lambda s: self.kleos.docker("kill", self.kleos.container(s)),
                    lambda s: self.kleos.docker("start", self.kleos.container(s)), "killed")

    def test_each_stands_still(self):
        self.suffer(lambda s: self.kleos.docker("pause", self.kleos.container(s)),
                    lambda s: self.kleos.docker("unpause", self.kleos.container(s)), "paused")

    def test_each_is_cut_off(self):
        network = f"{self.kleos.project}_backend"
        self.suffer(lambda s: self.kleos.docker("network", "disconnect", network, self.kleos.container(s)),
                    lambda s: self.kleos.docker("network", "connect", "--alias", s, network, self.kleos.container(s)), "cut off")

    def test_events_go_on_where_they_ended(self):
        stream = Stream(self.maria)
        self.give("one")
        cursor, _, _ = stream.next()
        stream.close()
        self.kleos.docker("kill", self.kleos.container("gateway"))
        self.kleos.docker("start", self.kleos.container("gateway"))
        self.kleos.wait_ready()
        self.give("two")
        stream = Stream(self.maria, last_event_id=cursor)
        self.addCleanup(stream.close)
        _, kind, event = stream.next()
        self.assertIn("recognition", kind)
        self.assertTrue(event["id"])


class RestoreTest(unittest.TestCase):
    def run_as(self, kleos, key, *words):
        """The command line of whoever holds the key."""
        file = Path(self.folder, "key")
        file.write_text(key)
        file.chmod(0o600)
        done = run_kleos("--url", f"http://127.0.0.1:{kleos.port}", "--key-file", file, "--json", *words, timeout=120)
        self.assertEqual(done.returncode, 0, (words, done.stderr))
        return json.loads(done.stdout)

    def vote(self, kleos, maria, nikos):
        """An award whose vote is open, and one ballot in it."""
        admin = kleos.admin.key
        self.run_as(kleos, admin, "award", "add", "helpers", "--title", "Helpers", "--criteria", "Work that others can build on.")
        self.run_as(kleos, admin, "cycle", "add", "helpers", "--title", "2026", "--shortlist", "eph", "--no-award")
        self.run_as(kleos, admin, "cycle", "advance", "helpers")
        made = self.run_as(kleos, nikos.key, "nominate", "@maria", "She answered everybody.", "--cycle", "helpers")
        self.run_as(kleos, admin, "cycle", "advance", "helpers")
        self.run_as(kleos, maria.key, "nominations", "accept", made["nomination"]["id"])
        self.run_as(kleos, admin, "cycle", "advance", "helpers")
        self.run_as(kleos, nikos.key, "vote", "helpers", "@maria", "--no-award", "--yes", "--receipt", Path(self.folder, "receipt.json"))

    def count(self, kleos):
        """Closes the vote; how it ended."""
        self.run_as(kleos, kleos.admin.key, "cycle", "advance", "helpers")
        ballots = Path(self.folder, "ballots.json")
        self.run_as(kleos, kleos.admin.key, "cycle", "advance", "helpers")
        done = run_kleos("--url", f"http://127.0.0.1:{kleos.port}", "--key-file", Path(self.folder, "key"), "ballots", "helpers", "--out", ballots)
        self.assertEqual(done.returncode, 0, done.stderr)
        receipt = Path(self.folder, "receipt.json")
        done = run_kleos("verify-ballots", ballots, "--head", receipt, "--receipt", receipt)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_destroyed_deployment_is_restored(self):
        kleos = Deployment(ENGINE, "restore")
        self.addCleanup(kleos.down)
        kleos.up()
        maria, nikos = kleos.member("maria"), kleos.member("nikos")
        for i in range(30):
            nikos.give(["maria"], f"thanks {i}", visibility="ORGANIZATION")
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.vote(kleos, maria, nikos)
        before = everything(maria)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "kleos.tar")
            kleos.cli("backup", "--out", file)
            Path(folder).chmod(0o755)
            file.chmod(0o644)
            kleos.compose("down")
            for service in SERVICES:  # the cluster key stays: it is kept apart from backups
                kleos.docker("volume", "rm", f"{kleos.project}_{service}")
                kleos.compose("run", "--rm", "--no-deps", "-v", f"{file}:/backup.tar:ro", service,
                              "kleos", "restore", "/backup.tar", "--data-dir", "/var/lib/kleos", "--service", service)
        kleos.compose("up", "-d", "--wait", "--no-build")
        maria, nikos = Client(kleos.port, maria.key), Client(kleos.port, nikos.key)
        self.assertEqual(everything(maria), before)
        self.count(kleos)
        nikos.give(["maria"], "after the restore", visibility="ORGANIZATION")
        self.assertEqual(len(everything(maria)), 31)


if __name__ == "__main__":
    ENGINE = engine()
    unittest.main()
