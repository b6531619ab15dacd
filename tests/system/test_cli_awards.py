"""Awards by the command line: founded, prepared, nominated for."""
import re
import unittest

from kleos import CliTest

ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
RULES = ("--max", "2", "--self", "--shortlist", "eph", "--shortlist-size", "5", "--tally", "irv", "--no-award", "--recusal")
TIMES = ("--opens-nominating", "2036-11-01", "--closes-nominating", "2036-11-15 17:00", "--opens-voting", "2036-12-01T09:00",
         "--closes-voting", "2036-12-10T17:00:00Z", "--announces", "2036-12-11T09:00")


class AwardsTest(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for handle in ("maria", "nikos", "eleni"):
            cls.join(handle, team="marketing/social", ceiling="ORGANIZATION")

    def said(self, *words):
        done = self.kleos.cli(*words)
        self.assertEqual((done.returncode, done.stderr), (0, ""), words)
        return done.stdout

    def refused(self, code, text, *words):
        done = self.kleos.cli(*words)
        self.assertEqual((done.returncode, done.stdout), (code, ""), words)
        self.assertIn(text, done.stderr)

    def test_an_award_is_founded_and_changed(self):
        self.said("award", "add", "helpers", "--title", "Helpers", "--criteria", "Work that helps others.", "--hashtag", "#helpers")
        self.assertIn("criteria      Work that helps others.", self.said("award", "show", "helpers"))
        changed = self.said("award", "edit", "helpers", "--criteria", "", "--title", "Βοηθοί")
        self.assertIn("title         Βοηθοί", changed)
        self.assertNotIn("criteria", changed)
        self.assertIn("hashtag       helpers", changed)
        self.assertRegex(self.said("award", "list"), r"(?m)^helpers +Βοηθοί +INTERNAL$")
        self.refused(2, "say what to change", "award", "edit", "helpers")
        self.refused(1, "no award 'nothing'", "award", "show", "nothing")

    def test_a_round_takes_its_rules_and_times_as_options(self):
        self.said("award", "add", "rules", "--title", "Rules")
        self.refused(1, "has no cycle yet: kleos cycle add rules --title 2026", "cycle", "show", "rules")
        cycle = self.kleos.cli_json("cycle", "add", "rules", "--title", "2036", *RULES, "--team", "marketing/social", *TIMES)["cycle"]
        self.assertEqual(cycle["rules"], {"maxNominationsPerPerson": 2, "selfNomination": True, "shortlistSize": 5, "shortlist": "EPH",
                                          "tally": "IRV", "noAward": True, "electorate": "TEAM", "team": "marketing/social", "recusal": True,
                                          **{name: cycle["rules"][name] for name in ("jurors", "criteria") if name in cycle["rules"]}})
        self.assertEqual([cycle[name] for name in ("opensNominatingTime", "closesNominatingTime", "opensVotingTime", "closesVotingTime",
                                                   "announcesTime")],
                         ["2036-11-01T00:00:00Z", "2036-11-15T17:00:00Z", "2036-12-01T09:00:00Z", "2036-12-10T17:00:00Z",
                          "2036-12-11T09:00:00Z"])
        shown = self.said("cycle", "show", "rules")
        for line in ("phase         DRAFT", "nominations   at most 2 each, oneself too", "shortlist     EPH, 5 candidates",
                     "count         IRV, NO_AWARD is a candidate too", "voting opens  2036-12-01 09:00",
                     "electorate    TEAM, marketing/social, without candidates, their managers and reports"):
            self.assertIn(line + "\n", shown)
        self.assertIn("DRAFT  2036-11-01 00:00", self.said("cycle", "list", "rules"))

    def test_rules_that_are_not_said_stay(self):
        self.said("award", "add", "stays", "--title", "Stays")
        self.said("cycle", "add", "stays", "--title", "first", *RULES, *TIMES)
        edit = self.kleos.cli_json("cycle", "edit", "stays", "--no-self", "--tally", "borda", "--announces", "")["cycle"]
        self.assertEqual([edit["rules"][name] for name in ("selfNomination", "tally", "shortlist", "noAward", "maxNominationsPerPerson")],
                         [False, "BORDA", "EPH", True, 2])
        self.assertFalse(edit.get("announcesTime"))
        self.assertEqual(edit["closesVotingTime"], "2036-12-10T17:00:00Z")
        self.refused(2, "say what to change", "cycle", "edit", "stays")
        self.refused(2, "say one of --no-award and --without-no-award", "cycle", "edit", "stays", "--no-award", "--without-no-award")
        self.refused(2, "--shortlist-size is a number from 1 to 50", "cycle", "edit", "stays", "--shortlist-size", "51")
        self.said("cycle", "advance", "stays")
        self.refused(1, "the rules are fixed since nominations opened", "cycle", "edit", "stays", "--tally", "irv")
        self.assertIn("voting ends   2036-12-12 00:00", self.said("cycle", "edit", "stays", "--closes-voting", "2036-12-12"))

    def test_nominations_are_sealed_while_they_are_taken(self):
        self.said("award", "add", "sealed", "--title", "Sealed")
        self.said("cycle", "add", "sealed", "--title", "2026")
        words = ("nominate", "@maria", "She answered every one of them.", "--cycle", "sealed", "--link", "https://example.org/1 The answers")
        early = self.run_as("nikos", *words, code=1)
        self.assertEqual(early.stderr, "kleos: nominations in this cycle have not opened yet\n")
        self.said("cycle", "advance", "sealed")
        self.run_as("nikos", *words)
        self.assertIn("maria", self.run_as("nikos", "nominations", "list", "sealed").stdout)
        self.assertEqual(self.kleos.cli_json("nominations", "list", "sealed")["nominations"], [])
        self.said("cycle", "advance", "sealed")
        nomination, = self.kleos.cli_json("nominations", "list", "sealed")["nominations"]
        self.assertEqual(nomination["links"][0]["title"], "The answers")

    def test_nominations_are_endorsed_answered_and_taken_back(self):
        self.said("award", "add", "answers", "--title", "Answers", "--community")
        self.said("cycle", "add", "answers", "--title", "2026")
        self.said("cycle", "advance", "answers")
        made = self.run_as("nikos", "nominate", "@maria", "She answered.", "--cycle", "answers").stdout
        self.assertRegex(made, rf"\A@maria, by @nikos  \[PENDING\]\n    She answered\.\n    {ID}\n\Z")
        maria = re.search(ID, made)[0]
        outside = self.run_as("nikos", "nominate", "Ada Outside", "Her talk.", "--cycle", "answers", "--profile", "https://example.org/ada").stdout
        self.assertIn("Ada Outside, by @nikos  [PENDING]\n    https://example.org/ada\n    Her talk.\n", outside)
        self.assertIn(f"    {maria} · sealed\n", self.run_as("eleni", "nominations", "endorse", maria).stdout)
        gone = re.search(ID, outside)[0]
        self.assertIn("[WITHDRAWN]", self.run_as("nikos", "nominations", "withdraw", gone).stdout)
        self.said("cycle", "advance", "answers")
        self.assertIn("[ACCEPTED, 1 endorsement]", self.run_as("maria", "nominations", "accept", maria).stdout)
        self.assertIn("[DECLINED", self.run_as("maria", "nominations", "decline", maria).stdout)
        self.run_as("nikos", "nominations", "accept", maria, code=1)
        shown = self.said("nominations", "list", "answers", "--of", "@maria", "--status", "declined")
        self.assertIn(maria, shown)
        self.assertIn("She answered.", self.said("nominations", "show", maria))


if __name__ == "__main__":
    unittest.main()
