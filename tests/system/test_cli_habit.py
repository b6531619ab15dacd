"""The habit on the command line: preferences, values, prompts, routines, agendas, who was overlooked, teams."""
import unittest

from kleos import CliTest, Kleos


class HabitTest(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for handle, name, team, manager in (("eleni", "Ελένη Ανδρέου", "marketing", ""), ("maria", "Μαρία Παππά", "marketing/social", "eleni"),
                                            ("nikos", "Νίκος Δήμου", "marketing/social", "eleni"), ("sam", "Sam", "care", "")):
            roles = ("MEMBER", "LEADER") if handle == "eleni" else ("MEMBER",)
            cls.join(handle, roles, displayName=name, team=team, manager=manager, ceiling="ORGANIZATION")

    def test_preferences_keep_what_is_not_said(self):
        self.run_as("maria", "preferences", "set", "--note", "Πρώτα σε μένα.", "--channels", "chat,one-on-one")
        self.assertEqual(self.run_as("maria", "preferences", "set", "--ceiling", "organization").stdout,
                         "at most       ORGANIZATION\nlikes best    CHAT, ONE_ON_ONE\nnote          Πρώτα σε μένα.\n")
        self.assertIn("Πρώτα σε μένα.", self.run_as("nikos", "preferences", "show", "@maria").stdout)
        self.run_as("maria", "preferences", "set", code=2)

    def test_a_new_ceiling_holds_for_what_was_given_before_when_one_says_so(self):
        given = self.run_as("nikos", "give", "@sam", "Thanks.").stdout
        self.assertIn("[ORGANIZATION]", given)
        self.run_as("sam", "preferences", "set", "--ceiling", "private")
        self.assertIn("[ORGANIZATION]", self.run_as("nikos", "feed", "--receiver", "@sam").stdout)
        self.run_as("sam", "preferences", "set", "--lower-given")
        self.kleos.wait(lambda: "[PRIVATE]" in self.run_as("nikos", "feed", "--receiver", "@sam").stdout, "lowered")

    def test_values_are_made_listed_and_retired(self):
        self.assertIn("No values yet", self.run_as("nikos", "values", "list").stderr)
        self.kleos.cli_json("values", "add", "craft", "--title", "Μαστοριά", "--description", "Σαν να το υπογράφουμε.")
        self.kleos.cli_json("values", "add", "care")
        self.assertEqual(self.run_as("nikos", "values", "list").stdout,
                         "VALUE  TITLE     MEANING\ncare   care\ncraft  Μαστοριά  Σαν να το υπογράφουμε.\n")
        self.assertIn("retired", self.kleos.cli("values", "retire", "care").stdout)
        self.assertNotIn("care", self.run_as("nikos", "values", "list").stdout)
        self.assertIn("care", self.run_as("nikos", "values", "list", "--retired").stdout)
        self.kleos.cli("values", "retire", "craft")

    def test_the_question_of_the_week_is_marked(self):
        for locale, word in (("en", "team achieve"), ("el", "ομάδα")):
            done = self.run_as("nikos", "prompts", "--locale", locale)
            lines = done.stdout.splitlines()
            self.assertEqual(len(lines), 5)
            self.assertIn(word, lines[0])
            marked = [line[2] for line in lines if line.startswith(">")]
            self.assertIn(f"This week's is number {marked[0]}", done.stderr)

    def test_a_team_meets_its_question(self):
        made = self.run_as("eleni", "routine", "add", "marketing/social", "--day", "friday", "--at", "16:00", "--zone", "Europe/Athens",
                           "--setting", "team-meeting", "--channel", "#kudos").stdout
        self.assertEqual(made.splitlines()[0].split()[:3], ["ID", "TEAM", "EVERY"])
        self.assertIn("FRIDAY 16:00 Europe/Athens", self.run_as("nikos", "routine", "list", "--team", "marketing").stdout)
        self.assertEqual(self.run_as("eleni", "routine", "delete", made.splitlines()[1].split()[0]).stdout, "ended\n")
        self.assertIn("No routines", self.run_as("nikos", "routine", "list").stderr)
        self.run_as("eleni", "routine", "add", "marketing/social", "--day", "friday", code=2)

    def test_a_one_on_one_has_an_agenda(self):
        self.run_as("nikos", "give", "@maria", "Κράτησες την παρουσίαση όρθια.")
        agenda = self.run_as("eleni", "agenda", "@maria").stdout
        self.assertTrue(agenda.startswith("1:1 with @maria, Μαρία Παππά\n"), agenda)
        self.assertIn("    Κράτησες την παρουσίαση όρθια.\n", agenda)
        self.assertIn("@nikos  not yet       Νίκος Δήμου\n", agenda)
        self.assertTrue(self.run_as("maria", "agenda").stdout.startswith("1:1 with @maria"))
        self.run_as("maria", "agenda", "@nikos", code=1)
        self.run_as("eleni", "agenda", "@maria", "--days", "0", code=2)

    def test_who_was_overlooked_is_no_ranking(self):
        listed = self.run_as("eleni", "overlooked", "--days", "30").stdout
        self.assertTrue(listed.startswith("WHO "), listed)
        self.assertNotIn("@sam", listed)
        self.assertIn("kleos:", self.run_as("nikos", "overlooked", code=1).stderr)


class TeamsTest(unittest.TestCase):
    def test_the_tree_is_renamed_and_merged(self):
        with Kleos() as kleos:
            self.assertIn("No teams yet", kleos.cli("teams", "list").stderr)
            for handle, team in (("maria", "marketing/social"), ("nikos", "marketing/social"), ("zoe", "marketing/events"), ("sam", "care")):
                kleos.cli_json("members", "add", handle, "--team", team)
            kleos.cli_json("members", "update", "maria", "--leader")
            self.assertEqual(kleos.cli("teams", "list").stdout,
                             "TEAM       PEOPLE  WITH TEAMS INSIDE  LED BY\n"
                             "care            1                  1\n"
                             "marketing       0                  3\n"
                             "  events        1                  1\n"
                             "  social        2                  2  @maria\n")
            self.assertIn("team          marketing/live\n", kleos.cli("teams", "rename", "marketing/events", "marketing/live").stdout)
            self.assertIn("people        3\n", kleos.cli("teams", "merge", "marketing/live", "marketing/social").stdout)
            self.assertNotIn("live", kleos.cli("teams", "list").stdout)
            self.assertEqual(kleos.cli("teams", "merge", "care").returncode, 2)


if __name__ == "__main__":
    unittest.main()
