"""What is private goes where it belongs and nowhere else: a canary in every private field (of 128 bits where there is
room), looked for in what the real programs log, count, show to others and keep."""
import secrets
import unittest

from kleos import Client, Kleos, Stream

HANDS = "%F0%9F%91%8F"
HOMES = {  # which service keeps it
    "members": ("email", "title"),
    "awards": ("reason", "nomination-link"),
}
# Asked for or refused: nobody keeps it.
NOWHERE = {"refused-message", "refused-self", "rejected-row", "broken-json", "unknown-field",
           "path", "id", "token", "parameter", "key", "query", "session"}


class Canaries:
    """Words that are told apart from everything else by chance alone."""

    def __init__(self):
        self.words = {}

    def __call__(self, field, size=16):
        return self.words.setdefault(field, f"c{secrets.token_hex(size)}")

    def found_in(self, data):
        return sorted(field for field, word in self.words.items() if word.encode() in data)


class CanariesTest:
    """What each deployment below must hold."""

    apart, log_format = False, "json"

    def setUp(self):
        self.kleos = Kleos(apart=self.apart, KLEOS_LOG_LEVEL="debug", KLEOS_LOG_FORMAT=self.log_format)
        self.kleos.__enter__()
        self.addCleanup(self.kleos.__exit__, None)
        self.canary = Canaries()
        self.live()

    def live(self):
        """Every private field is written once, over every way in."""
        kleos, canary = self.kleos, self.canary
        self.gina = kleos.member("gina", team="studio", email=f"{canary('email')}@example.org", ceiling="PRIVATE")
        self.rita = kleos.member("rita", team="studio", ceiling="PRIVATE", manager="gina")
        self.otto = kleos.member("otto", team="sales")
        self.moderator = kleos.member("hr", ("MEMBER", "PEOPLE_ADMIN"))
        self.rita.must("PUT", "/v1/members/rita/preferences", {"ceiling": "PRIVATE", "note": canary("preferences-note")})
        self.given = self.gina.must("POST", "/v1/recognitions", {
            "receivers": [{"member": "rita", "credit": canary("credit")}], "message": canary("message"),
            "value": canary("value"), "links": [{"url": f"https://example.org/{canary('link')}", "title": canary("link-title")}]})
        self.id = self.given["recognition"]["id"]
        path = f"/v1/recognitions/{self.id}"
        self.rita.must("POST", f"{path}/comments", {"message": canary("comment")})
        self.rita.must("PUT", f"{path}/reactions/{HANDS}", {})
        self.gina.must("PATCH", path, {"message": canary("edited-message")})
        self.rita.must("POST", f"{path}:report", {"reason": canary("report-reason")})
        report = self.moderator.get("/v1/content-reports")["contentReports"][0]["id"]
        self.moderator.must("POST", f"/v1/content-reports/{report}:resolve", {"outcome": "DISMISS", "note": canary("report-note")})
        self.gina.must("POST", "/v1/highlights", {
            "title": canary("highlight-title"), "description": canary("highlight-description"), "visibility": "PRIVATE",
            "metrics": [{"name": canary("metric-name"), "value": 7, "unit": canary("metric-unit", 9)}],
            "links": [{"url": f"https://example.org/{canary('highlight-link')}"}]})
        self.import_files()
        self.nominate()
        self.sign_in()
        self.ask_and_err()

    def import_files(self):
        canary = self.canary
        rows = (f"given_at,giver,receivers,value,win,message,visibility\n2026-01-05T09:00:00Z,gina,rita,,SMALL,{canary('row-message')},PRIVATE\n"
                f"2026-01-05T09:00:00Z,gina,nobody,,SMALL,{canary('rejected-row')},PRIVATE\n")
        self.kleos.admin.must("POST", "/v1/recognitions:import", rows, {"Content-Type": "text/csv"})
        self.kleos.admin.must("POST", "/v1/members:import", f"handle,title\ngina,{canary('title')}\n", {"Content-Type": "text/csv"})

    def nominate(self):
        award = self.kleos.admin.must("POST", "/v1/awards", {"slug": "best", "title": "Best"})["award"]["id"]
        cycle = self.kleos.admin.must("POST", f"/v1/awards/{award}/cycles", {"title": "now"})["cycle"]["id"]
        self.kleos.admin.must("POST", f"/v1/cycles/{cycle}:advance", {})
        self.gina.must("POST", f"/v1/cycles/{cycle}/nominations", {
            "nominee": "rita", "reason": self.canary("reason"),
            "links": [{"url": f"https://example.org/{self.canary('nomination-link')}"}]})

    def sign_in(self):
        """The secret of a session is the browser's alone."""
        reply = Client(self.kleos.port).call("POST", "/v1/session", {"key": self.gina.key})
        cookie = reply.headers["Set-Cookie"].partition(";")[0]
        self.canary.words["session"] = cookie.partition("=")[2]
        browser = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}
        self.assertEqual(Client(self.kleos.port).must("GET", "/v1/session", None, browser)["session"]["member"]["handle"], "gina")
        self.assertEqual(Client(self.kleos.port).call("POST", "/v1/recognitions", {}, browser).status, 400)

    def ask_and_err(self):
        """Words in questions, and in requests that are refused."""
        canary = self.canary
        self.gina.get("/v1/recognitions", query=canary("query"))
        for method, path, body in (
                ("POST", "/v1/recognitions", {"receivers": [{"member": "rita"}], "message": canary("refused-message"), "win": "HUGE"}),
                ("POST", "/v1/recognitions", {"receivers": [{"member": "gina"}], "message": canary("refused-self")}),
                ("POST", "/v1/recognitions", '{"message":"' + canary("broken-json")),
                ("POST", "/v1/recognitions", {canary("unknown-field"): 1}),
                ("GET", f"/v1/nowhere/{canary('path')}", None),
                ("GET", f"/v1/recognitions/{canary('id')}", None),
                ("GET", f"/v1/recognitions?pageToken={canary('token')}", None),
                ("GET", f"/v1/me?{canary('parameter')}=1", None)):
            reply = self.gina.call(method, path, body, {"Content-Type": "application/json"} if body else None)
            self.assertGreaterEqual(reply.status, 400, (method, path))
        self.assertEqual(Client(self.kleos.port, "kls_" + canary("key")).call("GET", "/v1/me").status, 401)

    def others_see(self):
        """All that a member of another team gets to read, errors too."""
        stream = Stream(self.otto, "/v1/events")
        self.addCleanup(stream.close)
        self.gina.must("PATCH", f"/v1/recognitions/{self.id}", {"message": self.canary("edited-again")})
        self.gina.give(["otto"], "for all")
        seen = [repr(stream.next()).encode()]
        path = f"/v1/recognitions/{self.id}"
        for method, target, body in (
                ("GET", "/v1/recognitions", None), ("GET", "/v1/recognitions?giver=gina", None), ("GET", path, None),
                ("GET", f"{path}/comments", None), ("POST", f"{path}:join", {}), ("POST", f"{path}:withdraw", {}),
                ("PUT", f"{path}/reactions/{HANDS}", {}), ("GET", "/v1/members/gina", None), ("GET", "/v1/members", None),
                ("GET", "/v1/highlights", None), ("GET", "/v1/inbox", None), ("GET", "/v1/audit", None),
                ("GET", "/v1/members/rita/agenda", None), ("GET", "/v1/members/rita:export", None),
                ("GET", "/v1/content-reports", None), ("GET", "/v1/reports/impact", None), ("GET", "/v1/values", None)):
            seen.append(self.otto.call(method, target, body).body)
        return b"\n".join(seen)

    def test_nobody_else_hears_of_it(self):
        found = set(self.canary.found_in(self.others_see()))
        self.assertEqual(found - {"title"}, set())  # a member's title is for all to see

    def test_no_log_line_holds_it(self):
        self.others_see()
        log = self.kleos.log_path.read_bytes()
        self.assertRegex(log, rb"GiveRecognition|/v1/recognitions")  # it was logged at all
        self.assertEqual(self.canary.found_in(log), [])

    def test_no_figure_holds_it(self):
        self.others_see()
        metrics = self.kleos.admin.call("GET", "/metrics")
        self.assertEqual((metrics.status, self.canary.found_in(metrics.body)), (200, []))
        for path in ("/v1/reports/impact", "/v1/reports/impact.csv"):
            self.assertEqual(self.canary.found_in(self.kleos.admin.call("GET", path).body), [])

    def test_no_process_shows_it_to_its_machine(self):
        for process in self.kleos.processes.values():
            for name in ("cmdline", "comm", "status", "environ"):
                with open(f"/proc/{process.handle.pid}/{name}", "rb") as file:
                    self.assertEqual(self.canary.found_in(file.read()), [])

    def test_it_is_kept_by_the_service_whose_it_is_alone(self):
        kept = set()
        for path in (p for p in self.kleos.folder.rglob("*") if p.is_file() and p != self.kleos.log_path):
            home = path.name.partition(".")[0]
            for field in self.canary.found_in(path.read_bytes()):
                self.assertNotIn(field, NOWHERE, f"in {path}")
                kept.add(field)
                wanted = next((service for service, fields in HOMES.items() if field in fields), "recognitions")
                self.assertIn(wanted, (home, path.name.partition("-")[0], path.parent.name), f"{field} in {path}")
        self.assertLessEqual({"message", "comment", "preferences-note", "email", "reason"}, kept)  # they can be found

    def test_keys_are_kept_by_nobody_but_their_owners(self):
        keys = [client.key.encode() for client in (self.gina, self.rita, self.otto, self.moderator)]
        for path in (p for p in self.kleos.folder.rglob("*") if p.is_file()):
            data = path.read_bytes()
            self.assertFalse(any(key in data for key in keys), path)


class TogetherTest(CanariesTest, unittest.TestCase):
    """In one process, logging JSON."""


class ApartTest(CanariesTest, unittest.TestCase):
    """In four, logging logfmt."""

    apart, log_format = True, "logfmt"


if __name__ == "__main__":
    unittest.main()
