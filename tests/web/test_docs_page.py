"""The API's documentation in a browser; and what it shows as a command is one."""
import json
import os
import subprocess
import unittest

import browse
from kleos import Kleos

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
            command = kleos.folder / "command.sh"
            browse.visit(self, "docs_page.mjs", {"url": f"{kleos.url}/docs", "operation": OPERATION, "command": str(command)})
            done = subprocess.run(["bash", "-e", command], env={**os.environ, "KLEOS_KEY": kleos.admin_key}, text=True, capture_output=True)
            rest, connect = replies(done.stdout)
            self.assertEqual((rest["handle"], rest["id"]), ("maria", connect["id"]))


if __name__ == "__main__":
    browse.main()
