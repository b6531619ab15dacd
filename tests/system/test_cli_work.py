"""Highlights, the inbox, the feed of both, and the pulse on the command line."""
import json
import os
import pty
import re
import unittest

from kleos import CliTest

ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"


class WorkTest(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for handle, name in (("maria", "Μαρία Παππά"), ("nikos", "Νίκος Δήμου"), ("zoe", "Zoe Smith")):
            cls.join(handle, displayName=name, team="marketing/social", ceiling="ORGANIZATION")

    def test_work_is_shared_changed_and_taken_back(self):
        shared = self.run_as("maria", "highlight", "share", "Η βόλτα στα μπαλκόνια", "--description", "Τρεις μέρες, σαράντα ιστορίες.",
                             "--kind", "campaign", "--with", "@nikos,@zoe", "--metric", "reach=12000views", "--on", "2026-01-05",
                             "--link", "https://example.org/tour The tour").stdout
        self.assertRegex(shared, r"\A2026-01-05  @maria with @nikos, @zoe: Η βόλτα στα μπαλκόνια  \[ORGANIZATION, CAMPAIGN\]\n"
                                 r"    Τρεις μέρες, σαράντα ιστορίες\.\n    reach 12000 views\n"
                                 rf"    https://example\.org/tour  The tour\n    {ID}\n\Z")
        work = re.search(ID, shared)[0]
        changed = self.run_as("maria", "highlight", "update", work, "--metric", "reach=24000.5views").stdout
        self.assertIn("    reach 24000.5 views\n", changed)
        self.assertIn("Τρεις μέρες", changed)
        self.assertIn(f"    {work} · updated\n", self.run_as("zoe", "highlight", "show", work).stdout)
        self.assertIn(work, self.run_as("zoe", "highlight", "list", "--by", "@nikos").stdout)
        self.run_as("maria", "highlight", "update", work, code=2)
        self.run_as("maria", "highlight", "share", "a", "--metric", "b", code=2)
        self.assertEqual(self.run_as("maria", "highlight", "delete", work).stdout, "deleted\n")
        self.run_as("zoe", "highlight", "show", work, code=1)

    def test_the_feed_is_thanks_and_work_by_time(self):
        for words in (["give", "@zoe", "the first"], ["highlight", "share", "the second"], ["give", "@zoe", "the third"]):
            self.run_as("nikos", *words)
        feed = self.run_as("zoe", "feed", "--giver", "@nikos").stdout
        places = [feed.index(text) for text in ("the third", "the second", "the first")]
        self.assertEqual(places, sorted(places))
        two = self.run_as("zoe", "feed", "--giver", "@nikos", "--limit", "2")
        self.assertNotIn("the first", two.stdout)
        self.assertEqual(two.stderr, "There are more: --limit N\n")
        self.assertNotIn("the second", self.run_as("zoe", "feed", "--receiver", "@zoe").stdout)
        both = json.loads(self.run_as("zoe", "--json", "feed").stdout)
        self.assertLessEqual({"recognitions", "highlights"}, both.keys())

    def test_nobody_misses_a_thanks(self):
        self.join("reader", ceiling="ORGANIZATION")
        self.assertIn("it will come", self.run_as("reader", "inbox").stderr)
        self.run_as("nikos", "give", "@reader", "Διάβασέ με.")
        self.run_as("zoe", "give", "@reader", "Read me too.")
        inbox = self.run_as("reader", "inbox", "--read")
        self.assertEqual(inbox.stderr, "2 unread\n")
        self.assertIn("    Διάβασέ με.\n", inbox.stdout)
        self.assertEqual(self.run_as("reader", "inbox").stderr, "0 unread\n")
        given = json.loads(self.run_as("reader", "--json", "inbox").stdout)["entries"][1]["recognition"]["id"]
        self.run_as("maria", "recognition", "comment", given, "Κι εγώ.")
        again = self.run_as("reader", "inbox")
        self.assertEqual(again.stderr, "1 unread\n")
        self.assertRegex(again.stdout, r"    somebody commented, \d{4}-\d\d-\d\d \d\d:\d\d\n\nRead before:\n\n")


class PulseTest(CliTest):
    def test_the_pulse_says_that_it_is_anonymous_and_once_a_month(self):
        self.join("maria")
        self.join("nikos")
        said = ("pulse", "--need", "yes", "--have", "όχι", "--strain", "2")
        self.run_as("maria", "pulse", code=2, input="")
        for words in (["--need", "maybe"], ["--strain", "5"]):
            self.run_as("maria", *said, *words, code=2)
        done = self.run_as("maria", *said)
        self.assertRegex(done.stdout, r"\Aheard for \d{4}-\d\d\n\Z")
        self.assertIn("Anonymous and once a month", done.stderr)
        self.assertEqual(self.run_as("maria", "pulse", "--need", "no", "--have", "no", "--strain", "0", code=1).stdout, "")
        ours, theirs = pty.openpty()
        os.write(ours, "y\nναι\n3\n".encode())
        asked = self.run_as("nikos", "pulse", stdin=theirs)
        os.close(ours)
        os.close(theirs)
        for question in ("[y/n]", "[0-4]"):
            self.assertIn(question, asked.stderr)


if __name__ == "__main__":
    unittest.main()
