"""A first day with the command line, word by word."""
import json
import os
import subprocess
import threading
import unittest

from kleos import Kleos, program


class CommandLineTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = Kleos()
        cls.kleos.__enter__()
        cls.addClassCleanup(cls.kleos.__exit__, None)
        for handle, name in (("maria", "Μαρία Παππά"), ("nikos", "Νίκος Δήμου")):
            done = cls.kleos.cli("members", "add", handle, "--name", name, "--team", "marketing/social", "--ceiling", "ORGANIZATION")
            assert done.returncode == 0, done.stderr
        cls.key = cls.kleos.folder / "nikos.key"
        cls.key.write_text(cls.kleos.client_of("nikos").key)

    def as_nikos(self, *words):
        return self.kleos.cli(*words, key_file=self.key)

    def test_login_remembers_where_and_who(self):
        home = self.kleos.folder / "home"
        environment = {**os.environ, "XDG_CONFIG_HOME": str(home)}
        url = f"http://127.0.0.1:{self.kleos.port}"
        login = subprocess.run([program("kleos"), "--url", url, "login"], input=self.key.read_text() + "\n", env=environment,
                               capture_output=True, text=True, timeout=30)
        self.assertEqual(login.returncode, 0, login.stderr)
        self.assertEqual((home / "kleos/key").stat().st_mode & 0o777, 0o600)
        who = subprocess.run([program("kleos"), "whoami"], env=environment, capture_output=True, text=True, timeout=30)
        self.assertTrue(who.stdout.startswith("@nikos"), who.stdout + who.stderr)

    def test_thanks_are_given_and_read(self):
        done = self.as_nikos("give", "@maria", "Έσωσες την παρουσίαση.", "--value", "craft", "--big")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Έσωσες την παρουσίαση.", self.as_nikos("feed").stdout)
        feed = json.loads(self.as_nikos("--json", "feed", "--receiver", "@maria").stdout)
        self.assertEqual(feed["recognitions"][0]["win"], "BIG")

    def test_a_quieter_ceiling_is_told(self):
        self.as_nikos("preferences", "--ceiling", "PRIVATE")
        maria = self.kleos.folder / "maria.key"
        maria.write_text(self.kleos.client_of("maria").key)
        done = self.kleos.cli("give", "@nikos", "thank you", key_file=maria)
        self.assertIn("Heard as PRIVATE", done.stderr)
        self.as_nikos("preferences", "--ceiling", "ORGANIZATION")

    def test_an_award_from_start_to_close(self):
        self.kleos.cli_json("award", "create", "spotlight", "--title", "Spotlight")
        cycle = self.kleos.cli_json("cycle", "create", "spotlight", "--title", "2026")["cycle"]["id"]
        early = self.as_nikos("nominate", cycle, "@maria", "She answered every one of them.")
        self.assertEqual((early.returncode, early.stderr), (1, "kleos: this cycle takes no nominations now\n"))
        self.kleos.cli_json("cycle", "advance", cycle)
        self.assertEqual(self.as_nikos("nominate", cycle, "@maria", "She answered every one of them.").returncode, 0)
        self.assertIn("maria", self.as_nikos("nominations", cycle).stdout)
        self.assertEqual(self.kleos.cli_json("nominations", cycle)["nominations"], [], "sealed while they are taken")
        self.kleos.cli_json("cycle", "advance", cycle)
        self.assertEqual(len(self.kleos.cli_json("nominations", cycle)["nominations"]), 1)

    def test_events_are_told_as_they_happen(self):
        follower = subprocess.Popen([program("kleos"), "--url", f"http://127.0.0.1:{self.kleos.port}", "--key-file", str(self.key),
                                     "events", "--follow", "--types", "recognition.*"],
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        stop = threading.Event()

        def give_until_heard():
            while not stop.wait(0.2):
                self.as_nikos("give", "@maria", "do you hear me")

        giver = threading.Thread(target=give_until_heard)
        giver.start()
        try:
            self.assertIn("@nikos: do you hear me", follower.stdout.readline())
        finally:
            stop.set()
            giver.join()
            follower.terminate()
            follower.communicate()

    def test_wrong_words_are_explained(self):
        for words, text in ((["giv"], "there is no command 'giv'"), (["give", "maria"], "say whom and why"),
                            (["report", "--form", "x"], "unknown option '--form'")):
            done = self.as_nikos(*words)
            self.assertIn(text, done.stderr)

    def test_a_server_that_is_away_is_named(self):
        done = subprocess.run([program("kleos"), "--url", "http://127.0.0.1:1", "feed"], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertIn("nobody answers on http://127.0.0.1:1", done.stderr)

    def test_every_command_explains_itself(self):
        listed = subprocess.run([program("kleos"), "--help"], capture_output=True, text=True, timeout=30).stdout
        for line in listed.splitlines():
            if line.startswith("  ") and not line.strip().startswith("-") and len(line) > 24 and line[2].isalpha():
                words = line[2:22].split()
                done = subprocess.run([program("kleos"), *words, "--help"], capture_output=True, text=True, timeout=30)
                self.assertIn("Usage: kleos " + " ".join(words), done.stdout)


if __name__ == "__main__":
    unittest.main()
