"""Real containers: what people did is there after each was killed, stood still or was cut off in turn, and after all of it
was destroyed and restored from a backup; callers were told in time."""
import json
import subprocess
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
    maxDiff = None

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

    def bring_in(self, kleos):
        """People and what they thanked each other for, from files."""
        names = [f"p{i}" for i in range(12)]
        members, history = Path(self.folder, "members.csv"), Path(self.folder, "history.csv")
        members.write_text("handle,display_name,team\n" + "".join(f"{name},Person {name},marketing\n" for name in names))
        history.write_text("given_at,giver,receivers,value,win,message\n" + "".join(
            f"2026-03-{1 + i % 28:02}T09:00:00Z,{names[i % 12]},{names[(i + 1 + i // 12) % 12]},craft,small,thanks {i}\n" for i in range(96)))
        self.assertEqual(kleos.cli("import", "members", members)["created"], 12)
        self.assertEqual(kleos.cli("import", "recognitions", history)["created"], 96)

    def report(self, kleos):
        """What the report says, but for when it says so."""
        report = kleos.admin.get("/v1/reports/impact", **{"from": "2026-03-01", "to": "2026-03-31"})["report"]
        return {name: part for name, part in report.items() if name not in ("asOf", "sources")}

    def keep_erased(self, kleos):
        """The lists of those who were erased, of every service that has one: kept apart from backups, as tar."""
        lists = {}
        for service in SERVICES:
            command = ["docker", "cp", f"{kleos.container(service)}:/var/lib/kleos/{service}.erased", "-"]
            done = subprocess.run(command, env=kleos.environment, capture_output=True, timeout=60)
            if done.returncode == 0:
                lists[service] = done.stdout
        return lists

    def destroy_and_restore(self, kleos, backup, erased):
        kleos.compose("down")
        for service in SERVICES:  # the cluster key stays: it is kept apart from backups
            kleos.docker("volume", "rm", f"{kleos.project}_{service}")
            if service in erased:
                kleos.feed(service, erased[service], "tar", "-x", "-C", "/var/lib/kleos")
            kleos.feed(service, backup.read_bytes(), "kleos", "restore", "-", "--data-dir", "/var/lib/kleos", "--service", service)
        kleos.compose("up", "-d", "--wait", "--no-build")

    def follow(self, kleos, nikos, maria, cursor):
        """Whoever followed is told to read again what they keep, and hears of what comes then."""
        stream = Stream(maria, last_event_id=cursor)
        self.addCleanup(stream.close)
        self.assertEqual({stream.next()[1] for _ in SERVICES}, {"reset"})
        given = nikos.give(["maria"], "after the restore", visibility="ORGANIZATION")["id"]
        while (event := stream.next())[1] != "recognition.given":
            pass
        self.assertEqual(event[2]["subject"], given)

    def test_a_destroyed_deployment_is_restored(self):
        """From an import to a vote, destroyed, and from a backup again."""
        kleos = Deployment(ENGINE, "restore")
        self.addCleanup(kleos.down)
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        kleos.up()
        self.bring_in(kleos)
        maria, nikos, lena = kleos.member("maria"), kleos.member("nikos"), kleos.member("lena")
        stream = Stream(maria)
        for i in range(30):
            nikos.give(["maria"], f"thanks {i}", visibility="ORGANIZATION")
        cursor, _, _ = stream.next()
        stream.close()
        self.vote(kleos, maria, nikos)
        before, figures = everything(maria), self.report(kleos)
        self.assertIn(": 96,", json.dumps(figures))
        backup = Path(self.folder, "kleos.tar")
        kleos.cli("backup", "--out", backup)
        kleos.cli("members", "erase", "@lena", "--yes")
        kleos.wait(lambda: lena.call("GET", "/v1/me").status == 401, "erased")
        erased = self.keep_erased(kleos)
        self.assertIn("members", erased)
        self.destroy_and_restore(kleos, backup, erased)
        maria, nikos, lena = (Client(kleos.port, one.key) for one in (maria, nikos, lena))
        self.assertEqual(everything(maria), before)
        self.assertEqual(self.report(kleos), figures)
        self.assertEqual(lena.call("GET", "/v1/me").status, 401)
        self.assertEqual(kleos.admin.call("GET", "/v1/members/lena").status, 404)
        self.count(kleos)
        self.follow(kleos, nikos, maria, cursor)
        self.assertEqual(len(everything(maria)), len(before) + 1)


if __name__ == "__main__":
    ENGINE = engine()
    unittest.main()
