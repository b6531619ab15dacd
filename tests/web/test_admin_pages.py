"""The administration's pages in a browser: what who runs Kleos does there, and what others are told."""
import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

from kleos import BUILD, SKIP, Kleos, skip

HERE = Path(__file__).parent
PICTURES = Path(os.environ.get("KLEOS_SCREENSHOTS", BUILD / "screenshots"))
ADMIN_ROLES = ("MEMBER", "PEOPLE_ADMIN", "AWARDS_ADMIN", "AUDITOR", "ADMIN")


class AdminPagesTest(unittest.TestCase):
    def test_whoever_runs_kleos_does_it_in_a_browser(self):
        with Kleos() as kleos:
            ada = kleos.member("ada", ADMIN_ROLES, displayName="Άντα", team="people")
            otto = kleos.member("otto", ("MEMBER", "PEOPLE_ADMIN"), displayName="Όττο", team="people")
            mel = kleos.member("mel", displayName="Μελίνα", team="marketing/social", manager="ada", ceiling="ORGANIZATION")
            nik = kleos.member("nik", displayName="Νίκος", team="marketing/events", ceiling="ORGANIZATION")
            given = nik.give(["mel"], "Χωρίς αυτήν δεν θα προλαβαίναμε", visibility="ORGANIZATION")
            mel.must("POST", f"/v1/recognitions/{given['id']}:report", {"reason": "Δεν είναι για τη δουλειά"})
            report = ada.get("/v1/content-reports")["contentReports"][0]["id"]
            PICTURES.mkdir(parents=True, exist_ok=True)
            plan = kleos.folder / "plan.json"
            plan.write_text(json.dumps({"url": kleos.url, "pictures": str(PICTURES), "report": report, "admin": ada.key, "other": otto.key,
                                        "member": mel.key, "nominator": nik.key, "integration": kleos.admin_key}))
            run = subprocess.run(["node", HERE / "admin_pages.mjs", plan], text=True, encoding="utf-8", capture_output=True)
            print(run.stdout, end="")
            self.assertEqual(run.returncode, 0, run.stderr)


if __name__ == "__main__":
    try:
        seen = subprocess.run(["node", HERE / "browser.mjs"]).returncode
    except FileNotFoundError:
        skip("node is not here; the package nodejs brings it (./dev test does that)")
    if seen == SKIP:  # it has said why
        sys.exit(SKIP)
    unittest.main()
