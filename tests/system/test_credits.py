"""Real credit data through the command line: what goes in, what a second import changes, and what the report says."""
import json
import subprocess
import sys
import unittest

from kleos import SHARED, Kleos, skip

MEMBERS = SHARED / "data/credits/git-members.csv"
RECOGNITIONS = SHARED / "data/credits/git-recognitions.csv"
REFERENCE = SHARED / "tools/impact-reference"


class CreditsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = cls.enterClassContext(Kleos()) if hasattr(cls, "enterClassContext") else Kleos().__enter__()
        cls.first = [cls.kleos.cli_json("import", "members", MEMBERS), cls.kleos.cli_json("import", "recognitions", RECOGNITIONS)]

    @classmethod
    def tearDownClass(cls):
        if not hasattr(cls, "enterClassContext"):
            cls.kleos.__exit__(None)

    def test_every_row_is_taken(self):
        members, recognitions = self.first
        self.assertEqual((members["created"], members["rejected"]), (1827, []))
        self.assertEqual((recognitions["created"], recognitions["rejected"]), (9407, []))

    def test_a_second_import_changes_nothing(self):
        members = self.kleos.cli_json("import", "members", MEMBERS)
        recognitions = self.kleos.cli_json("import", "recognitions", RECOGNITIONS)
        self.assertEqual((members["created"], members["updated"], members["unchanged"]), (0, 0, 1827))
        self.assertEqual((recognitions["created"], recognitions["unchanged"]), (0, 9407))

    def reference(self, **query):
        options = [word for name, value in query.items() for word in (f"--{name}", value)]
        return json.loads(subprocess.check_output([sys.executable, REFERENCE, MEMBERS, RECOGNITIONS, *options]))

    def assert_report_equals_reference(self, **query):
        report = self.kleos.admin.get("/v1/reports/impact", interval="MONTH", **query)["report"]
        wanted = self.reference(**query)
        self.assertEqual(report["headcount"], wanted["headcount"])
        for section in ("totals", "concentration", "reciprocity"):
            for name, value in wanted[section].items():
                self.assert_same(report[section][name], value, f"{section}.{name}")
        for name, ratio in wanted["rates"].items():
            for part, value in ratio.items():
                self.assert_same(report["rates"][name][part], value, f"rates.{name}.{part}")
        self.assertEqual([[v["value"], v["arcs"]] for v in report["values"]], wanted["values"])
        months = [[b["start"][:7], b["arcs"]] for b in report["series"] if b["arcs"]]
        self.assertEqual(months, [[start[:7], arcs] for start, arcs in wanted["months"]])

    def assert_same(self, got, wanted, name):
        if isinstance(wanted, float) and got is not None:
            self.assertAlmostEqual(got, wanted, places=12, msg=name)
        else:
            self.assertEqual(got, wanted, name)

    def test_the_report_of_the_whole_time_equals_the_reference(self):
        self.assert_report_equals_reference(**{"from": "2005-01-01", "to": "2026-12-31"})

    def test_the_report_of_one_year_equals_the_reference(self):
        self.assert_report_equals_reference(**{"from": "2024-01-01", "to": "2024-12-31"})

    def test_the_report_of_one_team_equals_the_reference(self):
        self.assert_report_equals_reference(**{"from": "2024-01-01", "to": "2024-12-31", "team": "t"})

    def test_a_range_without_thanks_is_zeros_and_nulls(self):
        self.assert_report_equals_reference(**{"from": "2004-01-01", "to": "2004-12-31"})
        self.assert_report_equals_reference(**{"from": "2005-05-01", "to": "2005-05-10"})

    def test_the_projection_agrees_with_the_tables(self):
        done = self.kleos.cli("verify", "--from", "2005-01-01", "--to", "2026-12-31")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_report_is_readable_in_a_terminal(self):
        done = self.kleos.cli("report", "--from", "2024-01-01", "--to", "2024-12-31")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Who takes part", done.stdout)


if __name__ == "__main__":
    if not MEMBERS.exists():
        skip("there is no credit data beside the checkout (shared/data/credits)")
    unittest.main()
