"""The impact report in a browser: what a leader reads there, changes, prints and hears; and what is said of what is missing."""
import time
import unittest
from datetime import date, timedelta

import browse
from kleos import Kleos

SOCIAL, EVENTS, LEGAL = (range(1, 8), range(8, 14), range(14, 17))
MONTH = 31 * 86400


def days_ago(count):
    return (date.today() - timedelta(days=count)).isoformat()


class Company:
    """Two teams of enough people, one of three whose figures are hidden, and two months of thanks."""

    def __init__(self, kleos):
        self.kleos = kleos
        kleos.admin.must("POST", "/v1/values", {"slug": "craft", "title": "Craft"})
        self.join()

    def load(self, what, text):
        reply = self.kleos.admin.call("POST", f"/v1/{what}:import", text, {"Content-Type": "text/csv"})
        assert reply.status == 200 and not reply.json["rejected"], reply.body

    def join(self):
        teams = [("marketing/social", SOCIAL), ("marketing/events", EVENTS), ("legal", LEGAL)]
        rows = "".join(f"m{i},Member {i},{team},{'' if i == people[0] else f'm{people[0]}'},2025-01-01,ORGANIZATION\n"
                       for team, people in teams for i in people)
        self.load("members", "handle,display_name,team,manager,joined_on,ceiling\n" + rows)

    def thank(self):
        pairs = [(1, 2), (1, 3), (2, 3), (3, 2), (4, 8), (8, 9), (8, 10), (9, 10), (10, 9), (5, 6), (11, 1), (14, 1), (2, 15)]
        rows = "".join(f"{days_ago(3 + 4 * k)}T10:00:00Z,m{a},m{b},{'craft' if k % 2 else ''},{'BIG' if k % 5 == 0 else 'SMALL'},"
                       f"thanks {k},{k % 6 or ''}\n" for k, (a, b) in enumerate(pairs * 2))
        self.load("recognitions", "given_at,giver,receivers,value,win,message,prompt\n" + rows)


def answer_pulses(kleos):
    """Eight of them: six need more of it, four have it."""
    for k in range(8):
        answer = {"needLeadership": k < 6, "haveLeadership": k % 2 == 0, "strain": k % 5}
        kleos.client_of(f"m{k + 1}").must("POST", "/v1/pulses", answer)


class DashboardPageTest(unittest.TestCase):
    def visit(self, kleos, **more):
        browse.visit(self, "dashboard_page.mjs", {"url": kleos.url, "pictures": str(browse.PICTURES), **more})

    def test_leaders_read_the_report(self):
        kleos, now = Kleos(past=True), time.time()
        kleos.at(now - MONTH)  # before it starts: the month of a pulse never goes back
        with kleos:
            company = Company(kleos)
            answer_pulses(kleos)
            kleos.at(now)
            company.thank()
            leader = kleos.client_of("m1", ["MEMBER", "LEADER"])
            kleos.wait(lambda: leader.get("/v1/reports/impact")["report"]["totals"]["arcs"], "counted")
            kleos.wait(lambda: leader.get("/v1/reports/impact")["report"]["leadership"].get("gapPoints") is not None, "the month closed")
            self.visit(kleos, leader=leader.key, member=kleos.client_of("m9").key, days=[days_ago(59), days_ago(0)])

    def test_a_service_that_is_away_is_named_and_nothing_of_it_is_zero(self):
        with Kleos(apart=True) as kleos:
            Company(kleos).thank()
            leader = kleos.client_of("m1", ["MEMBER", "LEADER"])
            kleos.wait(lambda: leader.get("/v1/reports/impact")["report"]["totals"]["nominations"] == 0, "counted")
            kleos["kleos-awards"].stop()
            kleos.wait(lambda: leader.get("/v1/reports/impact")["report"]["partial"], "aware that awards is gone")
            self.visit(kleos, leader=leader.key, away="awards")
            kleos["kleos-recognitions"].stop()
            kleos.wait(lambda: leader.get("/v1/reports/impact")["report"]["headcount"] is None, "aware that recognitions is gone")
            self.visit(kleos, leader=leader.key, away="recognitions")


if __name__ == "__main__":
    browse.main()
