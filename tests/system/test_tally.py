"""kleos tally: elections from files, counted without a server; known answers, the exact JSON, and files that are wrong."""
import json
import os
import random
import re
import tempfile
import unittest
from pathlib import Path

from kleos import SHARED, SOURCE, on_terminal, run_kleos

ELECTIONS = SOURCE / "tests/system/elections"
METHODS = ("schulze", "irv", "approval", "plurality", "borda", "eph")
HEAD = "# DATA TYPE: {}\n# NUMBER ALTERNATIVES: 4\n"


def run(*words):
    return run_kleos("tally", *words, errors="replace")


def tally(path, method="schulze", *words):
    done = run(path, "--method", method, "--json", *words)
    assert done.returncode == 0 and done.stderr == "", (path, method, done.stderr)
    return json.loads(done.stdout)


class KnownAnswersTest(unittest.TestCase):
    def check(self, path, row):
        self.assertEqual(tally(path)["voters"], row["voters"])
        for name, expected in row.items():
            if name in ("file", "voters"):
                continue
            method, _, what = name.partition("_")
            reply = tally(path) if name == "pairwise" else tally(path, method)
            rounds = reply["rounds"]
            found = {"": reply["ranking"] if method in METHODS else reply["pairwise"], "winners": reply["winners"],
                     "scores": reply.get("scores"), "rounds": [r["counts"] for r in rounds], "ties": [r["tie"] for r in rounds],
                     "exhausted": [r["exhausted"] for r in rounds], "last": rounds and rounds[-1]["counts"]}[what]
            self.assertEqual(found, expected, (path.name, name))

    def test_elections_come_out_as_is_known(self):
        for line in (ELECTIONS / "known.jsonl").read_text().splitlines():
            row = json.loads(line)
            self.check(ELECTIONS / row["file"], row)

    def test_elections_beside_the_checkout_come_out_as_is_expected(self):
        folder = SHARED / "data/elections"
        if not (folder / "expected.jsonl").exists():
            self.skipTest("there are none")
        for line in (folder / "expected.jsonl").read_text().splitlines():
            row = json.loads(line)
            path = folder / row["file"]
            ties = [r.pop("tie", []) for r in row["irv_rounds"]]
            self.assertEqual(tally(path, "plurality")["scores"], row["plurality"])
            self.check(path, {"voters": row["voters"], "irv_winners": [row["irv_winner"]], "irv_rounds": row["irv_rounds"],
                              "irv_ties": ties, "schulze": row["schulze"], "pairwise": row["pairwise"]})


class JsonTest(unittest.TestCase):
    def test_the_reply_is_what_the_contract_says(self):
        path = ELECTIONS / "debian-2002.soi"
        self.assertEqual(run(path, "--json").stdout,
                         '{"voters":475,"method":"schulze","ranking":[[3],[1],[2],[4]],"winners":[3],"pairwise":'
                         '[[0,260,180,387],[199,0,140,407],[291,327,0,444],[68,50,18,0]],"rounds":[]}\n')
        for method in METHODS:
            reply = tally(path, method)
            more = {"borda", "approval", "plurality"} & {method} and {"scores"} or {"eph"} & {method} and {"unit"} or set()
            self.assertEqual(set(reply), {"voters", "method", "ranking", "winners", "pairwise", "rounds"} | more)
            self.assertEqual(reply["method"], method)
            self.assertEqual(sorted(a for group in reply["ranking"] for a in group), [1, 2, 3, 4])

    def test_a_round_says_who_leaves_and_between_whom_it_was_tied(self):
        rounds = tally(ELECTIONS / "schulze-45.soc", "irv")["rounds"]
        self.assertEqual(rounds[0], {"counts": {"1": 10, "2": 8, "3": 12, "4": 7, "5": 8}, "exhausted": 0, "eliminated": [4], "tie": []})
        self.assertEqual((rounds[1]["eliminated"], rounds[1]["tie"]), ([5], [2, 5]))
        self.assertEqual(rounds[-1]["eliminated"], [])

    def test_the_shortlist_is_as_long_as_one_says(self):
        for size in (1, 2, 3, 7):
            self.assertEqual(len(tally(ELECTIONS / "slate.toi", "eph", "--size", str(size))["winners"]), size)
        points = tally(ELECTIONS / "slate.toi", "eph")
        self.assertEqual(points["unit"], 2520)
        self.assertEqual(sum(points["rounds"][0]["counts"].values()), 113 * 2520)

    def test_counts_beyond_what_a_double_holds_are_exact(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "big.toi"
            path.write_text("# NUMBER ALTERNATIVES: 3\n9007199254740991: 1,2\n1: {1,2}\n")
            self.assertIn('"scores":{"1":18014398509481983.5,"2":9007199254740992.5,"3":0}', run(path, "--method", "borda", "--json").stdout)


class TableTest(unittest.TestCase):
    def test_people_read_the_winner_first_then_ranking_rounds_and_pairs(self):
        lines = run(ELECTIONS / "tennessee.soc", "--method", "irv").stdout.splitlines()
        self.assertEqual(lines[:2], ["Winner: Knoxville", "100 voters, 4 alternatives, counted by irv: Tennessee capital"])
        for line in ("    1       4  Knoxville", "3 Chattanooga  15   –   –", "exhausted       0   0   0", "3 Chattanooga  58  32   –  83"):
            self.assertIn(line, lines)

    def test_a_tie_is_called_one(self):
        text = run(ELECTIONS / "schulze-example-4.soc").stdout
        self.assertTrue(text.startswith("True tie of: B, D\n"), text)
        self.assertEqual(re.findall(r"^(\d=?) +\d  ([A-D])$", text, re.MULTILINE), [("1=", "B"), ("1=", "D"), ("3=", "A"), ("3=", "C")])
        self.assertIn("B, E are tied for elimination. All that may follow was computed; here, E leaves.",
                      run(ELECTIONS / "schulze-45.soc", "--method", "irv").stdout)

    def test_a_wide_matrix_goes_on_below_where_the_terminal_ends(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "wide.soi"
            names = "".join(f"# ALTERNATIVE NAME {a}: Υποψηφιότητα με μακρύ όνομα, και μάλιστα η {a}η από όλες\n" for a in range(1, 41))
            path.write_text("# NUMBER ALTERNATIVES: 40\n" + names + "".join(f"1000: {a}\n" for a in range(1, 41)) + "1: 1,2\n")
            for method in ("schulze", "borda"):
                text = on_terminal(80, "tally", path, "--method", method, NO_COLOR="1")
                self.assertLessEqual(max(map(len, text.splitlines())), 80, text)
            heads = [line.split() for line in text.splitlines() if re.fullmatch(r"[ \d]+", line)]
            self.assertGreater(len(heads), 3)
            self.assertEqual([int(n) for head in heads for n in head], list(range(1, 41)))

    def test_names_of_a_file_reach_no_terminal_as_commands(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "names.soi"
            path.write_text("# TITLE: \x1b[2J\n# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: \x1b]0;x\x07\n1: 1\n")
            self.assertNotIn("\x1b", run(path).stdout)
            path.write_text("# NUMBER ALTERNATIVES: 2\n1: \x1b[31m\n")
            self.assertNotIn("\x1b", run(path).stderr)

    def test_it_needs_neither_server_nor_key(self):
        done = run_kleos("tally", ELECTIONS / "tennessee.soc",
                         env={**os.environ, "KLEOS_URL": "nowhere", "KLEOS_KEY_FILE": "/nowhere", "HOME": "/nowhere"})
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class BadInputTest(unittest.TestCase):
    SOI, SOC, TOC = HEAD.format("soi"), HEAD.format("soc"), HEAD.format("toc")
    OLD = "2\n1,A\n2,B\n"
    FILES = (  # text, line, part of the sentence
        ("", 1, "the file is empty"),
        ("\n\n", 1, "the file is empty"),
        (SOI, 2, "ends without a ballot"),
        ("1: 1,2\n", 1, "before '# NUMBER ALTERNATIVES: N'"),
        ("hello\n", 1, "before '# NUMBER ALTERNATIVES: N'"),
        ("\x7fELF\x02\x01\x01\n", 1, "before '# NUMBER ALTERNATIVES: N'"),
        ("# NUMBER ALTERNATIVES: four\n1: 1\n", 1, "1 to 255, not 'four'"),
        ("# NUMBER ALTERNATIVES: 0\n1: 1\n", 1, "1 to 255, not '0'"),
        ("# NUMBER ALTERNATIVES: 256\n1: 1\n", 1, "1 to 255, not '256'"),
        ("# NUMBER ALTERNATIVES: -4\n1: 1\n", 1, "1 to 255, not '-4'"),
        (SOI + "# NUMBER ALTERNATIVES: 4\n1: 1\n", 3, "stands twice"),
        ("# DATA TYPE: cat\n# NUMBER ALTERNATIVES: 2\n1: 1\n", 1, "'cat' are not counted; soc, soi, toc and toi are"),
        (SOI + "# ALTERNATIVE NAME 5: E\n1: 1\n", 3, "numbered 1 to 4"),
        (SOI + "# ALTERNATIVE NAME one: E\n1: 1\n", 3, "the number of an alternative for K"),
        (SOI + "# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 1: B\n1: 1\n", 4, "two names"),
        ("# ALTERNATIVE NAME 1: A\n# NUMBER ALTERNATIVES: 4\n1: 1\n", 1, "behind it is right"),
        (SOI + "# NUMBER VOTERS: some\n1: 1\n", 3, "a whole number, not 'some'"),
        (SOI + "# NUMBER VOTERS: 3\n1: 1\n1: 2\n", 3, "3 voters are announced, but the ballots are those of 2"),
        (SOI + "1: 1\n# TITLE: late\n", 4, "behind the first ballot"),
        (SOI + "1: 5\n", 3, "there is no alternative 5; they are numbered 1 to 4"),
        (SOI + "1: 0\n", 3, "there is no alternative 0"),
        (SOI + "1: 1,0,2\n", 3, "there is no alternative 0"),
        (SOI + "1: 1,12,2\n", 3, "there is no alternative 12"),
        (SOI + "1: 99999999999999999999\n", 3, "there is no alternative 9"),
        (SOI + "1: 1,2,1\n", 3, "alternative 1 stands twice"),
        (SOI + "1: 1,2,1,3\n", 3, "alternative 1 stands twice"),
        (SOI + "1: 1,,2\n", 3, "expected the number of an alternative, not ',2'"),
        (SOI + "1: 1,2,\n", 3, "ends where the number of an alternative should be"),
        (SOI + "1: 1 2\n", 3, "expected ',' or the end of the line, not '2'"),
        (SOI + "1: 1;2\n", 3, "expected ',' or the end of the line, not ';2'"),
        (SOI + "1: 1,A\n", 3, "expected the number of an alternative, not 'A'"),
        (SOI + "1: 1,-2\n", 3, "expected the number of an alternative, not '-2'"),
        (SOI + "1:\n", 3, "ends where the number of an alternative should be"),
        (SOI + "1\n", 3, "':' behind the number of voters"),
        (SOI + "1,1,2\n", 3, "':' behind the number of voters"),
        (SOI + "1.5: 1,2\n", 3, "':' behind the number of voters"),
        (SOI + ": 1,2\n", 3, "how many voters"),
        (SOI + "-3: 1,2\n", 3, "how many voters"),
        (SOI + "0: 1,2\n", 3, "a ballot of 0 voters"),
        (SOI + "9007199254740993: 1\n", 3, "how many voters"),
        (SOI + "9007199254740992: 1\n1: 2\n", 4, "more than 9007199254740992 voters"),
        (SOI + "1: {1,2}\n", 3, "a soi file has no ties"),
        (SOC + "1: 1,2,3\n", 3, "ranks all 4 alternatives on every ballot, this one ranks 3; that is right in soi"),
        (SOC + "1: {1,2},3,4\n", 3, "a soc file has no ties"),
        (TOC + "1: {1,2},3\n", 3, "that is right in toi"),
        (TOC + "1: {1,2,3,4\n", 3, "ends where ',' or the '}' of a tie should be"),
        (TOC + "1: {1,{2,3},4}\n", 3, "expected the number of an alternative, not '{2,3},4}'"),
        (TOC + "1: 1,2},3,4\n", 3, "expected ',' or the end of the line, not '},3,4'"),
        (TOC + "1: {},1,2,3,4\n", 3, "expected the number of an alternative, not '},1"),
        (TOC + "1: {1,2}3,4\n", 3, "expected ',' or the end of the line, not '3,4'"),
        (TOC + "1: {1,1},2,3\n", 3, "alternative 1 stands twice"),
        ("2\n", 1, "ends where '1,NAME' should be"),
        ("2\n1,A\nB\n", 3, "the name of alternative 2 should stand here"),
        ("2\n1,A\n1,B\n", 3, "two names"),
        ("2\n1,A\n3,B\n", 3, "numbered 1 to 2"),
        (OLD, 3, "ends where 'VOTERS,SUM,ORDERS' should be"),
        (OLD + "7\n", 4, "'VOTERS,SUM,ORDERS' should stand here"),
        (OLD + "3,3,1\n", 4, "ends without a ballot"),
        (OLD + "3,3,1\n2,1,2\n", 4, "3 voters are announced, but the ballots are those of 2"),
        (OLD + "3,3,1\n3: 1,2\n", 5, "',' behind the number of voters"),
        ("300\n", 1, "1 to 255, not '300'"),
    )

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "bad"

    def test_a_malformed_file_is_refused_with_its_line_and_nothing_is_printed(self):
        for text, line, sentence in self.FILES:
            self.path.write_text(text)
            done = run(self.path, "--json")
            self.assertEqual((done.returncode, done.stdout), (1, ""), (text, done.stderr))
            self.assertTrue(done.stderr.startswith(f"{self.path}:{line}: "), (text, done.stderr))
            self.assertIn(sentence, done.stderr, text)
            self.assertEqual(done.stderr.count("\n"), 1)

    def test_what_is_no_file_is_refused(self):
        for path in (self.path, self.path.parent, "/dev/null"):
            done = run(path)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn(f"{path} cannot be read: ", done.stderr)

    def test_words_of_the_command_that_are_wrong_are_refused(self):
        file = ELECTIONS / "tennessee.soc"
        for words in ((), (file, file), (file, "--method", "condorcet"), (file, "--size", "3"), (file, "--method", "eph", "--size", "0"),
                      (file, "--method", "eph", "--size", "many"), (file, "--winners", "2")):
            done = run(*words)
            self.assertEqual((done.returncode, done.stdout), (2, ""), words)

    def test_what_a_method_cannot_count_is_said(self):
        self.path.write_text("# NUMBER ALTERNATIVES: 17\n" + "".join(f"1: {a}\n" for a in range(1, 18)))
        done = run(self.path, "--method", "irv")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("more than 65536 sets", done.stderr)
        self.path.write_text("# NUMBER ALTERNATIVES: 11\n1: " + ",".join(map(str, range(1, 12))))
        done = run(self.path, "--method", "eph")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("at most 10", done.stderr)

    def test_what_is_unusual_and_right_is_read(self):
        same = [[2], [3], [4], [1]]
        text = (ELECTIONS / "tennessee.soc").read_text()
        for other in (text.replace("\n", "\r\n"), text.rstrip("\n"), "\ufeff" + text, text.replace(",", " , "), text.replace("42: ", "42 :\t"),
                      text + "\n\n", text.replace("DATA TYPE: soc", "DATA TYPE: toi"), text.replace("DATA TYPE: soc", "RELATES TO: x: y"),
                      text.replace("# TITLE", "# a remark\n#\n# TITLE"), text.replace("1,2,3,4", "{1},2,{3},4").replace("soc", "toc"),
                      text.replace("42: 1,2,3,4", "40: 1,2,3,4\n2: 1,2,3,4")):
            self.path.write_text(other, newline="")
            self.assertEqual(tally(self.path)["ranking"], same, other)

    def test_the_type_comes_from_the_name_of_a_file_that_does_not_say_it(self):
        path = self.path.with_suffix(".soc")
        path.write_text("# NUMBER ALTERNATIVES: 3\n1: 1,2\n")
        self.assertEqual(run(path).returncode, 1)
        path.rename(self.path.with_suffix(".soi"))
        self.assertEqual(run(self.path.with_suffix(".soi")).returncode, 0)

    def test_any_bytes_are_counted_or_refused(self):
        chance = random.Random(20260301)
        texts = [(ELECTIONS / name).read_bytes() for name in ("debian-2010.toc", "alaska.soi", "tennessee-before-2022.soc")]
        for _ in range(150):
            text = bytearray(chance.choice(texts))
            for _ in range(chance.randrange(1, 4)):
                at = chance.randrange(len(text))
                text[at:at + chance.randrange(3)] = bytes(chance.choice(b"0123456789,:{}#\n\r \0\xff") for _ in range(chance.randrange(3)))
            self.path.write_bytes(text if chance.randrange(4) else text[:chance.randrange(len(text))])
            done = run(self.path, "--json", "--method", chance.choice(METHODS))
            self.assertIn(done.returncode, (0, 1), (bytes(text), done.stderr))
            self.assertEqual(done.returncode == 0, bool(done.stdout))
            self.assertEqual(done.returncode == 1, bool(re.match(rf"(kleos: )?{self.path}:", done.stderr)), done.stderr)


if __name__ == "__main__":
    unittest.main()
