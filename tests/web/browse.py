"""What the tests of pages share: a visit to them by a script that drives Chromium, and a skip where it cannot be driven."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from kleos import BUILD, SKIP, skip

HERE = Path(__file__).parent
PICTURES = Path(os.environ.get("KLEOS_SCREENSHOTS", BUILD / "screenshots"))
NO_NODE = "node is not here; the package nodejs brings it (./dev test does that)"


def visit(test, script, plan, *words):
    """Fails the test when the script does; the plan is its first argument, as a file of JSON."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(plan, file)
        file.flush()
        try:
            run = subprocess.run(["node", HERE / script, file.name, *words], text=True, encoding="utf-8", capture_output=True)
        except FileNotFoundError:
            test.skipTest(NO_NODE)
    print(run.stdout, end="")
    if run.returncode == SKIP:
        test.skipTest(run.stdout.strip())
    test.assertEqual(run.returncode, 0, run.stderr)


def main(script="browser.mjs"):
    """unittest.main, unless the script says, without a plan, that what it drives is missing."""
    try:
        seen = subprocess.run(["node", HERE / script]).returncode
    except FileNotFoundError:
        skip(NO_NODE)
    if seen == SKIP:  # it has said why
        sys.exit(SKIP)
    unittest.main()
