"""The worked example of the metrics, figure by figure, over the API, as CSV and in the terminal."""
import csv
import io
import unittest

from kleos import Kleos, on_terminal, run_kleos

ARCS = "1-2 1-3 2-3 3-2 2-1 5-6 5-6 6-7 7-6 8-2 3-6 4-3"
RANGE = {"from": "2025-03-01", "to": "2025-03-10"}
BEFORE = "2025-02-24"  # in the ten days before
EXPECTED = {
    "headcount": 8,
    "totals.recognitions": 12, "totals.arcs": 12, "totals.givenArcs": 12, "totals.givers": 8, "totals.receivers": 5,
    "totals.participants": 8, "totals.bigWins": 0, "totals.smallWins": 12, "totals.crossTeamArcs": 2,
    "totals.managerArcs": 4, "totals.leaderArcs": 4, "totals.nominations": 0, "totals.highlights": 0, "totals.awardsWon": 0,
    "rates.participation": (8, 8), "rates.giving": (8, 8), "rates.coverage": (5, 8), "rates.crossTeam": (2, 12),
    "rates.perMemberPer30Days": (12 * 30, 8 * 10),
    "concentration.giniReceived": 13 / 24, "concentration.giniGiven": 1 / 6, "concentration.topDecileShare": 4 / 12,
    "reciprocity.mutual": 6, "reciprocity.distinct": 11, "reciprocity.value": 6 / 11, "reciprocity.rho": 43 / 99,
    "direction.down": 4, "direction.up": 1, "direction.peer": 5, "direction.skip": 0, "direction.other": 2,
    "leadership.managerCoverage": (3, 6), "leadership.leaderShare": (4, 12),
    "leadership.need": (0, 0), "leadership.have": (0, 0), "leadership.gapPoints": None, "strain.n": 0, "strain.mean": None,
    # five of them were thanked on the 5th, one in February; nobody ever thanked 4 and 8, who joined on 2025-01-01
    "recency.medianDaysSinceLast": 5, "recency.over30": (2, 8), "recency.over60": (2, 8),
}


def figures(report):
    """Every figure of a report by its path; a ratio as numerator and denominator."""
    found = {"headcount": report["headcount"]}
    for part in ("totals", "rates", "concentration", "reciprocity", "leadership", "strain", "direction", "recency"):
        for name, value in report[part].items():
            found[f"{part}.{name}"] = (value["numerator"], value["denominator"]) if isinstance(value, dict) else value
    return found


class WorkedExampleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = cls.enterClassContext(Kleos(KLEOS_MIN_GROUP="3"))
        rows = "".join(f"m{i},t{1 if i < 5 else 2},{'' if i in (1, 5) else 'm1' if i < 5 else 'm5'},2025-01-01,EXTERNAL\n"
                       for i in range(1, 9))
        cls.import_csv("members", "handle,team,manager,joined_on,ceiling\n" + rows)
        cls.thank(ARCS, "2025-03-05")
        cls.thank("1-2 6-5", BEFORE)
        cls.kleos.wait(lambda: cls.report()["totals"]["arcs"] == 12, "counted")

    @classmethod
    def import_csv(cls, what, text):
        reply = cls.kleos.admin.call("POST", f"/v1/{what}:import", text, {"Content-Type": "text/csv"})
        assert reply.status == 200 and not reply.json["rejected"], reply.body

    @classmethod
    def thank(cls, arcs, day):
        rows = "".join(f"{day}T12:00:00Z,m{a},m{b},craft,SMALL,thanks,2\n" for a, b in (arc.split("-") for arc in arcs.split()))
        cls.import_csv("recognitions", "given_at,giver,receivers,value,win,message,prompt\n" + rows)

    @classmethod
    def report(cls, **more):
        return cls.kleos.admin.get("/v1/reports/impact", **RANGE, **more)["report"]

    def assert_figures(self, found, expected):
        self.assertEqual(found.keys(), expected.keys())
        for name, value in expected.items():
            if isinstance(value, float):
                self.assertAlmostEqual(found[name], value, 12, name)
            else:
                self.assertEqual(found[name], value, name)

    def test_every_figure_is_as_the_example_has_it(self):
        report = self.report()
        self.assert_figures(figures(report), EXPECTED)
        self.assertEqual(report["prompts"], [{"prompt": 2, "recognitions": 12}])
        self.assertEqual(report["values"], [{"value": "craft", "arcs": 12}])
        self.assertEqual(report["external"], [])
        self.assertEqual((report["suppressed"], report["partial"]), ([], False))

    def test_the_ten_days_before_are_compared(self):
        comparison = self.report()["comparison"]
        self.assertEqual(comparison["range"], {"from": "2025-02-19", "to": "2025-02-28", "timeZone": "UTC"})
        changes = {change["figure"]: (change["previous"], change["delta"]) for change in comparison["changes"]}
        self.assertEqual(changes["totals.arcs"], (2, 10))
        self.assertEqual(changes["direction.down"], (1, 3))
        self.assertEqual(changes["headcount"], (8, 0))
        self.assertEqual(changes["rates.coverage"], (2 / 8, 5 / 8 - 2 / 8))
        order = list(changes)
        self.assertEqual(order, [name for name in self.names() if name in changes])
        self.assertNotIn("leadership.gapPoints", changes)

    def names(self):
        return [row["key"] if row["section"] == "headcount" else f'{row["section"]}.{row["key"]}' for row in self.rows()]

    def rows(self):
        text = self.kleos.admin.call("GET", "/v1/reports/impact.csv?from=2025-03-01&to=2025-03-10").body.decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        for row in rows:
            row["key"] = "headcount" if row["section"] == "headcount" else row["key"]
        return rows

    def test_the_long_form_says_the_same(self):
        found = {}
        for row in self.rows():
            name = "headcount" if row["section"] == "headcount" else f'{row["section"]}.{row["key"]}'
            if name in EXPECTED:
                value = float(row["value"]) if row["value"] else None
                found[name] = (int(row["numerator"]), int(row["denominator"])) if row["denominator"] else value
        self.assert_figures(found, EXPECTED)

    def test_a_table_of_some_sections_has_their_rows_only(self):
        words = ("--url", self.kleos.url, "--key-file", self.kleos.folder / "admin.key", "report", "--from", RANGE["from"], "--to", RANGE["to"])
        done = run_kleos(*words, "--csv", "--section", "direction", "--section", "headcount")
        sections = [row["section"] for row in csv.DictReader(io.StringIO(done.stdout))]
        self.assertEqual(sections, ["headcount"] + ["direction"] * 5)
        done = run_kleos(*words, "--csv", "--section", "weather")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("there is no such section; there are headcount, totals,", done.stderr)
        self.assertIn("kleos report --csv --section totals", run_kleos(*words, "--section", "totals").stderr)

    def test_the_terminal_shows_the_gap_first_and_what_changed(self):
        text = on_terminal(100, "--url", self.kleos.url, "--key-file", self.kleos.folder / "admin.key", "report", "--from", RANGE["from"],
                           "--to", RANGE["to"], NO_COLOR="1")
        self.assertIn("▲ ▼ = against 2025-02-19 to 2025-02-28", text)
        self.assertLess(text.index("Are leaders there?"), text.index("Totals"))
        self.assertRegex(text, r"\n  need them +–\n")
        self.assertRegex(text, r"\n  thanked by theirs +50\.0 %  3 of 6  █{12}  ▲ 33\.3\n")
        self.assertRegex(text, r"\n  people +8  =\n")
        self.assertRegex(text, r"\n  thanks +12  ▲ 10\n")
        self.assertRegex(text, r"\n  among peers +5  █{24}  ▲ 5\n")
        self.assertRegex(text, r"\n +12  question 2\n")
        self.assertIn("not for decisions on pay or performance", " ".join(text.split()))


if __name__ == "__main__":
    unittest.main()
