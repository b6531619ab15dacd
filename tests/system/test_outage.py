"""Four processes over TCP, each stopped in turn: what does not need it works, what does says so, and it comes back."""
import signal
import time
import unittest

from kleos import SERVICES, Kleos


class OutageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = Kleos(apart=True)
        cls.kleos.__enter__()
        cls.addClassCleanup(cls.kleos.__exit__, None)
        cls.maria = cls.kleos.member("maria", ceiling="EXTERNAL", team="social")
        cls.nikos = cls.kleos.member("nikos", team="social")
        cls.nikos.give(["maria"], "before")
        cls.kleos.admin.must("POST", "/v1/awards", {"slug": "spotlight", "title": "Spotlight"})

    def stop(self, service, how=signal.SIGTERM):
        process = self.kleos[f"kleos-{service}"]
        process.stop(how)
        self.addCleanup(self.kleos.wait_ready)
        self.addCleanup(process.start)
        self.kleos.wait(lambda: self.kleos.admin.call("GET", "/readyz").status == 503, f"aware that {service} is gone")

    def report(self):
        return self.kleos.admin.get("/v1/reports/impact")["report"]

    def test_readyz_says_which_service_is_missing(self):
        for service in SERVICES:
            with self.subTest(service):
                self.stop(service)
                answer = self.kleos.admin.call("GET", "/readyz")
                states = {s["service"]: s["ok"] for s in answer.json["services"] if s["service"] in SERVICES}
                self.assertEqual(states, {s: s != service for s in SERVICES})
                self.doCleanups()

    def test_without_members_people_are_thanked_and_signed_in(self):
        self.stop("members")
        self.assertEqual(self.nikos.give(["maria"], "while members is away")["giver"]["handle"], "nikos")
        self.assertTrue(self.nikos.get("/v1/recognitions")["recognitions"])
        self.assertEqual(self.nikos.call("GET", "/v1/members/maria").status, 503)

    def test_without_recognitions_members_and_awards_answer(self):
        self.stop("recognitions")
        self.assertEqual(self.nikos.get("/v1/members/maria")["member"]["handle"], "maria")
        self.assertEqual(len(self.nikos.get("/v1/awards")["awards"]), 1)
        self.assertEqual(self.nikos.call("GET", "/v1/recognitions").status, 503)

    def test_without_recognitions_the_report_says_so_and_shows_no_zero(self):
        self.stop("recognitions")
        report = self.report()
        self.assertTrue(report["partial"])
        self.assertIsNone(report["headcount"])
        self.assertIsNone(report["totals"]["recognitions"])
        missing = [s for s in report["sources"] if not s["ok"]]
        self.assertEqual([s["service"] for s in missing], ["recognitions"])
        self.assertTrue(missing[0]["message"])

    def test_without_awards_the_rest_of_the_report_is_there(self):
        self.stop("awards")
        report = self.report()
        self.assertTrue(report["partial"])
        self.assertIsNone(report["totals"]["nominations"])
        self.assertGreaterEqual(report["headcount"] or 5, 2)
        self.assertEqual([s["service"] for s in report["sources"] if not s["ok"]], ["awards"])

    def test_a_paused_service_costs_its_callers_one_deadline(self):
        process = self.kleos["kleos-awards"].handle
        process.send_signal(signal.SIGSTOP)
        self.addCleanup(self.kleos.wait_ready)
        self.addCleanup(process.send_signal, signal.SIGCONT)
        self.assertTrue(self.report()["partial"])
        self.assertEqual(self.nikos.get("/v1/members/maria")["member"]["handle"], "maria")
        self.kleos.wait(lambda: self.nikos.call("GET", "/v1/awards").status == 503, "refused at once", 10)
        for _ in range(20):
            start = time.monotonic()
            self.assertEqual(self.nikos.call("GET", "/v1/awards").status, 503)
            self.assertLess(time.monotonic() - start, 1)
        process.send_signal(signal.SIGCONT)
        self.assertLess(self.kleos.wait(lambda: self.nikos.call("GET", "/v1/awards").status == 200, "answering again"), 5)

    def test_all_is_well_again_when_it_is_back(self):
        for service in SERVICES:
            self.stop(service, signal.SIGKILL)
            self.doCleanups()
        self.assertFalse(self.report()["partial"])
        self.nikos.give(["maria"], "after")
        fresh = self.kleos.member("fresh", ceiling="EXTERNAL")
        self.assertEqual(fresh.give(["maria"], "hello")["giver"]["handle"], "fresh")


if __name__ == "__main__":
    unittest.main()
