"""Lighthouse over the sign-in page, the impact report and home: performance, accessibility, best practices."""
import json
import subprocess
import sys
import unittest
from pathlib import Path

from kleos import SKIP, Kleos, skip
from test_dashboard_page import Company

HERE = Path(__file__).parent
LEAST = 95  # of 100, in every category
VISITS = [{"name": "sign in", "path": "/", "signedIn": False}, {"name": "impact", "path": "/", "signedIn": True},
          {"name": "home", "path": "/home", "signedIn": True}]


class LighthouseTest(unittest.TestCase):
    def test_pages_are_quick_and_for_everybody(self):
        with Kleos() as kleos:
            Company(kleos).thank()
            plan = kleos.folder / "plan.json"
            leader = kleos.client_of("m1", ["MEMBER", "LEADER"])
            plan.write_text(json.dumps({"url": kleos.url, "key": leader.key, "least": LEAST, "visits": VISITS}))
            run = subprocess.run(["node", HERE / "lighthouse.mjs", plan], text=True, encoding="utf-8", capture_output=True)
            print(run.stdout, end="")
            self.assertEqual(run.returncode, 0, run.stderr)


if __name__ == "__main__":
    try:
        seen = subprocess.run(["node", HERE / "lighthouse.mjs"]).returncode
    except FileNotFoundError:
        skip("node is not here; the package nodejs brings it (./dev test does that)")
    if seen == SKIP:  # it has said why
        sys.exit(SKIP)
    unittest.main()
