"""The pages of awards in a browser: nominate and be nominated, stand behind, score, vote with the keyboard, the receipt,
and the result beside what the API and the command line say of it."""
import tempfile
import unittest
from pathlib import Path

import browse
from kleos import Kleos

PEOPLE = (("maria", "Μαρία Παππά"), ("nikos", "Νίκος Δήμου"), ("eleni", "Eleni Georgiou"), ("petros", "Πέτρος Ρήγας"))
OUTSIDER = ("kostas", "Kostas Vlachos")


class AwardsPagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = cls.enterClassContext(Kleos())
        cls.clients = {handle: cls.kleos.member(handle, displayName=name, team="marketing/social") for handle, name in PEOPLE}
        handle, name = OUTSIDER
        cls.clients[handle] = cls.kleos.member(handle, displayName=name, team="data")

    def make(self, slug, title, **more):
        self.kleos.admin.must("POST", "/v1/awards", {
            "slug": slug, "title": title, "criteria": "Work that few saw & many needed.", "scope": more.pop("scope", "INTERNAL")})
        return self.kleos.admin.must("POST", f"/v1/awards/{slug}/cycles", {"title": "2026", **more})["cycle"]["id"]

    def cycles(self):
        """What the visitors take part in: one award the whole way, the others for a phase or a form of ballot each."""
        team = {"electorate": "TEAM", "team": "marketing/social"}
        return {
            "whole": self.make("spotlight", "Spotlight", rules={"maxNominationsPerPerson": 2, "shortlist": "EPH", "noAward": True, **team},
                               closesNominatingTime="2099-05-12T18:00:00Z"),
            "jury": self.make("craft", "Craft", scope="COMMUNITY", rules={
                "shortlist": "JURY", "jurors": ["eleni"], "tally": "IRV", "electorate": "ALL",
                "criteria": [{"name": "Merit", "weight": 3}, {"name": "Reach", "weight": 1}]}),
            "approvals": self.make("smile", "Smile", rules={"tally": "APPROVAL", "noAward": True}),
            "one": self.make("voice", "Voice", rules={"tally": "PLURALITY", "recusal": True}),
        }

    def test_an_award_from_the_first_name_to_the_result(self):
        with tempfile.TemporaryDirectory() as folder:
            files = {name: str(Path(folder) / f"{name}.json") for name in ("receipt", "log", "refused")}
            pictures = browse.PICTURES / "awards"
            pictures.mkdir(parents=True, exist_ok=True)
            cycles = self.cycles()
            plan = {"url": self.kleos.url, "keys": {"admin": self.kleos.admin_key, **{who: client.key for who, client in self.clients.items()}},
                    "names": dict((*PEOPLE, OUTSIDER)), "cycles": cycles, "files": files, "pictures": str(pictures)}
            browse.visit(self, "awards_pages.mjs", plan)
            self.check_receipt(files["receipt"], files["log"])

    def check_receipt(self, receipt, log):
        """What the pages gave is what the command line takes: the ballot is in the log, and the log holds."""
        key = self.kleos.folder / "maria.key"
        key.write_text(self.clients["maria"].key)
        proved = self.kleos.cli("receipt", receipt, key_file=key)
        self.assertEqual(proved.returncode, 0, proved.stderr)
        self.assertIn("The ballot is in the log", proved.stdout)
        checked = self.kleos.cli("verify-ballots", log, "--receipt", receipt)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == "__main__":
    browse.main()
