"""How the page counts, beside `kleos tally`: two implementations, made-up elections full of ties and short ballots."""
import json
import random
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from kleos import program, skip

HERE = Path(__file__).parent
ELECTIONS = 60
NONE = 255


def ballot(draw, candidates):
    """A place for some, tied now and then; none for the others."""
    order = draw.sample(range(candidates), candidates)
    places, place = [NONE] * candidates, 0
    for i in range(draw.randint(1, candidates)):
        place += i > 0 and draw.random() < 0.7
        places[order[i]] = place
    return places


def election(draw):
    candidates = draw.randint(2, 7)
    rows = [{"places": ballot(draw, candidates), "count": draw.randint(1, 4)} for _ in range(draw.randint(2, 10))]
    return {"candidates": candidates, "rows": rows, "voters": sum(row["count"] for row in rows)}


def preflib(election):
    def group(members):
        return members[0] if len(members) == 1 else "{" + ",".join(members) + "}"

    def line(row):
        places = sorted({place for place in row["places"] if place != NONE})
        groups = [[str(i + 1) for i, said in enumerate(row["places"]) if said == place] for place in places]
        return f"{row['count']}: " + ",".join(map(group, groups))
    heads = [f"# NUMBER ALTERNATIVES: {election['candidates']}", f"# NUMBER VOTERS: {election['voters']}",
             f"# NUMBER UNIQUE ORDERS: {len(election['rows'])}"]
    names = [f"# ALTERNATIVE NAME {i + 1}: {i + 1}" for i in range(election["candidates"])]
    return "\n".join([*heads, *names, *map(line, election["rows"])]) + "\n"


class PageTallyTest(unittest.TestCase):
    def test_the_page_counts_as_the_command_line_counts(self):
        draw = random.Random(12)
        elections = [election(draw) for _ in range(ELECTIONS)]
        ties = 0
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "elections.json"
            path.write_text(json.dumps(elections))
            counted = json.loads(subprocess.run(["node", HERE / "page_tally.mjs", path], check=True, capture_output=True).stdout)
            for one, methods in zip(elections, counted, strict=True):
                file = Path(folder) / "election.toi"
                file.write_text(preflib(one))
                for method, result in methods.items():
                    run = subprocess.run([program("kleos"), "tally", file, "--method", method.lower(), "--json"], check=True, capture_output=True)
                    told = json.loads(run.stdout)
                    self.assertEqual([[a + 1 for a in group] for group in result["ranking"]], told["ranking"], (method, one))
                    self.assertEqual([a + 1 for a in result["winners"]], told["winners"], (method, one))
                    ties += len(told["winners"]) > 1
        self.assertGreater(ties, 20)


if __name__ == "__main__":
    if not shutil.which("node"):
        skip("node is not here; the package nodejs brings it (./dev test does that)")
    unittest.main()
