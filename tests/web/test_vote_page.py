"""The voting page in a browser, and by hand: a community votes with one-use tokens, in Greek and English."""
import html
import json
import re
import unittest
import urllib.parse
from datetime import datetime, timedelta, timezone

import browse
from kleos import Client, Kleos

NOMINEES = (
    ("Ελένη Παπαδοπούλου", "Απάντησε σε κάθε σχόλιο της καμπάνιας, και στα δύσκολα.\nΔύο βάρδιες την ημέρα, για τρεις εβδομάδες."),
    ("Hannah <b>O’Neill</b> & co", "Turned a complaint into our most shared post: \"<script>alert(1)</script>\" and all."),
    ("Νίκος Δήμου", "Έστησε το ημερολόγιο περιεχομένου που χρησιμοποιούν πια όλες οι ομάδες."),
    ("Dimitra Karathanasopoulou-Hatzimichali von Hohenstein", "Counts what others guess."),
)


def in_time(**more):
    return (datetime.now(timezone.utc) + timedelta(**more)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Vote:
    """A community's cycle with four candidates, and its tokens as the CSV has them; voting is open unless told otherwise."""

    def __init__(self, kleos, slug, tally="SCHULZE", opened=True, closes=None, expires=None):
        self.admin = kleos.admin
        self.admin.must("POST", "/v1/awards", {"slug": slug, "title": "Φώτα στην κοινότητα <i>", "criteria": "Έργο & <b>", "scope": "COMMUNITY"})
        rules = {"tally": tally, "noAward": True, "maxNominationsPerPerson": 5}
        cycle = {"title": "2026 & on", "rules": rules, **({"closesVotingTime": closes} if closes else {})}
        self.cycle = self.admin.must("POST", f"/v1/awards/{slug}/cycles", cycle)["cycle"]["id"]
        self.advance()
        self.candidates = []
        for number, (name, reason) in enumerate(NOMINEES):
            made = kleos.author.must("POST", f"/v1/cycles/{self.cycle}/nominations", {
                "outsider": {"name": name, "profileUrl": f"https://example.org/{slug}/{number}"}, "reason": reason,
                "links": [{"url": "https://example.org/?a=1&b=2", "title": "The campaign"}]})
            self.candidates.append(made["nomination"]["id"])
        self.advance()
        for nomination in self.candidates:
            self.admin.must("POST", f"/v1/nominations/{nomination}:accept", {})
        self.csv = self.admin.call("POST", f"/v1/cycles/{self.cycle}/tokens.csv", {"count": 12, **({"expireTime": expires} if expires else {})})
        assert self.csv.status == 200, self.csv.body
        self.tokens = [line.split(",")[0] for line in self.csv.body.decode().split("\r\n")[1:-1]]
        if opened:
            self.advance()

    def advance(self):
        self.admin.must("POST", f"/v1/cycles/{self.cycle}:advance", {})


class Visitor(Client):
    """Somebody without a key or a browser."""

    def get_page(self, token, language="en"):
        return self.call("GET", f"/vote/{token}?lang={language}")

    def post(self, token, **fields):
        return self.call("POST", f"/vote/{token}", urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})


class VotePageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = Kleos(apart=True)
        cls.enterClassContext(cls.kleos)
        cls.kleos.author = cls.kleos.member("author")
        cls.visitor = Visitor(cls.kleos.port)

    def test_a_ballot_by_hand_is_escaped_cast_once_and_gives_one_receipt(self):
        vote = Vote(self.kleos, "by-hand")
        token, one, two = vote.tokens[0], *vote.candidates[:2]
        page = self.visitor.get_page(token)
        self.assertEqual((page.status, page.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        self.assertEqual((page.headers["Referrer-Policy"], page.headers["Cache-Control"]), ("no-referrer", "no-store"))
        self.assertTrue(page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';"))
        text = page.body.decode()
        self.assertNotRegex(text, r"<script|<b>|<i>|style=|javascript:")
        self.assertNotIn(token, text)  # nothing that is copied from the page gives a vote away
        for name, reason in NOMINEES:
            self.assertIn(html.escape(name), text)
            self.assertIn(html.escape(reason), text)
        self.assertIn("<bdi>Έργο &amp; &lt;b&gt;</bdi>", text)
        request = re.search(r'name="request" value="([0-9a-f]{32})"', text)[1]
        ballot = {f"place.{one}": 2, f"place.{two}": 4, "place.NO_AWARD": 4, "request": request, "lang": "en"}
        review = self.visitor.post(token, do="review", **ballot)
        self.assertEqual(review.status, 200)
        self.assertIn(b"A ballot is final", review.body)
        receipts = [self.visitor.post(token, do=do, **ballot) for do in ("cast", "cast", "save")]
        self.assertEqual([r.status for r in receipts], [200] * 3)
        receipt, head = receipts[2].json["receipt"], receipts[2].json["head"]
        self.assertEqual((head["treeSize"], len(receipts[2].json["publicKey"])), (2, 64), "what the log must have grown from")
        self.assertEqual(receipts[2].headers["Content-Disposition"], 'attachment; filename="kleos-receipt.json"')
        for page in receipts[:2]:
            self.assertIn(receipt["entry"].encode(), page.body)
            self.assertIn(receipt["signature"].encode(), page.body)
        self.assertEqual(self.visitor.post(token, do="cast", **{**ballot, f"place.{one}": 1, f"place.{two}": 1}).status, 410)
        self.assertEqual(self.visitor.post(token, do="cast", **{**ballot, "request": "0" * 32}).status, 410)
        self.assertEqual(self.visitor.get_page(token).status, 410)
        vote.advance()
        vote.advance()
        log = self.visitor.call("GET", f"/v1/cycles/{vote.cycle}/log")
        self.assertEqual(log.status, 200)
        self.assertEqual(log.headers["Content-Disposition"], f'attachment; filename="kleos-log-{vote.cycle}.json"')
        texts = [opening["text"] for opening in log.json["log"]["ballots"]]
        self.assertEqual(texts, [json.dumps({"ranking": [[one], sorted([two, "NO_AWARD"])]}, separators=(",", ":"))])
        self.assertIn(receipt["entry"], log.json["log"]["entries"])
        whole = {k: v for k, v in vote.admin.get(f"/v1/cycles/{vote.cycle}/log", pageSize=5000)["log"].items()}
        self.assertEqual(log.json["log"], whole)

    def test_every_refusal_has_its_page_and_its_status(self):
        soon = in_time(seconds=4)
        expiring = Vote(self.kleos, "expiring", expires=soon)
        early, closed = Vote(self.kleos, "early", opened=False), Vote(self.kleos, "closed")
        closed.advance()
        for language, words in (("el", ("δεν οδηγεί", "δεν άνοιξε", "έληξε", "Σφάλμα")), ("en", ("does not lead", "not opened yet", "is over", "Error"))):
            pages = [self.visitor.get_page(token, language) for token in ("nonsense", early.tokens[0], closed.tokens[0])]
            pages.append(self.visitor.post(expiring.tokens[1], do="review", lang=language))
            self.assertEqual([page.status for page in pages], [404, 409, 410, 400])
            for page, part in zip(pages, words):
                self.assertIn(part, page.body.decode())
                self.assertIn(f'<html lang="{language}">', page.body.decode())
        self.kleos.wait(lambda: self.visitor.get_page(expiring.tokens[0]).status == 410, "expired")
        self.assertIn(b"has expired", self.visitor.get_page(expiring.tokens[0]).body)

    def test_what_no_page_of_ours_sends_is_refused_and_nothing_is_cast(self):
        vote = Vote(self.kleos, "tampered")
        token, one = vote.tokens[0], vote.candidates[0]
        self.assertEqual(self.visitor.call("POST", f"/vote/{token}", {"do": "cast"}).status, 415)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for body in ("do=%zz", "do=cast%00", "do=nothing", "", "&&&", "=" * 300, "do=cast&" * 600):
            self.assertEqual(self.visitor.call("POST", f"/vote/{token}", body, form).status, 400, body[:20])
        for place in ("0", "6", "-1", "1.5", "1e1", "999999999999", "<"):
            page = self.visitor.post(token, do="cast", **{f"place.{one}": place, "lang": "en"})
            self.assertEqual((page.status, b'aria-invalid="true"' in page.body), (400, True), place)
        self.assertEqual(self.visitor.post(token, do="cast", **{"place.nobody": "1"}).status, 400)
        self.assertEqual(self.visitor.call("POST", f"/vote/{token}", "do=cast&x=" + "a" * 70000, form).status, 413)
        self.assertEqual(self.visitor.call("PUT", f"/vote/{token}", "", form).status, 405)
        self.assertEqual(self.visitor.get_page(token).status, 200)

    def test_without_a_key_only_what_is_announced_of_a_community_is_told(self):
        vote = Vote(self.kleos, "told")
        nothing = self.visitor.call("GET", "/v1/me")
        self.assertEqual((nothing.status, nothing.reason), (401, "NO_KEY"))
        paths = [f"/v1/cycles/{vote.cycle}/{what}" for what in ("log", "result", "tree-head", "proofs/0", "ballot-paper")]
        unheard = [path.replace(vote.cycle, "01900000-0000-7000-8000-000000000000") for path in paths]
        for path in [*paths, *unheard, "/v1/cycles/x/log"]:
            self.assertEqual((self.visitor.call("GET", path).status, self.visitor.call("GET", path).body), (401, nothing.body), path)
        self.assertEqual(self.visitor.call("POST", f"/v1/cycles/{vote.cycle}/ballots", {"approvals": ["x"]}).body, nothing.body)
        self.assertEqual(self.visitor.call("POST", f"/v1/cycles/{vote.cycle}/tokens.csv", {"count": 1}).body, nothing.body)
        cast = {"token": vote.tokens[0], "ranking": [[vote.candidates[0]]], "requestId": "r1"}
        self.assertEqual(self.visitor.call("POST", f"/v1/cycles/{vote.cycle}/ballots", cast).status, 200)
        self.assertEqual(self.visitor.call("GET", f"/v1/cycles/{vote.cycle}/ballot-paper?token={vote.tokens[1]}").status, 200)
        vote.advance()
        self.assertEqual(self.visitor.call("GET", paths[0]).body, nothing.body)
        vote.advance()
        self.assertEqual([self.visitor.call("GET", path).status for path in paths[:4]], [200] * 4)
        self.assertEqual(self.visitor.call("GET", paths[0], headers={"Authorization": "Bearer kls_wrong"}).status, 401)
        page = self.visitor.get_page(vote.tokens[0]).body.decode()
        self.assertIn(html.escape(NOMINEES[0][0]), page)
        self.assertIn(paths[0], page)

    def test_tokens_come_as_a_file_for_mailing(self):
        vote = Vote(self.kleos, "mailing", opened=False)
        self.assertEqual(vote.csv.headers["Content-Type"], "text/csv; charset=utf-8; header=present")
        lines = vote.csv.body.decode().split("\r\n")
        self.assertEqual((lines[0], len(lines), lines[-1]), ("token,url", 14, ""))
        for line in lines[1:-1]:
            self.assertRegex(line, r"^([0-9A-Za-z]{26}),https?://[^,]+/vote/\1$")
        path, key = f"/v1/cycles/{vote.cycle}/tokens.csv", {"Idempotency-Key": "batch-1"}
        first, again = (vote.admin.call("POST", path, {"count": 2}, key) for _ in range(2))
        self.assertEqual((first.body.count(b"\r\n"), again.body), (3, b"token,url\r\n"))  # shown once
        self.assertEqual(again.headers["Idempotent-Replayed"], "true")
        self.assertEqual(vote.admin.call("POST", path, {"count": 0}).reason, "INVALID_FIELD")
        self.assertEqual(vote.admin.call("POST", path, {"count": 1, "nonsense": 1}).status, 400)

    def test_visitors_in_a_browser(self):
        votes = {name: Vote(self.kleos, f"seen-{name.lower()}", **how) for name, how in {
            "ranking": {"closes": in_time(days=3, hours=5)}, "approvals": {"tally": "APPROVAL"}, "early": {"opened": False},
            "closed": {}, "result": {}, "away": {}}.items()}
        for name in ("closed", "result", "result"):
            if name == "result" and votes[name].tokens:
                self.visitor.post(votes[name].tokens.pop(), do="cast", **{f"place.{votes[name].candidates[2]}": 1})
            votes[name].advance()
        plan = {"url": f"http://127.0.0.1:{self.kleos.port}/vote/", "tokens": {name: vote.tokens for name, vote in votes.items()},
                "names": [name for name, _ in NOMINEES]}
        browse.visit(self, "vote_page.mjs", plan, "votes")
        self.kleos["kleos-awards"].stop()
        try:
            browse.visit(self, "vote_page.mjs", plan, "away")
        finally:
            self.kleos["kleos-awards"].start()
            self.kleos.wait_ready()


if __name__ == "__main__":
    unittest.main()
