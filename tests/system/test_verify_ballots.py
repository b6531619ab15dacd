"""kleos verify-ballots: the log of a made-up vote, as it was published and as somebody changed it. Needs no server."""
import copy
import json
import os
import random
import subprocess
import tempfile
import unittest
from pathlib import Path

from kleos import BUILD, run_kleos

ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "KLEOS_URL": "not an address", "KLEOS_KEY_FILE": "nowhere"}


def vote(folder, ballots=120, candidates=5, batch=25, tally="SCHULZE", seed=3):
    """The bundle as text, and the files of its last head and of one receipt."""
    head, receipt = folder / "head.json", folder / "receipt.json"
    written = subprocess.run([BUILD / "tests/support/write_bundle", *map(str, (seed, ballots, candidates, batch, tally, head, receipt))],
                             check=True, capture_output=True, text=True, encoding="utf-8")
    return written.stdout, head, receipt


def flip_digit(text):
    at = random.randrange(len(text))
    return text[:at] + random.choice([d for d in "0123456789abcdef" if d != text[at]]) + text[at + 1:]


class VerifyBallotsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        cls.text, cls.head, cls.receipt = vote(cls.folder)
        cls.bundle = cls.folder / "log.json"
        cls.bundle.write_text(cls.text)
        cls.log = json.loads(cls.text)["log"]

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def verify(self, *arguments, given=None):
        return run_kleos("verify-ballots", *arguments, encoding="utf-8", env=ENVIRONMENT, input=given)

    def holds(self, *arguments, given=None):
        run = self.verify(*arguments, given=given)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(run.stderr, "")
        return run.stdout

    def refused(self, *arguments, given=None):
        run = self.verify(*arguments, given=given)
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertEqual(run.stderr.count("\n"), 1)
        return run.stderr.strip()

    def changed(self, change):
        log = copy.deepcopy(self.log)
        change(log)
        return json.dumps({"log": log}, ensure_ascii=False)

    def test_what_was_published_holds_and_says_what_was_checked(self):
        said = self.holds(self.bundle, "--head", self.head, "--receipt", self.receipt)
        self.assertIn("Κλέος 2026", said)
        self.assertIn("120 ballots", said)
        self.assertIn("neither rolled back nor rewritten", said)
        self.assertIn("The ballot of the receipt was counted. It says: ", said)
        self.assertIn("Winner: Υποψήφια 1", said)
        self.assertNotIn("–", said.split("Winner")[0])

    def test_every_rule_is_counted_again(self):
        for tally in ("SCHULZE", "IRV", "APPROVAL", "PLURALITY", "BORDA"):
            text, head, _ = vote(self.folder, tally=tally, seed=9)
            self.assertIn(f"count by {tally}", self.holds("-", "--head", head, given=text))
        vote(self.folder)  # the files of the others again

    def test_without_a_published_head_it_says_what_nobody_can_say(self):
        self.assertIn("– No published head was given", self.holds(self.bundle))

    def test_json_says_the_same(self):
        told = json.loads(self.holds(self.bundle, "--head", self.head, "--receipt", self.receipt, "--json"))
        self.assertEqual((told["verified"], told["entries"], told["ballots"], told["publishedHead"]), (True, 122, 120, 122))
        self.assertEqual(told["winners"], self.log["winners"])
        self.assertEqual(told["ranking"], [place["candidates"] for place in self.log["ranking"]])
        self.assertTrue(told["ballot"].startswith('{"ranking":[['))
        run = self.verify("-", "--json", given=self.changed(lambda log: log["heads"].pop()))
        self.assertEqual(json.loads(run.stdout)["reason"], "HEAD_LAST")
        self.assertEqual(run.returncode, 1)

    def test_a_head_comes_as_itself_in_a_reply_or_in_an_event(self):
        head = json.loads(self.head.read_text())
        for form in (head, {"head": head}, {"cycle": self.log["cycle"], "head": head}, {"cycle": self.log["cycle"], **head},
                     {"specversion": "1.0", "data": {"cycle": self.log["cycle"], "head": head}}, self.log["heads"][1]):
            self.holds(self.bundle, "--head", "-", given=json.dumps(form))
        self.assertIn("of cycle elsewhere", self.refused(self.bundle, "--head", "-", given=json.dumps({"cycle": "elsewhere", **head})))

    def test_a_log_that_was_rolled_back_holds_alone_but_not_against_the_published_head(self):
        older = {**self.log, "heads": self.log["heads"][:2], "entries": self.log["entries"][:2], "ballots": [],
                 "winners": sorted(id for place in self.log["ranking"] for id in place["candidates"])}
        older["ranking"] = [{"candidates": older["winners"]}]
        self.assertIn("0 ballots", self.holds("-", given=json.dumps({"log": older})))
        self.assertEqual(self.refused("-", "--head", self.head, given=json.dumps({"log": older})),
                         "kleos: the published head is of size 122, but the log has only 2 entries: it was rolled back")

    def test_a_receipt_of_a_ballot_that_is_not_there_proves_it(self):
        text, _, receipt = vote(self.folder, seed=8)
        log = json.loads(text)["log"]
        self.assertIn("receipt is of cycle", self.refused(self.bundle, "--receipt", receipt))
        held = {**json.loads(receipt.read_text())["receipt"], "entry": log["entries"][5]}
        self.assertIn("receipt is not signed", self.refused("-", "--receipt", self.file("held.json", json.dumps(held)), given=text))
        vote(self.folder)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def test_any_digit_that_changed_is_found(self):
        random.seed(7)

        def change(log):
            kind = random.choice(("entries", "ballots", "heads", "commitments", "publicKey"))
            if kind == "entries":
                at = random.randrange(len(log[kind]))
                log[kind][at] = flip_digit(log[kind][at])
            elif kind == "publicKey":
                log[kind] = flip_digit(log[kind])
            else:
                item = random.choice(log[kind])
                name = random.choice([name for name in ("nonce", "rootHash", "signature") if name in item])
                item[name] = flip_digit(item[name])
        for _ in range(40):
            self.refused("-", "--head", self.head, given=self.changed(change))

    def test_a_form_that_is_wrong_is_said_with_its_place(self):
        def of(change):
            return self.refused("-", given=self.changed(change))
        self.assertEqual(of(lambda log: log.pop("entries")), "kleos: -: entries is not a list")
        self.assertEqual(of(lambda log: log["heads"][2].update(rootHash="AB")),
                         "kleos: -: heads[2].rootHash is not 64 hexadecimal digits in lower case")
        self.assertEqual(of(lambda log: log["heads"][2].update(treeSize=1.5)),
                         "kleos: -: heads[2].treeSize is not a whole number from 0 to 2147483647")
        self.assertEqual(of(lambda log: log["ballots"][3].pop("text")), "kleos: -: ballots[3].text is not a text")
        self.assertEqual(of(lambda log: log["entries"].insert(9, 5)), "kleos: -: entries[9] is not 64 hexadecimal digits in lower case")
        self.assertEqual(of(lambda log: log.update(cycle="x")), "kleos: -: cycle is not a UUID in lower case")
        self.assertIn("not JSON", self.refused("-", given="{"))
        self.assertIn("not JSON", self.refused("-", given='{"log":{},"log":{}}'))
        self.assertIn("cannot be read: No such file", self.refused("/nonexistent/log.json"))
        self.assertIn("-:1: not JSON", self.refused("-", given=self.text[:5000]))

    def test_any_way_of_writing_the_same_json_is_the_same_log(self):
        said = self.holds(self.bundle, "--head", self.head)
        turned = {**self.log, "ballots": [{"nonce": ballot["nonce"], "text": ballot["text"]} for ballot in self.log["ballots"]]}
        other = {name: self.log[name] for name in reversed(self.log)}
        escaped = json.dumps({"log": self.log}).replace('\\"ranking', "\\u0022ranking")
        more = json.dumps({"log": {**self.log, "later": {"entries": [1], "ballots": [[], "]}"]}}, "entries": 5})
        for text in (json.dumps({"log": self.log}, indent=1), json.dumps(self.log), json.dumps({"log": other}),
                     json.dumps({"log": turned}), escaped, more):
            self.assertEqual(self.holds("-", "--head", self.head, given=text), said)
        for text in (self.text.replace('"ballots":', '"ballots":[],"ballots":'), self.text.replace('"entries":', '"entries":[],"entries":'),
                     self.text + "x", self.text.rstrip()[:-1], self.text.replace('"entries":[', '"entries":[,', 1)):
            self.assertIn("not JSON", self.refused("-", given=text))

    def test_words_that_are_wrong_are_told_how_they_are_right(self):
        for arguments in ((), (self.bundle, self.bundle), ("-", "--head", "-"), (self.bundle, "--nothing"), (self.bundle, "--head")):
            run = self.verify(*arguments)
            self.assertEqual(run.returncode, 2, arguments)
            self.assertEqual(run.stdout, "")


if __name__ == "__main__":
    unittest.main()
