"""Thanks on the command line: given, found, heard further or less far, answered, mended and taken back."""
import json
import os
import pty
import re
import subprocess
import unittest

from kleos import CliTest

ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"


class ThanksTest(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for handle, name in (("maria", "Μαρία Παππά"), ("nikos", "Νίκος Δήμου"), ("zoe", "Zoe Smith"), ("eleni", "Ελένη Ανδρέου")):
            cls.join(handle, displayName=name, team="marketing/social", ceiling="ORGANIZATION")

    def give(self, *words):
        return json.loads(self.run_as("nikos", "--json", "give", *words).stdout)["recognition"]

    def test_everyone_is_told_what_they_did(self):
        given = self.give("@maria:έγραψε το κείμενο", "@zoe", "Μαζί το σώσατε.", "--credit", "@zoe:cut the film: twice",
                          "--metric", "reach=12000views", "--metric", "engagement=7.5%", "--link", "https://example.org/film Το φιλμ",
                          "--setting", "team-meeting")
        self.assertEqual([(r["member"]["handle"], r["credit"]) for r in given["receivers"]],
                         [("maria", "έγραψε το κείμενο"), ("zoe", "cut the film: twice")])
        self.assertEqual([(m["name"], m["value"], m["unit"]) for m in given["metrics"]],
                         [("reach", 12000, "views"), ("engagement", 7.5, "%")])
        self.assertEqual(given["setting"], "TEAM_MEETING")
        shown = self.run_as("maria", "recognition", "show", given["id"]).stdout
        for line in ("    @maria: έγραψε το κείμενο", "    reach 12000 views", "    engagement 7.5%",
                     "    https://example.org/film  Το φιλμ", "asked for     ORGANIZATION", "setting       TEAM_MEETING"):
            self.assertIn(line + "\n", shown)

    def test_words_that_cannot_be_meant_are_refused_before_anything_is_sent(self):
        for words, text in ((["@maria", "x", "--credit", "@zoe:y"], "--credit is @WHO:TEXT of somebody you thank"),
                            (["@maria", "x", "--metric", "reach"], "--metric is NAME=VALUE"),
                            (["@maria", "x", "--metric", "reach=many"], "--metric is NAME=VALUE")):
            self.assertIn(text, self.run_as("nikos", "give", *words, code=2).stderr)

    def test_who_likes_it_quieter_is_named_before_it_is_sent(self):
        self.run_as("eleni", "preferences", "set", "--ceiling", "manager", "--note", "Όχι μπροστά σε όλους.")
        done = self.run_as("nikos", "give", "@zoe", "@eleni", "Thank you both.")
        self.assertEqual(done.stderr, "Heard as MANAGER, not ORGANIZATION: that is as loud as @eleni likes it, or the default for who "
                                      "never said.\n")
        self.assertIn("[MANAGER]", done.stdout)
        self.assertEqual(self.run_as("nikos", "give", "@eleni", "Thanks.", "--private").stderr, "")
        ours, theirs = pty.openpty()  # on a terminal the note is read too
        done = self.run_as("nikos", "give", "@eleni", "@zoe", "Again.", capture_output=False, stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        self.assertIn('  @eleni: no louder than MANAGER; "Όχι μπροστά σε όλους."', os.read(ours, 4096).decode())
        os.close(ours)
        self.run_as("eleni", "preferences", "set", "--ceiling", "ORGANIZATION", "--note", "")

    def test_somebody_who_is_not_there_is_the_servers_word(self):
        self.assertEqual(self.run_as("nikos", "give", "@nobody", "x", code=1).stderr.count("kleos:"), 1)

    def test_the_feed_is_searched_in_greek(self):
        self.give("@maria", "Ευχαριστώ για την προϋπόθεση, Κώστας.", "--big", "--value", "care")
        for query in ("ευχαριστω", "ΠΡΟΥΠΟΘΕΣΗ", "κωστασ", "προυπ*"):
            self.kleos.wait(lambda: "προϋπόθεση" in self.run_as("zoe", "feed", "--query", query).stdout, query)
        self.assertNotIn("προϋπόθεση", self.run_as("zoe", "feed", "--giver", "@maria").stdout)
        self.assertIn("προϋπόθεση", self.run_as("zoe", "feed", "--big", "--value", "care", "--receiver", "@maria").stdout)
        self.assertIn("Nothing like that", self.run_as("zoe", "feed", "--query", "nowhere").stderr)
        self.run_as("zoe", "feed", "words", code=2)

    def test_answers_are_shown_quietly(self):
        given = self.give("@maria", "Answered every one of them.")
        self.assertIn("1 joined", self.run_as("eleni", "recognition", "join", given["id"], "Κι από μένα!").stdout)
        self.run_as("eleni", "recognition", "react", given["id"], "👏")
        self.run_as("zoe", "recognition", "react", given["id"], "👏")
        self.assertIn("Μπράβο", self.run_as("zoe", "recognition", "comment", given["id"], "Μπράβο").stdout)
        self.run_as("maria", "recognition", "comment", given["id"], "Ευχαριστώ!")
        self.assertIn(f"    {given['id']} · 👏 2 · 1 joined · 2 comments\n", self.run_as("nikos", "feed").stdout)
        comments = self.run_as("nikos", "recognition", "comments", given["id"]).stdout
        self.assertLess(comments.index("Μπράβο"), comments.index("Ευχαριστώ!"), "as they were said")
        shown = self.run_as("nikos", "recognition", "show", given["id"]).stdout
        self.assertIn("joined by     @eleni: Κι από μένα!\n", shown)
        self.assertIn("\nComments\n", shown)
        comment = re.findall(ID, comments)[0]
        self.assertEqual(self.run_as("zoe", "recognition", "uncomment", given["id"], comment).stdout, "deleted\n")
        self.run_as("zoe", "recognition", "unreact", given["id"], "👏")
        left = self.run_as("eleni", "recognition", "leave", given["id"]).stdout
        self.assertIn(f"{given['id']} · 👏 1 · 1 comment\n", left)

    def test_it_is_heard_less_far_and_again_further(self):
        given = self.give("@maria", "Quietly.")
        self.assertIn("[PRIVATE]", self.run_as("maria", "recognition", "lower", given["id"], "private").stdout)
        told = self.run_as("nikos", "recognition", "share", given["id"])
        self.assertEqual(told.stderr, "It gets louder when 1 more of the people named agrees.\n")
        self.assertIn("[TEAM]", self.run_as("maria", "recognition", "share", given["id"], "team").stdout)
        self.run_as("zoe", "recognition", "lower", given["id"], code=2)

    def test_it_is_mended_and_taken_back(self):
        given = self.give("@maria", "Thnaks.")
        edited = self.run_as("nikos", "recognition", "edit", given["id"], "Thanks.", "--credit", "@maria:the text").stdout
        self.assertIn("    Thanks.\n    @maria: the text\n", edited)
        self.assertIn("· edited\n", edited)
        self.run_as("nikos", "recognition", "edit", given["id"], code=2)
        self.assertIn("withdrawn", self.run_as("nikos", "recognition", "withdraw", given["id"]).stdout)
        gone = self.run_as("maria", "recognition", "show", given["id"], code=1)
        self.assertIn("no recognition", gone.stderr)

    def test_what_should_not_stand_is_reported_and_decided(self):
        given = self.give("@maria", "Ακατάλληλα λόγια.")
        self.assertIn("reported", self.run_as("zoe", "recognition", "report", given["id"], "Not about work.").stdout)
        self.assertIn("Not about work.", self.kleos.cli("moderation", "list").stdout)
        report = self.kleos.cli_json("moderation", "list")["contentReports"][0]["id"]
        shown = self.kleos.cli("moderation", "show", report).stdout
        self.assertIn("by            @zoe\n", shown)
        self.assertIn("    Ακατάλληλα λόγια.\n", shown)
        self.assertIn("state         removed\n", self.kleos.cli("moderation", "resolve", report, "remove", "--note", "Συγγνώμη.").stdout)
        self.assertIn("removed", self.kleos.cli("moderation", "list", "--resolved").stdout)
        self.assertEqual(self.kleos.cli("moderation", "list").stderr, "Nothing to look at.\n")
        self.run_as("maria", "recognition", "show", given["id"], code=1)


if __name__ == "__main__":
    unittest.main()
