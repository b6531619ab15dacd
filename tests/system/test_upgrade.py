"""Upgrades and downgrades with data: a database of every earlier version opens with today's program and has all that it
held; one of a later version is refused."""
import shutil
import signal
import sqlite3
import subprocess
import unittest

import past
from kleos import SERVICES, Kleos, program

# The first version that has the tables for what is compared; before it there was no Kleos that anybody ran.
OLDEST = {"members": 2, "recognitions": 5, "awards": 5}


class UpgradeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = cls.enterClassContext(Kleos(KLEOS_MIN_GROUP="3"))
        boss = cls.kleos.member("boss", team="social", ceiling="EXTERNAL")
        cls.nikos = cls.kleos.member("nikos", team="social", manager="boss", ceiling="EXTERNAL")
        cls.maria = cls.kleos.member("maria", team="social", manager="boss", ceiling="EXTERNAL")
        for i in range(20):
            cls.nikos.give(["maria", "boss"], f"thanks {i}", visibility="ORGANIZATION")
            boss.give(["nikos"], f"from above {i}", visibility="ORGANIZATION")
        cls.kleos.admin.must("POST", "/v1/awards", {"slug": "spotlight", "title": "Spotlight"})
        cls.kleos.wait(lambda: cls.kleos.admin.get("/v1/reports/impact")["report"]["totals"]["recognitions"] == 40, "counted")
        cls.before = cls.state()
        cls.kleos["kleosd"].stop(signal.SIGTERM)
        cls.folder = cls.kleos.folder / "kleosd"
        cls.now = cls.kleos.folder / "now"
        shutil.copytree(cls.folder, cls.now)

    @classmethod
    def state(cls):
        """What people see of it."""
        totals = cls.kleos.admin.get("/v1/reports/impact")["report"]["totals"]
        return {"recognitions": cls.nikos.get("/v1/recognitions", pageSize=500)["recognitions"],
                "members": cls.kleos.admin.get("/v1/members")["members"], "awards": cls.nikos.get("/v1/awards")["awards"],
                "totals": {k: totals[k] for k in ("recognitions", "givers", "receivers") if k in totals}}

    def lay(self, service=None, version=None):
        """The data folder of now, but for one service's database."""
        self.kleos["kleosd"].stop(signal.SIGTERM)
        shutil.rmtree(self.folder)
        self.folder.mkdir(mode=0o700)
        for path in self.now.glob("*"):
            if service is None or not path.name.startswith(service):
                shutil.copy(path, self.folder)
        if service:
            past.rebuild(self.now / f"{service}.db", service, version, self.folder / f"{service}.db")

    def test_a_database_of_every_earlier_version_opens_and_has_all_it_held(self):
        for service in SERVICES:
            newest = len(past.steps(service))
            for version in range(OLDEST[service], newest + 1):
                with self.subTest(service=service, version=version):
                    self.lay(service, version)
                    self.kleos["kleosd"].start()
                    self.kleos.wait_ready()
                    self.kleos.wait(lambda: self.state()["totals"] == self.before["totals"], "counted")
                    self.assertEqual(self.state(), self.before)
                    self.nikos.give(["maria"], "after the upgrade")

    def test_a_newer_database_is_refused_with_a_sentence(self):
        for service in SERVICES:
            with self.subTest(service):
                self.lay()
                with sqlite3.connect(self.folder / f"{service}.db") as database:
                    database.execute("INSERT INTO schema_version VALUES (?, ?, 'of_tomorrow', x'00', 0)", (service, len(past.steps(service)) + 1))
                done = subprocess.run([program("kleosd")], env=self.kleos["kleosd"].environment, capture_output=True, text=True, timeout=60)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn("the database is newer than this program", done.stderr)
                self.assertIn("restore", done.stderr)


if __name__ == "__main__":
    unittest.main()
