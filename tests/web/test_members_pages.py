"""The members' pages in a browser: saying thanks and hearing of it, what one prefers, what one finds, and what is said when
something does not work."""
import unittest

import browse
from kleos import Kleos

MEMBERS = """handle,display_name,team,title,manager,hats,ceiling
anna,Άννα Βλάχου,marketing,Head of marketing,,STRATEGY,ORGANIZATION
maria,Μαρία Παππά,marketing/social,Community manager,anna,COMMUNITY_MANAGEMENT;writing,ORGANIZATION
nikos,Nikos Ray,marketing/social,Copywriter,anna,COPYWRITING,EXTERNAL
kostas,Kostas Hill,marketing/social,Data analyst,anna,DATA_ANALYSIS,PRIVATE
eleni,Ελένη Σκόρδα,care,Customer care,,CUSTOMER_CARE,TEAM
leaver,Leo Marsh,care,Customer care,,,ORGANIZATION
nea,Nea Lind,care,Trainee,,,
"""


class MembersPagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = kleos = cls.enterClassContext(Kleos())
        imported = kleos.admin.call("POST", "/v1/members:import", MEMBERS, {"Content-Type": "text/csv"})
        assert imported.status == 200 and not imported.json["rejected"], imported.body
        kleos.admin.must("POST", "/v1/values", {"slug": "craft", "title": "Craft", "description": "Done well."})
        cls.people = {handle: kleos.client_of(handle) for handle in ("nikos", "maria", "kostas", "eleni", "nea")}
        cls.people["anna"] = kleos.client_of("anna", ["MEMBER", "LEADER"])
        cls.people["kostas"].must("PUT", "/v1/members/me/preferences", {
            "ceiling": "PRIVATE", "channels": ["ONE_ON_ONE", "EMAIL"], "note": "A quiet word is best."})

    def test_people_in_browsers(self):
        people, kleos = self.people, self.kleos
        first = people["nikos"].give(["maria", "eleni"], "Η βοήθειά σας στην εκστρατεία ήταν ανεκτίμητη.\nΕυχαριστώ!", value="craft",
                                     win="BIG", prompt=2, visibility="TEAM")
        path = f"/v1/recognitions/{first['id']}"
        people["maria"].give(["anna"], "You listened, and then you decided.")
        people["anna"].give(["maria"], "The calendar finally makes sense.", visibility="MANAGER")
        people["anna"].must("POST", f"{path}:join", {"note": "So am I."})
        people["anna"].must("PUT", f"{path}/reactions/%F0%9F%8E%89", {})
        people["maria"].must("POST", f"{path}/comments", {"message": "It was a joy."})
        people["maria"].must("POST", "/v1/highlights", {"title": "The spring campaign", "kind": "CAMPAIGN", "collaborators": ["nikos"],
                                                       "metrics": [{"name": "reach", "value": 12500, "unit": "views"}],
                                                       "links": [{"url": "https://example.org/spring", "title": "The film"}]})
        kleos.wait(lambda: people["maria"].get("/v1/recognitions", query="ανεκτιμητη")["recognitions"], "searchable")
        keys = {handle: client.key for handle, client in people.items()} | {"admin": kleos.admin_key}
        plan = {"url": kleos.url, "pictures": str(browse.PICTURES), "keys": keys, "first": first["id"]}
        browse.visit(self, "members_pages.mjs", plan)


if __name__ == "__main__":
    browse.main()
