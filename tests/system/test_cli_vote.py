"""The whole way of an award inside an organisation, by the command line alone; and of a community's, with tokens."""
import json
import os
import pty
import re
import subprocess
import unittest

from kleos import CliTest, program

ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
PEOPLE = ("maria", "nikos", "eleni", "kostas", "zoe", "petros")
BALLOTS = {"maria": ("@eleni", "@nikos"), "nikos": ("@eleni", "@maria,@kostas"), "eleni": ("@nikos", "--no-award", "@kostas"),
           "kostas": ("@eleni",), "zoe": ("@nikos", "@eleni", "@kostas"), "petros": ("NO_AWARD",)}


class VoteTest(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for handle in PEOPLE:
            cls.join(handle, displayName=handle.title(), team="marketing", ceiling="ORGANIZATION")

    def run_as(self, handle, *words, **options):
        """Where the files are that commands write."""
        return super().run_as(handle, *words, cwd=self.kleos.folder, **options)

    def admin(self, *words, code=0):
        return self.run_as("admin", *words, code=code)

    def nominated(self, who, whom, cycle):
        made = self.run_as(who, "nominate", f"@{whom}", f"{whom} helped {who}.", "--cycle", cycle, "--link", "https://example.org/1 Work")
        return re.search(ID, made.stdout)[0]

    def typed(self, who, lines, *words):
        """The exit status and the texts when somebody types these lines on a terminal."""
        parent, child = pty.openpty()
        command = [program("kleos"), "--url", self.kleos.url, "--key-file", self.key_file(who), *words]
        with subprocess.Popen(command, stdin=child, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.kleos.folder) as run:
            os.write(parent, lines.encode())
            text = run.communicate(timeout=60)[0]
        os.close(parent)
        os.close(child)
        return run.returncode, text

    def open_vote(self):
        """Nominations by several, endorsed, answered; four of five who agreed become candidates."""
        self.admin("award", "add", "helpers", "--title", "Helpers", "--criteria", "Work that others can build on.")
        self.admin("cycle", "add", "helpers", "--title", "2026", "--shortlist", "eph", "--shortlist-size", "4", "--no-award", "--max", "5")
        self.admin("cycle", "advance", "helpers")
        ids = {}
        for who in PEOPLE:
            for whom in ("maria", "nikos", "eleni", "kostas"):
                if whom != who:
                    ids[whom] = self.nominated(who, whom, "helpers")
        ids["zoe"] = self.nominated("petros", "zoe", "helpers")
        self.run_as("maria", "nominations", "endorse", ids["zoe"])
        self.assertIn("sealed", self.run_as("zoe", "nominations", "list", "helpers").stdout)
        self.admin("cycle", "advance", "helpers")
        for whom in ("maria", "nikos", "eleni", "kostas"):
            self.assertIn("[ACCEPTED", self.run_as(whom, "nominations", "accept", ids[whom]).stdout)
        self.assertIn("[DECLINED", self.run_as("zoe", "nominations", "decline", ids["zoe"]).stdout)
        self.assertIn("phase         VOTING\n", self.admin("cycle", "advance", "helpers").stdout)
        return self.kleos.cli_json("cycle", "show", "helpers")["cycle"]["id"]

    def vote_all(self, cycle):
        paper = self.run_as("maria", "vote", "helpers").stdout
        for name in ("Helpers, 2026\nWork that others can build on.\n", "Maria", "Eleni", "NO_AWARD: nobody", "helped"):
            self.assertIn(name, paper)
        self.assertIn("'@zoe' is nobody on this ballot paper", self.run_as("maria", "vote", "helpers", "@zoe", code=1).stderr)
        self.assertIn("'@eleni,' has a comma without somebody on both sides",
                      self.run_as("maria", "vote", "helpers", "@eleni,", "@nikos", "--yes", code=1).stderr)
        self.assertIn("no ballot was cast; --yes casts it without asking",
                      self.run_as("maria", "vote", "helpers", "@eleni", code=1, input="no\n").stderr)
        self.run_as("maria", "vote", "helpers", "@eleni", "--approve", code=1)
        for who, words in list(BALLOTS.items())[1:]:
            done = self.run_as(who, "vote", "helpers", *words, "--yes", "--receipt", f"{who}.json")
            self.assertRegex(done.stdout, r"\Avoted  [0-9a-f]{64}\n\Z")
            self.assertEqual((self.kleos.folder / f"{who}.json").stat().st_mode & 0o777, 0o600)
        numbers = {name: number for number, name in re.findall(r"(?m)^ +(\d)  (\w+)$", paper)}
        code, text = self.typed("maria", f"{numbers['Eleni']} {numbers['Nikos']}\nyes\n", "vote", "helpers")
        self.assertEqual(code, 0, text)
        for line in ("Your ballot for Helpers, 2026:\n", "   1  Eleni\n   2  Nikos\n", "Whoever is not named comes last.\n",
                     f"kleos-receipt-{cycle}.json is the receipt"):
            self.assertIn(line, text)
        self.assertIn("you have voted already", self.run_as("maria", "vote", "helpers", "@nikos", "--yes", code=1).stderr)
        self.assertNotEqual(self.run_as("maria", "result", "helpers", code=1).stderr, "")

    def check_result(self):
        result = self.run_as("zoe", "result", "helpers").stdout
        self.assertRegex(result, r"\AWinner: Eleni\n6 of 6 voted, counted by SCHULZE\n")
        for text in ("SCHULZE", "IRV", "BORDA", "How many put the one on the left above the one on top", "Rounds of instant runoff", "No award"):
            self.assertIn(text, result)

    def test_an_internal_award_from_its_founding_to_a_log_that_anybody_checks(self):
        cycle = self.open_vote()
        head = self.run_as("zoe", "--json", "cycle", "head", "helpers").stdout
        (self.kleos.folder / "head.json").write_text(head)
        self.vote_all(cycle)
        self.assertIn("phase         CLOSED\n", self.admin("cycle", "advance", "helpers").stdout)
        self.check_result()
        proof = self.run_as("zoe", "receipt", "zoe.json").stdout
        self.assertRegex(proof, r"\AThe ballot is in the log: entry \d+ of 8, ")
        told = self.run_as("zoe", "ballots", "helpers", "--out", "ballots.json").stderr
        self.assertEqual(told, "kleos verify-ballots ballots.json checks them, without a server.\n")
        checked = self.run_as("zoe", "verify-ballots", "ballots.json", "--head", "head.json", "--receipt", "zoe.json").stdout
        self.assertIn("Nikos; then Eleni; then Kostas", checked)
        (self.kleos.folder / "page.json").write_text(json.dumps({"receipt": json.loads((self.kleos.folder / "zoe.json").read_text())["receipt"]}))
        self.assertIn("page.json holds no head of the log", self.run_as("zoe", "receipt", "page.json", code=1).stderr)
        self.assertIn("page.json holds no head of a log",
                      self.run_as("zoe", "verify-ballots", "ballots.json", "--head", "page.json", code=1).stderr)
        self.assertIn("phase         ANNOUNCED\n", self.admin("cycle", "advance", "helpers").stdout)

    def test_a_receipt_that_was_changed_is_refused(self):
        self.admin("award", "add", "changed", "--title", "Changed")
        self.admin("cycle", "add", "changed", "--title", "2026")
        self.admin("cycle", "advance", "changed")
        nomination = self.nominated("maria", "nikos", "changed")
        self.admin("cycle", "advance", "changed")
        self.run_as("nikos", "nominations", "accept", nomination)
        self.admin("cycle", "advance", "changed")
        self.run_as("maria", "vote", "changed", nomination, "--yes", "--receipt", "kept.json")
        self.admin("cycle", "advance", "changed")
        self.run_as("maria", "receipt", "kept.json")
        kept = json.loads((self.kleos.folder / "kept.json").read_text())
        for path, text in ((("receipt", "signature"), "not signed by the key of the log"), (("publicKey",), "not signed by the key of the log"),
                           (("head", "rootHash"), "the log is not the one that was there when the ballot was cast")):
            changed = json.loads(json.dumps(kept))
            inner = changed[path[0]] if len(path) > 1 else changed
            digit = inner[path[-1]][-1]
            inner[path[-1]] = inner[path[-1]][:-1] + ("0" if digit != "0" else "1")
            (self.kleos.folder / "changed.json").write_text(json.dumps(changed))
            self.assertIn(text, self.run_as("maria", "receipt", "changed.json", code=1).stderr)

    def test_a_jury_finds_the_candidates(self):
        self.admin("award", "add", "craft", "--title", "Craft")
        cycle = self.admin("cycle", "add", "craft", "--title", "2026", "--shortlist", "jury", "--shortlist-size", "1", "--juror", "@zoe",
                           "--juror", "petros", "--criterion", "merit=3", "--criterion", "reach").stdout
        self.assertIn("jury          2 jurors, by merit (3), reach (1)\n", cycle)
        self.assertIn("jury          2 jurors, by merit (2)\n", self.admin("cycle", "edit", "craft", "--criterion", "merit=2").stdout)
        self.admin("cycle", "edit", "craft", "--criterion", "merit=3", "--criterion", "reach")
        self.admin("cycle", "advance", "craft")
        ids = {whom: self.nominated("maria", whom, "craft") for whom in ("nikos", "eleni")}
        self.admin("cycle", "advance", "craft")
        for whom, nomination in ids.items():
            self.run_as(whom, "nominations", "accept", nomination)
        for juror, merit in (("zoe", 9), ("petros", 7)):
            self.run_as(juror, "nominations", "score", ids["eleni"], f"merit={merit}", "reach=5")
            done = self.run_as(juror, "nominations", "score", ids["nikos"], "merit=4", "reach=10")
            self.assertEqual(done.stdout, "CRITERION  SCORE\nmerit          4\nreach         10\n")
        self.assertEqual(self.run_as("zoe", "nominations", "score", ids["nikos"]).stdout, done.stdout)
        self.assertIn("a score is a number from 0 to 10", self.run_as("zoe", "nominations", "score", ids["nikos"], "merit=11", code=2).stderr)
        self.run_as("maria", "nominations", "score", ids["nikos"], "merit=4", "reach=1", code=1)
        self.admin("cycle", "advance", "craft")
        paper = self.run_as("maria", "vote", "craft").stdout
        self.assertIn("   1  Eleni\n", paper)
        self.assertNotIn("Nikos", paper)

    def test_a_community_votes_with_tokens(self):
        self.admin("award", "add", "spotlight", "--title", "Spotlight", "--community", "--hashtag", "spotlight")
        self.admin("cycle", "add", "spotlight", "--title", "2026", "--tally", "approval", "--max", "4")
        self.admin("cycle", "advance", "spotlight")
        twins = [self.run_as("maria", "nominate", "Twin", "A talk.", "--cycle", "spotlight", "--profile", f"https://example.org/{i}").stdout
                 for i in range(2)]
        made = self.run_as("maria", "nominate", "Ada Outside", "Her talk.", "--cycle", "spotlight", "--profile", "https://example.org/ada")
        self.assertIn("Ada Outside, by @maria  [PENDING]", made.stdout)
        other = self.nominated("maria", "nikos", "spotlight")
        self.admin("cycle", "advance", "spotlight")
        for told in (made.stdout, *twins):
            self.admin("nominations", "accept", re.search(ID, told)[0])
        self.run_as("nikos", "nominations", "accept", other)
        self.admin("tokens", "spotlight", "--count", "3", "--out", "tokens.csv")
        lines = (self.kleos.folder / "tokens.csv").read_text().splitlines()
        self.assertEqual((lines[0], len(lines)), ("token,url", 4))
        tokens = [line.split(",")[0] for line in lines[1:]]
        self.admin("cycle", "advance", "spotlight")
        twin = self.run_as("maria", "vote", "spotlight", "Twin", "--token", tokens[0], "--yes", code=1)
        self.assertIn("'Twin' may mean 2 people on this ballot paper", twin.stderr)
        for token, words in zip(tokens, (("Ada Outside",), ("Ada Outside", "Nikos"))):
            self.run_as("maria", "vote", "spotlight", *words, "--approve", "--token", token, "--yes", "--receipt", f"{token}.json")
        self.assertIn("1  ", self.admin("vote", "spotlight", "--token", tokens[2]).stdout, "a token says who may vote, no key")
        self.run_as("maria", "vote", "spotlight", "Nikos", "--token", tokens[0], "--yes", "--receipt", "twice.json", code=1)
        self.assertFalse((self.kleos.folder / "twice.json").exists())
        self.admin("cycle", "advance", "spotlight")
        proof = self.run_as("maria", "receipt", f"{tokens[0]}.json").stdout
        self.assertRegex(proof, r"\AThe ballot is in the log: entry \d+ of 4, ")
        self.assertRegex(self.admin("result", "spotlight").stdout, r"\AWinner: Ada Outside\n2 of 3 voted, counted by APPROVAL\n")


if __name__ == "__main__":
    unittest.main()
