"""The page that checks the log of a vote, in a browser: what holds holds there too, and what was changed is refused for the same
reason as `kleos verify-ballots` gives."""
import copy
import json
import random
import subprocess
import tempfile
import unittest
from pathlib import Path

import browse
from kleos import BUILD, Kleos, program

TALLIES = ("SCHULZE", "IRV", "APPROVAL", "PLURALITY", "BORDA")


def vote(folder, name, tally="SCHULZE", seed=5, ballots=130):
    paths = [folder / f"{name}.{part}.json" for part in ("log", "head", "receipt")]
    arguments = [BUILD / "tests/support/write_bundle", *map(str, (seed, ballots, 6, 25, tally)), *paths[1:]]
    with paths[0].open("wb") as log:
        subprocess.run(arguments, check=True, stdout=log)
    return paths


def flip(text):
    return ("1" if text[0] == "0" else "0") + text[1:]


def tamperings(log):
    """One of each kind that the audit tells apart, and a few that are random."""
    def change(name, how):
        changed = copy.deepcopy(log)
        how(changed)
        return name, changed

    def swap(list_, a, b):
        list_[a], list_[b] = list_[b], list_[a]

    yield change("signature", lambda l: l["heads"][3].update(signature=flip(l["heads"][3]["signature"])))
    yield change("key", lambda l: l.update(publicKey=flip(l["publicKey"])))
    yield change("entry", lambda l: l["entries"].__setitem__(40, flip(l["entries"][40])))
    yield change("swapped entries", lambda l: swap(l["entries"], 10, 70))
    yield change("entry left out", lambda l: l["entries"].pop(50))
    yield change("entries cut off", lambda l: l.update(entries=l["entries"][:100]))
    yield change("last head left out", lambda l: l["heads"].pop())
    yield change("heads in another order", lambda l: swap(l["heads"], 2, 3))
    yield change("no heads", lambda l: l.update(heads=[]))
    yield change("commitment's head left out", lambda l: l["heads"].pop(0))
    yield change("commitment", lambda l: l["commitments"][1].update(nonce=flip(l["commitments"][1]["nonce"])))
    yield change("commitment left out", lambda l: l["commitments"].pop())
    yield change("commitments swapped", lambda l: swap(l["commitments"], 0, 1))
    yield change("batches joined", lambda l: l["heads"].pop(3))
    yield change("ballot's nonce", lambda l: l["ballots"][7].update(nonce=flip(l["ballots"][7]["nonce"])))
    yield change("ballot's text", lambda l: l["ballots"][7].update(text=l["ballots"][7]["text"].replace("[[", "[ [")))
    yield change("ballot left out", lambda l: l["ballots"].pop(7))
    yield change("ballot twice", lambda l: l["ballots"].insert(7, l["ballots"][7]))
    yield change("ballots in another order", lambda l: swap(l["ballots"], 7, 90))
    yield change("another winner", lambda l: l.update(winners=l["ranking"][1]["candidates"]))
    yield change("another ranking", lambda l: swap(l["ranking"], 1, 2))
    draw = random.Random(4)
    for number in range(20):
        kind = draw.choice(("entries", "ballots"))
        yield change(f"moved {number}", lambda l: l[kind].insert(draw.randrange(2, 100), l[kind].pop(draw.randrange(2, 100))))


class VerifyPageTest(unittest.TestCase):
    def test_the_page_says_what_the_command_line_says(self):
        with tempfile.TemporaryDirectory() as name, Kleos() as kleos:
            folder = Path(name)
            plan = {"url": f"http://127.0.0.1:{kleos.port}/verify-ballots", "held": [], "refused": []}
            for seed, tally in enumerate(TALLIES):
                paths = vote(folder, tally, tally, seed)
                plan["held"].append({"log": str(paths[0]), "head": paths[1].read_text(), "receipt": paths[2].read_text(), "tally": tally})
            log = json.loads(paths[0].read_text())["log"]
            for number, (what, changed) in enumerate(tamperings(log)):
                if changed == log:
                    continue
                path = folder / f"{number}.json"
                path.write_text(json.dumps({"log": changed}))
                told = subprocess.run([program("kleos"), "verify-ballots", path, "--head", paths[1], "--json"], capture_output=True)
                self.assertEqual(told.returncode, 1, what)
                plan["refused"].append({"what": what, "log": str(path), "head": paths[1].read_text(), "reason": json.loads(told.stdout)["reason"]})
            self.assertGreaterEqual(len({case["reason"] for case in plan["refused"]}), 14)
            browse.visit(self, "verify_page.mjs", plan)


if __name__ == "__main__":
    browse.main()
