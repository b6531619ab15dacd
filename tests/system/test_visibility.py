"""How loud a recognition is, over REST: the giver sees before sending, those named lower and share, a giver takes back
and mends; and nobody who lost sight of something is told anything by the stream of events."""
import unittest

from kleos import Kleos, Stream


class VisibilityTest(unittest.TestCase):
    def setUp(self):
        kleos = self.kleos = Kleos()
        kleos.__enter__()
        self.addCleanup(kleos.__exit__, None)
        self.maria = kleos.member("maria", team="social", ceiling="EXTERNAL")
        self.nikos = kleos.member("nikos", team="social", ceiling="TEAM")
        self.petros = kleos.member("petros", team="care")

    def shown(self, client, given):
        return client.call("GET", f"/v1/recognitions/{given['id']}").status == 200

    def act(self, client, given, verb, **body):
        return client.must("POST", f"/v1/recognitions/{given['id']}:{verb}", body)

    def test_the_giver_sees_ceiling_and_note_before_sending(self):
        wish = {"ceiling": "TEAM", "channels": ["CHAT"], "note": "no speeches, please"}
        self.nikos.must("PUT", "/v1/members/me/preferences", wish)
        for giver in (self.maria, self.petros, self.kleos.admin):
            seen = giver.get("/v1/members/nikos/preferences")["preferences"]
            self.assertEqual((seen["ceiling"], seen["channels"], seen["note"]), ("TEAM", ["CHAT"], wish["note"]))
        given = self.petros.give(["nikos"], "well done", visibility="ORGANIZATION")
        self.assertEqual((given["requestedVisibility"], given["visibility"]), ("ORGANIZATION", "TEAM"))

    def test_it_is_lowered_at_once_and_shared_when_all_agree(self):
        outsider = self.kleos.member("zoe", team="far")
        given = self.petros.give(["maria", "nikos"], "a good week", visibility="ORGANIZATION")
        self.assertFalse(self.shown(outsider, given))
        answer = self.act(self.maria, given, "lower", visibility="PRIVATE")
        self.assertEqual(answer["recognition"]["visibility"], "PRIVATE")
        answer = self.act(self.nikos, given, "share")
        self.assertEqual((answer["recognition"]["visibility"], answer["waitingFor"]), ("PRIVATE", 1))
        answer = self.act(self.maria, given, "share")
        self.assertEqual((answer["recognition"]["visibility"], answer["waitingFor"]), ("ORGANIZATION", 0))
        self.assertTrue(self.shown(outsider, given))
        refused = outsider.call("POST", f"/v1/recognitions/{given['id']}:lower", {"visibility": "PRIVATE"})
        self.assertEqual((refused.status, refused.reason), (403, "NOT_NAMED"))

    def test_a_new_ceiling_reaches_back_when_its_owner_says_so(self):
        given = [self.petros.give(["maria"], f"number {i}", visibility="EXTERNAL") for i in range(3)]
        self.maria.must("PUT", "/v1/members/me/preferences", {"ceiling": "PRIVATE", "lowerGiven": True})
        for one in given:
            seen = self.petros.get(f"/v1/recognitions/{one['id']}")["recognition"]
            self.assertEqual(seen["visibility"], "PRIVATE")
            self.assertFalse(self.shown(self.nikos, one))

    def test_words_are_mended_and_taken_back(self):
        given = self.petros.give(["maria"], "thnaks", visibility="ORGANIZATION")
        path = f"/v1/recognitions/{given['id']}"
        edited = self.petros.must("PATCH", path, {"message": "thanks", "updateMask": "message"})["recognition"]
        self.assertEqual(edited["message"], "thanks")
        self.assertTrue(edited["editTime"])
        self.assertEqual(self.nikos.call("PATCH", path, {"message": "mine"}).reason, "NOT_YOURS")
        self.act(self.petros, given, "withdraw")
        for client in (self.petros, self.maria, self.nikos):
            self.assertEqual(client.call("GET", path).reason, "RECOGNITION_NOT_FOUND")

    def test_the_stream_tells_of_changes_to_those_alone_who_see_them(self):
        outsider = self.kleos.member("zoe", team="far")
        streams = [Stream(c, "/v1/events?types=recognition.*") for c in (self.maria, outsider)]
        for stream in streams:
            self.addCleanup(stream.close)
        given = self.petros.give(["maria"], "for all", visibility="ORGANIZATION")
        for stream in streams:
            self.assertEqual(stream.next()[1], "recognition.given")
        self.act(self.maria, given, "lower", visibility="PRIVATE")
        taken = self.petros.give(["maria"], "not what was meant", visibility="PRIVATE")
        self.act(self.petros, taken, "withdraw")
        last = self.petros.give(["maria"], "for all again", visibility="ORGANIZATION")
        self.assertEqual(streams[1].next()[2]["subject"], last["id"])
        heard = []
        while not heard or heard[-1][1] != last["id"]:
            _, kind, event = streams[0].next()
            heard.append((kind, event["subject"]))
        self.assertIn(("recognition.lowered", given["id"]), heard)
        self.assertNotIn(("recognition.withdrawn", taken["id"]), heard)
        self.act(self.maria, given, "share")
        self.assertEqual(streams[1].next()[1:2], ("recognition.shared",))


if __name__ == "__main__":
    unittest.main()
