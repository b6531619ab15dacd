"""The API's documentation in a browser; and what it shows as a command is one."""
import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from kleos import SKIP, Kleos, skip

HERE = Path(__file__).parent
OPERATION = "MembersService_CreateMember"


def replies(text):
    """The members that one reply after another is about."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        reply, at = decoder.raw_decode(text, at)
        yield reply["member"]


class DocsPageTest(unittest.TestCase):
    def test_the_page_shows_the_api_and_its_commands_work(self):
        with Kleos() as kleos:
            plan, command = kleos.folder / "plan.json", kleos.folder / "command.sh"
            plan.write_text(json.dumps({"url": f"{kleos.url}/docs", "operation": OPERATION, "command": str(command)}))
            run = subprocess.run(["node", HERE / "docs_page.mjs", plan], text=True, encoding="utf-8", capture_output=True)
            print(run.stdout, end="")
            self.assertEqual(run.returncode, 0, run.stderr)
            done = subprocess.run(["bash", "-e", command], env={**os.environ, "KLEOS_KEY": kleos.admin_key}, text=True, capture_output=True)
            rest, connect = replies(done.stdout)
            self.assertEqual((rest["handle"], rest["id"]), ("maria", connect["id"]))


if __name__ == "__main__":
    if not shutil.which("node"):
        skip("node is not here; the package nodejs brings it (./dev test does that)")
    if subprocess.run(["node", HERE / "browser.mjs"]).returncode == SKIP:  # it has said why
        sys.exit(SKIP)
    unittest.main()
