"""Nominations over REST: sealed while they are taken, endorsed by who is given the id, answered by the nominee, scored by
a jury, and told to those alone who may see them by the stream of events."""
import unittest

from kleos import Kleos, Stream


class NominationsTest(unittest.TestCase):
    def setUp(self):
        kleos = self.kleos = Kleos()
        kleos.__enter__()
        self.addCleanup(kleos.__exit__, None)
        self.maria, self.nikos, self.petros = (kleos.member(handle) for handle in ("maria", "nikos", "petros"))

    def cycle(self, scope="INTERNAL", **rules):
        admin = self.kleos.admin
        admin.must("POST", "/v1/awards", {"slug": "spotlight", "title": "Spotlight", "scope": scope})
        body = {"title": "2026", "rules": rules}
        cycle = admin.must("POST", "/v1/awards/spotlight/cycles", body)["cycle"]["id"]
        self.advance(cycle)
        return cycle

    def advance(self, cycle):
        return self.kleos.admin.must("POST", f"/v1/cycles/{cycle}:advance", {})["cycle"]["phase"]

    def name(self, client, cycle, **fields):
        body = {"reason": "She answered every one of them.", **fields}
        return client.must("POST", f"/v1/cycles/{cycle}/nominations", body)["nomination"]

    def act(self, client, nomination, verb):
        return client.must("POST", f"/v1/nominations/{nomination['id']}:{verb}", {})["nomination"]

    def seen(self, client, nomination):
        return client.must("GET", f"/v1/nominations/{nomination['id']}")["nomination"]

    def test_a_nomination_is_sealed_endorsed_accepted_and_becomes_the_candidate(self):
        cycle = self.cycle(shortlist="APPROVAL")
        work = ["recognitions/0195a0b1-0000-7000-8000-000000000001"]
        made = self.name(self.nikos, cycle, nominee="maria", attachments=work, links=[{"url": "https://example.org/a"}])
        self.assertEqual((made["status"], made["attachments"]), ("PENDING", work))
        sealed = self.act(self.petros, made, "endorse")
        for view in (sealed, self.seen(self.maria, made)):
            self.assertEqual(view["nominee"]["handle"], "maria")
            for hidden in ("nominator", "reason", "links", "attachments", "createTime", "endorsements"):
                self.assertFalse(view.get(hidden), hidden)
        hidden = self.kleos.admin.call("GET", f"/v1/nominations/{made['id']}")
        self.assertEqual((hidden.status, hidden.reason), (404, "NOMINATION_NOT_FOUND"))
        self.assertEqual(self.act(self.maria, made, "accept")["status"], "ACCEPTED")
        self.assertEqual(self.seen(self.nikos, made)["endorsements"], 1)
        self.assertEqual([self.advance(cycle), self.advance(cycle)], ["SHORTLISTING", "VOTING"])
        shown = self.petros.get(f"/v1/cycles/{cycle}/nominations", status="SHORTLISTED")["nominations"]
        self.assertEqual([n["id"] for n in shown], [made["id"]])
        late = self.maria.call("POST", f"/v1/nominations/{made['id']}:decline", {})
        self.assertEqual((late.status, late.reason), (400, "NOMINATIONS_FIXED"))

    def test_a_vote_without_candidates_does_not_open_and_says_what_to_do(self):
        cycle = self.cycle()
        self.name(self.nikos, cycle, nominee="maria")
        self.advance(cycle)
        refused = self.kleos.admin.call("POST", f"/v1/cycles/{cycle}:advance", {})
        self.assertEqual((refused.status, refused.reason), (400, "NO_CANDIDATES"))
        self.assertIn("accept", refused.json["error"]["message"])

    def test_somebody_outside_is_named_by_the_address_of_a_profile(self):
        cycle = self.cycle(scope="COMMUNITY")
        made = self.name(self.nikos, cycle, outsider={"name": "Zoe", "profileUrl": "https://Social.example/@zoe/"})
        self.assertEqual(made["outsider"], {"name": "Zoe", "profileUrl": "https://social.example/@zoe"})
        again = self.name(self.maria, cycle, outsider={"name": "Z.", "profileUrl": "https://social.example/@zoe"})
        self.assertEqual(again["nominee"]["id"], made["nominee"]["id"])
        self.assertEqual(self.act(self.kleos.admin, made, "accept")["status"], "ACCEPTED")
        mine = self.nikos.get(f"/v1/cycles/{cycle}/nominations", nominee=made["nominee"]["id"])["nominations"]
        self.assertEqual([n["status"] for n in mine], ["ACCEPTED"])

    def test_a_jury_scores_by_what_the_cycle_says(self):
        cycle = self.cycle(shortlist="JURY", jurors=["petros", "maria"],
                           criteria=[{"name": "Craft", "weight": 3}, {"name": "Reach", "weight": 1}])
        made = self.act(self.maria, self.name(self.nikos, cycle, nominee="maria"), "accept")
        self.advance(cycle)
        target, scores = f"/v1/nominations/{made['id']}/score", [{"criterion": "Reach", "score": 4},
                                                                 {"criterion": "Craft", "score": 9}]
        kept = self.petros.must("PUT", target, {"scores": scores})["scores"]
        self.assertEqual(kept, scores[::-1])
        refused = self.maria.call("PUT", target, {"scores": scores})
        self.assertEqual((refused.status, refused.reason), (403, "RECUSED"))
        refused = self.nikos.call("PUT", target, {"scores": scores})
        self.assertEqual((refused.status, refused.reason), (403, "NOT_JUROR"))
        self.assertEqual(self.advance(cycle), "VOTING")

    def test_the_stream_tells_of_a_nomination_those_who_may_see_it_and_no_more_than_they_may(self):
        cycle = self.cycle()
        types = ["award.nominated", "award.accepted", "award.shortlisted", "award.voting_opened"]
        streams = {who: Stream(client, "/v1/events?types=" + ",".join(types))
                   for who, client in (("nikos", self.nikos), ("maria", self.maria), ("petros", self.petros))}
        for stream in streams.values():
            self.addCleanup(stream.close)
        made = self.act(self.maria, self.name(self.nikos, cycle, nominee="maria"), "accept")
        self.advance(cycle)
        self.advance(cycle)

        def told(who, count):
            return [(kind, event["data"]) for _, kind, event in (streams[who].next() for _ in range(count))]

        nikos, maria, petros = told("nikos", 4), told("maria", 4), told("petros", 2)
        for heard in (nikos, maria):
            self.assertEqual([kind for kind, _ in heard], types)
        self.assertEqual([kind for kind, _ in petros], types[2:])
        self.assertEqual(nikos[2][1]["nomination"]["id"], made["id"])
        self.assertEqual(petros[0][1]["nomination"]["nominee"]["handle"], "maria")


if __name__ == "__main__":
    unittest.main()
