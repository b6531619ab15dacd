"""The made-up company of `./dev up --demo`: it goes in once, whole, and looks lived in."""
import datetime
import subprocess
import unittest

from kleos import SOURCE, Kleos, program


class DemoTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = Kleos()
        cls.kleos.__enter__()
        cls.addClassCleanup(cls.kleos.__exit__, None)
        cls.filled = cls.fill()

    @classmethod
    def fill(cls):
        url, key_file = f"http://127.0.0.1:{cls.kleos.port}", cls.kleos.folder / "admin.key"
        return subprocess.run([SOURCE / "demo/fill", url, key_file, program("kleos")], capture_output=True, text=True, timeout=120)

    def everything(self):
        """All that the admin sees of members and recognitions."""
        found = {}
        for list_name in ("members", "recognitions"):
            found[list_name], token = [], ""
            while True:
                page = self.kleos.admin.get(f"/v1/{list_name}", pageSize=500, pageToken=token)
                found[list_name] += page[list_name]
                token = page["nextPageToken"]
                if not token:
                    break
        return found

    def test_every_row_goes_in(self):
        self.assertEqual(self.filled.returncode, 0, self.filled.stderr)
        self.assertEqual(self.filled.stderr.count(" 0 rejected"), 2, self.filled.stderr)
        self.assertEqual(len(self.everything()["members"]), 40)

    def test_the_default_report_is_full_of_life(self):
        report = self.kleos.cli_json("report")["report"]
        self.assertEqual(report["headcount"], 40)
        self.assertGreater(report["totals"]["recognitions"], 50)
        self.assertEqual(report["totals"]["nominations"], 8)
        self.assertTrue(report["flows"] and report["values"])

    def test_the_year_ends_today(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        times = [datetime.datetime.fromisoformat(r["giveTime"][:19] + "+00:00") for r in self.everything()["recognitions"]]
        self.assertLessEqual(max(times), now)
        self.assertGreater(max(times), now - datetime.timedelta(days=15))
        self.assertGreater(min(times), now - datetime.timedelta(days=372))
        weekends = sum(t.weekday() > 4 for t in times)
        self.assertLess(weekends, len(times) / 10)

    def test_an_award_takes_nominations(self):
        cycles = self.kleos.admin.get("/v1/awards/spotlight/cycles")["cycles"]
        self.assertEqual([c["phase"] for c in cycles], ["NOMINATING"])

    def test_filling_twice_changes_nothing(self):
        before = self.everything()
        again = self.fill()
        self.assertEqual((again.returncode, again.stderr), (0, "  demo: there are members already, so nothing is filled in\n"))
        self.assertEqual(self.everything(), before)


if __name__ == "__main__":
    unittest.main()
