"""A member who likes it private and is thanked for all to hear: only giver and receiver ever learn of it."""
import unittest

from kleos import Client, Kleos, Stream

SECRET = "canary-e1f0c2"


class PrivateTest(unittest.TestCase):
    def setUp(self):
        kleos = self.kleos = Kleos()
        kleos.__enter__()
        self.addCleanup(kleos.__exit__, None)
        self.maria = kleos.member("maria", ceiling="PRIVATE", team="social", manager="")
        self.nikos = kleos.member("nikos", ceiling="EXTERNAL", team="social")
        self.others = {
            "a team mate": kleos.member("eleni", team="social"),
            "a leader": kleos.member("boss", ("MEMBER", "LEADER"), team="social"),
            "people admin": kleos.member("hr", ("MEMBER", "PEOPLE_ADMIN")),
            "the admin's key": kleos.admin,
        }
        self.given = self.nikos.give(["maria"], SECRET, visibility="ORGANIZATION")

    def test_the_reply_tells_the_giver_how_far_it_is_heard(self):
        self.assertEqual(self.given["requestedVisibility"], "ORGANIZATION")
        self.assertEqual(self.given["visibility"], "PRIVATE")

    def test_giver_and_receiver_see_it(self):
        for client in (self.nikos, self.maria):
            self.assertEqual(client.get(f"/v1/recognitions/{self.given['id']}")["recognition"]["message"], SECRET)
            self.assertEqual(len(client.get("/v1/recognitions")["recognitions"]), 1)

    def test_nobody_else_can_tell_it_from_one_that_does_not_exist(self):
        missing = self.given["id"][:-4] + "0000"
        for who, client in self.others.items():
            with self.subTest(who):
                hidden = client.call("GET", f"/v1/recognitions/{self.given['id']}")
                absent = client.call("GET", f"/v1/recognitions/{missing}")
                self.assertEqual(hidden.status, 404)
                self.assertEqual(hidden.body.replace(self.given["id"].encode(), b""), absent.body.replace(missing.encode(), b""))

    def test_nobody_else_lists_it(self):
        for who, client in self.others.items():
            for query in ({}, {"giver": "nikos"}, {"receiver": "maria"}, {"team": "social"}):
                with self.subTest(who, query=query):
                    page = client.get("/v1/recognitions", **query)
                    self.assertEqual((page["recognitions"], page["nextPageToken"]), ([], ""))

    def test_the_command_line_shows_nothing(self):
        done = self.kleos.cli("feed")
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_the_event_stream_of_others_passes_it_over(self):
        stream = Stream(self.others["a team mate"], "/v1/events?types=recognition.*")
        self.addCleanup(stream.close)
        self.nikos.give(["maria"], SECRET)
        public = self.nikos.give(["boss"], "for every ear in the team")
        _, kind, event = stream.next()
        self.assertEqual((kind, event["subject"]), ("recognition.given", public["id"]))

    def test_no_log_line_holds_the_words(self):
        self.kleos.log.flush()
        self.assertNotIn(SECRET, self.kleos.log_path.read_text(errors="replace"))

    def test_who_has_no_key_gets_nothing(self):
        self.assertEqual(Client(self.kleos.port).call("GET", "/v1/recognitions").status, 401)


if __name__ == "__main__":
    unittest.main()
