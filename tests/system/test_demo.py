"""The made-up company of `./dev up --demo`: its year is lived once, whole, and looks lived in."""
import collections
import datetime
import re
import subprocess
import unittest

from kleos import BUILD, SOURCE, Client, Kleos

GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")


class DemoTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = Kleos()
        cls.data = cls.kleos.folder / "kleosd"
        cls.filled = cls.fill()
        cls.kleos.__enter__()
        cls.addClassCleanup(cls.kleos.__exit__, None)
        cls.members = cls.everything(cls.kleos.admin, "members")
        cls.thanks = cls.everything(cls.client("sofia"), "recognitions")

    @classmethod
    def fill(cls):
        command = [SOURCE / "demo/fill", cls.data, BUILD / "demo/kleosd-past"]
        return subprocess.run(command, env=cls.kleos.environment, capture_output=True, text=True, timeout=120)

    @classmethod
    def client(cls, who):
        return Client(cls.kleos.port, (cls.data / f"{who}.key").read_text().strip())

    @staticmethod
    def everything(client, what, **query):
        found, token = [], ""
        while True:
            page = client.get(f"/v1/{what}", pageSize=500, pageToken=token, **query)
            found += page[what]
            token = page["nextPageToken"]
            if not token:
                return found

    def age(self, time):
        now = datetime.datetime.now(datetime.timezone.utc)
        return (now - datetime.datetime.fromisoformat(time[:19] + "+00:00")).total_seconds() / 86400

    def test_everything_goes_in(self):
        self.assertEqual(self.filled.returncode, 0, self.filled.stderr)
        self.assertRegex(self.filled.stderr, r"\n  6 routines, .*\d+ thanks, ")

    def test_forty_people_are_there_one_has_left_and_one_is_new(self):
        status = collections.Counter(m["status"] for m in self.members)
        self.assertEqual(status, {"ACTIVE": 40, "INACTIVE": 1})
        by_handle = {m["handle"]: m for m in self.members}
        self.assertLess(self.age(by_handle["myrto"]["joinedOn"] + "T00:00:00"), 36)
        self.assertEqual(by_handle["iris"]["team"], "marketing/social")
        self.assertGreater(sum(m["leader"] for m in self.members), 8)

    def test_names_and_texts_are_greek_and_english(self):
        for texts in ([m["displayName"] for m in self.members], [r["message"] for r in self.thanks]):
            greek = sum(bool(GREEK.search(text)) for text in texts)
            self.assertTrue(len(texts) / 4 < greek < len(texts) * 3 / 4, (greek, len(texts)))

    def test_nobody_says_the_same_twice(self):
        begins = collections.Counter(" ".join(r["message"].split()[:5]) for r in self.thanks)
        self.assertEqual([begin for begin, count in begins.items() if count > 2], [])

    def test_the_year_ends_today_and_has_quiet_weeks(self):
        days = [self.age(r["giveTime"]) for r in self.thanks]
        self.assertGreaterEqual(min(days), 0)
        self.assertLess(min(days), 15)
        self.assertLess(max(days), 372)
        weeks = collections.Counter(datetime.date.fromisoformat(r["giveTime"][:10]).isocalendar().week for r in self.thanks)
        self.assertLess(sum(weeks[w] for w in (32, 33, 34)) * 2, sum(weeks[w] for w in (45, 46, 47)))
        weekends = sum(datetime.date.fromisoformat(r["giveTime"][:10]).weekday() > 4 for r in self.thanks)
        self.assertLess(weekends, len(self.thanks) / 10)

    def test_every_way_to_thank_is_there(self):
        for field, least in (("visibility", 4), ("prompt", 6), ("setting", 6), ("value", 6), ("win", 2)):
            self.assertGreaterEqual(len({r[field] for r in self.thanks}), least, field)
        self.assertTrue(any(receiver["credit"] for r in self.thanks for receiver in r["receivers"]))
        self.assertTrue(any(r["joiners"] and r["reactions"] and r["commentCount"] for r in self.thanks))

    def test_a_private_word_stays_between_two(self):
        private = [r for r in self.everything(self.client("kostas"), "recognitions") if r["visibility"] == "PRIVATE"]
        self.assertGreater(len(private), 5)
        others = {r["id"] for r in private if r["giver"]["handle"] != "sofia"}
        self.assertFalse(others & {r["id"] for r in self.thanks})

    def test_the_report_is_full_of_life(self):
        report = self.kleos.cli_json("report")["report"]
        self.assertEqual(report["totals"]["nominations"], 11)
        self.assertGreater(report["totals"]["recognitions"], 50)
        self.assertGreater(report["totals"]["highlights"], 1)
        self.assertTrue(report["flows"] and report["values"])
        self.assertGreater(report["strain"]["n"], 20)

    def test_a_lead_has_something_to_talk_about(self):
        agenda = self.client("sofia").get("/v1/members/katerina/agenda")["agenda"]
        self.assertTrue(agenda["received"] and agenda["given"] and agenda["prompt"]["text"])
        self.assertTrue(agenda["preferences"]["note"])
        self.assertTrue(self.client("despina").get("/v1/overlooked", days=14)["overlooked"])

    def test_an_inbox_holds_what_was_read_and_what_was_not(self):
        entries = self.client("katerina").get("/v1/inbox", pageSize=500)["entries"]
        self.assertTrue(0 < sum(entry["unread"] for entry in entries) < len(entries) / 2)
        self.assertGreater(len({entry["lastEvent"] for entry in entries}), 1)

    def test_teams_keep_their_hours_and_an_award_takes_nominations(self):
        routines = self.client("despina").get("/v1/routines")["routines"]
        hours = {(routine["weekday"], routine["time"], routine["timeZone"]) for routine in routines}
        self.assertIn(("MONDAY", "10:00", "Europe/Athens"), hours)
        cycles = self.kleos.admin.get("/v1/awards/spotlight/cycles")["cycles"]
        self.assertEqual([c["phase"] for c in cycles], ["NOMINATING"])

    def test_only_the_keys_to_look_with_are_left(self):
        keys = self.kleos.admin.get("/v1/apikeys", pageSize=500)["apiKeys"]
        alive = [key for key in keys if not key.get("revokeTime")]
        self.assertEqual(len(alive), 5)

    def test_filling_twice_changes_nothing(self):
        before = sorted(path.name for path in self.data.iterdir())
        again = self.fill()
        self.assertEqual(again.returncode, 0)
        self.assertIn("is data in", again.stderr)
        self.assertEqual(sorted(path.name for path in self.data.iterdir()), before)
        self.assertEqual(self.everything(self.kleos.admin, "members"), self.members)
        self.assertEqual(self.everything(self.client("sofia"), "recognitions"), self.thanks)


if __name__ == "__main__":
    unittest.main()
