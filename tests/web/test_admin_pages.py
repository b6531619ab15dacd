"""The administration's pages in a browser: what who runs Kleos does there, and what others are told."""
import unittest

import browse
from kleos import Kleos

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
            plan = {"url": kleos.url, "pictures": str(browse.PICTURES), "report": report, "admin": ada.key, "other": otto.key,
                    "member": mel.key, "nominator": nik.key, "integration": kleos.admin_key}
            browse.visit(self, "admin_pages.mjs", plan)


if __name__ == "__main__":
    browse.main()
