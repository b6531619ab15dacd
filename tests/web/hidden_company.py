"""A company with groups of four, which are too small to be shown, in two worlds that differ in nothing but their figures.

What the first four people of a block do in the first world, those of the block they are swapped with do in the second, and
the other way round; everybody else does the same in both (tests/service/proof/company.h). So all that is told about groups
with enough people is equal, and whatever tells of a small group alone, or lets it follow, is not."""
import calendar
import random
from datetime import date, timedelta

from kleos import Kleos

SWAPPED = 4
BLOCKS = {  # people of a team, named few1, few2, …; the first manages the rest; with whom the first four are swapped
    "few": ("works/few", 4, "alpha"), "alpha": ("works/alpha", 6, "few"), "beta": ("works/beta", 7, None),
    "inner": ("works/beta/inner", 5, None), "hut": ("yard/hut", 4, "yard"), "yard": ("yard", 6, "hut"),
    "shop": ("shop", 4, "front"), "front": ("shop/front", 6, "shop"), "back": ("shop/back", 7, None), "sale": ("sales", 8, None)}
SMALL = ("few", "hut", "shop")
HIDDEN = ("works/few", "works/alpha", "yard/hut", "shop/front")  # too small, or beside what is
TEAMS = ("", "works", "works/few", "works/alpha", "works/beta", "works/beta/inner", "yard", "yard/hut", "shop", "shop/front",
         "shop/back", "sales", "nobody")
FOLLOW = ("works/alpha", "works/few")  # nobody is of `works` itself: what it has and its teams have not is theirs
PEOPLE = sum(count for _, count, _ in BLOCKS.values())
FIRST_DAY, DAYS = date(2025, 3, 2), 364
LATEST = 10  # recognitions that the page names: none of them of those who are swapped
ARCS = 320
PULSES, NOW = (calendar.timegm((2026, month, day, 12, 0, 0)) for month, day in ((3, 1), (4, 2)))
READER = ("sale", 1)  # whom nobody thanks, so that no inbox fills while one looks


def is_swapped(person):
    block, number = person
    return BLOCKS[block][2] is not None and number <= SWAPPED


def may_thank(a, b):
    """Whether it is between teams, and which, does not change with the places."""
    related = a[0] == b[0] or BLOCKS[a[0]][2] == b[0]
    return a != b != READER and (not related or is_swapped(a) == is_swapped(b))


def draw_person(draw):
    block = draw.choice(list(BLOCKS))
    return block, draw.randint(1, BLOCKS[block][1])


def draw_arcs(draw):
    """The small groups thank among themselves as nobody else does."""
    arcs = []
    for i in range(ARCS):
        small = SMALL[i // 8 % len(SMALL)]
        pair = ((small, draw.randint(1, 2)), (small, draw.randint(3, 4))) if i % 8 == 0 else (draw_person(draw), draw_person(draw))
        while not may_thank(*pair):
            pair = draw_person(draw), draw_person(draw)
        day = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
        more = [draw.choice(all_) for all_ in (("", "craft", "care"), ("SMALL", "BIG"), ("", "1", "2", "3"),
                                               ("ORGANIZATION", "ORGANIZATION", "EXTERNAL", "TEAM", "MANAGER", "PRIVATE"))]
        arcs.append((day, *pair, *more))
    last = [(date(2026, 3, 5 + i), ("sale", 2 + i % 3), ("sale", 5 + i % 3), "", "SMALL", "", "ORGANIZATION") for i in range(LATEST)]
    return arcs, last


class Company:
    """One of the two worlds, in a Kleos of its own."""

    def __init__(self, world, kleos):
        self.world, self.kleos = world, kleos

    def load(self, what, text):
        reply = self.kleos.admin.call("POST", f"/v1/{what}:import", text, {"Content-Type": "text/csv"})
        assert reply.status == 200 and not reply.json["rejected"], reply.body

    def join(self):
        """After four swapped people another one manages the rest."""
        rows = ""
        for block, (team, count, swap) in BLOCKS.items():
            for number in range(1, count + 1):
                first = SWAPPED + 1 if swap and number > SWAPPED else 1
                rows += f"{block}{number},{team},{'' if number == first else f'{block}{first}'},2025-01-01,EXTERNAL\n"
        self.load("members", "handle,team,manager,joined_on,ceiling\n" + rows)
        self.clients = {f"{block}{number}": self.kleos.client_of(f"{block}{number}")
                        for block, (_, count, _) in BLOCKS.items() for number in range(1, count + 1)}

    def thank(self, arcs):
        rows = "".join(f"{day}T12:00:00Z,{self.name_of(giver)},{self.name_of(receiver)},{value},{win},thanks,{level},{prompt}\n"
                       for day, giver, receiver, value, win, prompt, level in arcs)
        self.load("recognitions", "given_at,giver,receivers,value,win,message,visibility,prompt\n" + rows)

    def name_of(self, person):
        """Who does here what the person does in the first world."""
        block, number = person
        return f"{BLOCKS[block][2] if self.world and is_swapped(person) else block}{number}"

    def as_person(self, person):
        return self.clients[self.name_of(person)]

    def answer_pulses(self, draw):
        for block, (_, count, _) in BLOCKS.items():
            for number in range(1, count + 1):
                answer = {"needLeadership": draw.random() < 0.6, "haveLeadership": draw.random() < 0.3, "strain": draw.randint(0, 4)}
                self.as_person((block, number)).must("POST", "/v1/pulses", answer)

    def share_work(self, draw):
        for i, block in enumerate(("few", "alpha", "beta", "hut", "yard", "shop", "front", "sale")):
            self.kleos.at(PULSES + i)  # what is shared at the same time stands in an order of chance
            metric = {"name": "reach", "value": draw.randrange(1000)}
            self.as_person((block, 1 + i % SWAPPED)).must("POST", "/v1/highlights", {
                "title": f"Work {i}", "visibility": "ORGANIZATION", "metrics": [metric]})

    def win_award(self, winner):
        admin, voter, nominee = self.kleos.admin, self.clients["sale2"], self.as_person(winner)
        admin.must("POST", "/v1/awards", {"slug": "best", "title": "Best"})
        path = f"/v1/cycles/{admin.must('POST', '/v1/awards/best/cycles', {'title': '2026'})['cycle']['id']}"

        def advance():
            return admin.must("POST", f"{path}:advance", {})["cycle"]["phase"]
        advance()
        made = voter.must("POST", f"{path}/nominations", {"nominee": self.name_of(winner), "reason": "well done"})["nomination"]
        advance()
        nominee.must("POST", f"/v1/nominations/{made['id']}:accept", {})
        advance()
        voter.must("POST", f"{path}/ballots", {"ranking": [[made["id"]]]})
        self.kleos.wait(lambda: advance() == "ANNOUNCED", "announced")

    def live(self, seed):
        draw = random.Random(seed)
        self.kleos.admin.must("POST", "/v1/values", {"slug": "craft", "title": "Craft"})
        self.join()
        arcs, last = draw_arcs(draw)
        self.thank(arcs)
        self.answer_pulses(draw)
        self.share_work(draw)
        self.win_award((draw.choice(SMALL), 3))
        self.kleos.at(NOW - 1)
        self.thank(last)
        self.kleos.at(NOW)
        self.reader = self.kleos.client_of(self.name_of(READER), ("MEMBER", "LEADER"))
        self.kleos.wait(self.is_counted, "counted")

    def is_counted(self):
        report = self.reader.get("/v1/reports/impact", **{"from": "2025-03-01", "to": "2026-03-31"})["report"]
        return (report["totals"]["arcs"], report["strain"]["n"], report["totals"]["awardsWon"]) == (ARCS + LATEST, PEOPLE, 1)


def past(min_group):
    """A Kleos that is in the month of the pulses."""
    kleos = Kleos(past=True, KLEOS_MIN_GROUP=str(min_group))
    kleos.at(PULSES)
    return kleos


def regroup(kleos, min_group):
    kleos["kleosd-past"].environment["KLEOS_MIN_GROUP"] = str(min_group)
    kleos["kleosd-past"].restart()
    kleos.wait_ready()
