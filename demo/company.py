"""Who they are, what they did, and when: reads the files beside it and lives them in the order of time."""
import csv
import datetime
import heapq
import itertools
import random
import re
import urllib.parse
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Europe/Athens")
DAYS = 371  # 53 weeks, so that every ISO week comes once at least
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
AFTER = {"m": MINUTE, "h": HOUR, "d": DAY}
SEED = 2500  # the visitors of the plant fair
EMOJI = ["🌱", "💚", "👏", "😂", "🙏", "🔥", "🎉", "☕", "🪴", "❤️"]
LOUDNESS = ["PRIVATE", "MANAGER", "TEAM", "ORGANIZATION", "EXTERNAL"]
# To look with: a lead, one of her people, a quiet one, the people team.
KEPT_KEYS = ("sofia", "katerina", "kostas", "despina")
FIGURE = re.compile(r"(.+?) (\d+(?:\.\d+)?) ?(.*)")  # what is measured, how much, in what
# By month: the launch in April, the heat in July, holidays, the double charges in November.
STRAIN = [1.6, 1.5, 1.7, 2.1, 1.9, 1.6, 2.3, 1.0, 1.5, 1.7, 2.6, 1.9]
UNREAD_DAYS = (2, 12)  # how long ago each looked into their inbox last


class Company:
    def __init__(self, room, past, now):
        self.room, self.past, self.now = room, past, int(now * 1000)
        self.chance = random.Random(SEED)
        self.agenda, self.order = [], itertools.count()
        self.members = {row["handle"]: row for row in self.table("members.csv")}
        self.keys, self.counts = {}, {}
        self.answers = self.rows("answers.tsv")

    def table(self, name):
        with open(self.room / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rows(self, name):
        with open(self.room / name, encoding="utf-8", newline="") as file:
            return [line.rstrip("\n").split("\t") for line in file if line.strip()]

    @staticmethod
    def date(ms):
        return datetime.datetime.fromtimestamp(ms / 1000, OFFICE).date()

    def moment(self, week, day, clock="11:00"):
        """The last such moment before now. A week of the year stays in its season; one below zero counts from now."""
        today = self.date(self.now)
        hour, minute = map(int, clock.split(":"))

        def of_monday(monday):
            date = monday + datetime.timedelta(days=int(day) - 1)
            moment = datetime.datetime(date.year, date.month, date.day, hour, minute, tzinfo=OFFICE)
            return int(moment.timestamp() * 1000) + self.chance.randrange(MINUTE)
        if int(week) < 0:
            return of_monday(today + datetime.timedelta(weeks=int(week), days=-today.weekday()))
        year = today.isocalendar().year
        moments = [of_monday(datetime.date.fromisocalendar(y, int(week), 1)) for y in (year, year - 1)]
        return moments[0] if moments[0] < self.now else moments[1]

    def plan(self, at, act, *what):
        if at < self.now:
            heapq.heappush(self.agenda, (at, next(self.order), act, what))

    def live(self):
        begin = self.now - DAYS * DAY
        self.past.at(begin)
        self.admin = self.past.start()
        self.found(begin)
        self.plan_year(begin)
        while self.agenda:
            at, _, act, what = heapq.heappop(self.agenda)
            self.past.at(at)
            self.at = at
            act(*what)
        self.past.at(self.now)
        self.put_keys_away()

    def did(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def ask(self, who, method, path, body=None):
        return self.past.ask(self.keys[who], method, path, body)

    # the first day

    def found(self, begin):
        """Everybody who is there when the year begins, what they value, and how each likes it."""
        self.at = begin
        newcomers = {row[3] for row in self.rows("changes.tsv") if row[4] == "join"}
        lines = (self.room / "members.csv").read_text(encoding="utf-8").splitlines()
        head, people = lines[0], [line for line in lines[1:] if line.split(",")[0] not in newcomers]
        self.past.ask(self.admin, "POST", "/v1/members:import", "\n".join([head, *people, ""]), "text/csv")
        for line in people:
            self.let_in(line.split(",")[0])
        for slug, title, description in self.rows("values.tsv"):
            self.ask("despina", "POST", "/v1/values", {"slug": slug, "title": title, "description": description})

    def let_in(self, who):
        roles = ["MEMBER"] + ["LEADER"] * (self.members[who]["leader"] == "true")
        roles += ["PEOPLE_ADMIN", "AWARDS_ADMIN"] * (who == "despina")
        reply = self.past.ask(self.admin, "POST", "/v1/apikeys", {"member": who, "name": "demo", "roles": roles})
        self.keys[who] = reply["key"]
        self.past.wait(lambda: self.past.answer(reply["key"], "GET", "/v1/me")[0] == 200, f"no working key of {who}")
        for name, channels, note in self.rows("preferences.tsv"):
            if name == who:
                self.ask(who, "PUT", f"/v1/members/{who}/preferences", {
                    "ceiling": self.members[who]["ceiling"] or None, "channels": channels.split(","), "note": note})

    # the year

    def plan_year(self, begin):
        for row in self.table("recognitions.csv"):
            self.plan(self.moment(row["week"], row["day"], row["time"]), self.give, row)
        for week, day, clock, who, change, *how in self.rows("changes.tsv"):
            self.plan(self.moment(week, day, clock), getattr(self, change), who, *how)
        for week, day, who, *rest in self.rows("highlights.tsv"):
            self.plan(self.moment(week, day, "15:20"), self.share, who, *rest)
        for i, row in enumerate(self.rows("routines.tsv")):
            self.plan(begin + (i * 11 + 3) * DAY, self.make_routine, *row)
        self.plan(self.moment(-3, 1, "10:00"), self.open_award)
        for i, (week, day, *nomination) in enumerate(self.rows("nominations.tsv")):
            self.plan(self.moment(week, day, f"{11 + i % 5}:{7 * i % 60:02}"), self.nominate, *nomination)
        self.plan_pulses(begin)
        for who in self.members:
            self.plan(self.now - int(self.chance.uniform(*UNREAD_DAYS) * DAY), self.read, who)

    def join(self, who):
        row = self.members[who]
        reply = self.past.ask(self.admin, "POST", "/v1/members", {
            "handle": who, "displayName": row["display_name"], "email": row["email"], "team": row["team"],
            "title": row["title"], "manager": row["manager"], "hats": row["hats"].split(";"), "locale": row["locale"],
            "timeZone": row["time_zone"], "joinedOn": self.date(self.at).isoformat()})
        if reply:
            self.let_in(who)

    def move(self, who, team, manager):
        self.members[who]["team"] = team
        self.ask("despina", "PATCH", f"/v1/members/{who}?updateMask=team,manager", {"team": team, "manager": manager})

    def leave(self, who):
        self.ask("despina", "POST", f"/v1/members/{who}:deactivate", {})
        del self.keys[who]

    def give(self, row):
        """Who has left by then, or is not there yet, is neither thanked nor thanks: that row waits for another year."""
        receivers = row["receivers"].split(";")
        credits = row["credits"].split(" | ") if row["credits"] else [""] * len(receivers)
        if any(name not in self.keys for name in [row["giver"], *receivers]):
            return
        named = [{"member": name, "credit": credit} for name, credit in zip(receivers, credits)]
        body = {"receivers": named, "message": row["message"], "value": row["value"], "win": row["win"],
                "prompt": int(row["prompt"] or 0)}
        body |= {name: row[name] for name in ("setting", "visibility") if row[name]}
        reply = self.ask(row["giver"], "POST", "/v1/recognitions", body)
        if reply:
            self.did("thanks")
            self.plan_answers(row, receivers, reply["recognition"])

    # what others say to it

    def plan_answers(self, row, receivers, given):
        path, message = f"/v1/recognitions/{given['id']}", row["message"]
        for begins, after, who, kind, *text in self.answers:
            if message.startswith(begins):
                at = self.at + int(after[:-1]) * AFTER[after[-1]] + self.chance.randrange(3 * MINUTE)
                self.plan(at, getattr(self, "answer_" + kind), path, who, *text)
        for who in self.touched(row, receivers, given["visibility"]):
            after = int(self.chance.expovariate(1 / (5 * HOUR))) + 2 * MINUTE
            self.plan(self.at + after, self.react, path, who)

    def touched(self, row, receivers, visibility):
        """Who reacts: those thanked most often, then who sits near, then who reads it; more of them to a big win."""
        loudness = LOUDNESS.index(visibility)
        teams = [self.members[name]["team"] for name in [row["giver"], *receivers]]
        found = []
        for name in self.keys:
            near = any((self.members[name]["team"] + "/").startswith(team + "/") for team in teams)
            if name in receivers:
                odds = 0.35
            elif near and loudness >= LOUDNESS.index("TEAM"):
                odds = 0.16
            else:
                odds = 0.02 if loudness >= LOUDNESS.index("ORGANIZATION") else 0
            if name != row["giver"] and self.chance.random() < odds * (2.5 if row["win"] == "BIG" else 1):
                found.append(name)
        return found

    def sees(self, path, who):
        return who in self.keys and self.past.answer(self.keys[who], "GET", path)[0] == 200

    def react(self, path, who):
        """Hours after the thanks: who has left or moved by then, or for whom it became too quiet, does not."""
        if not self.sees(path, who):
            return
        own = random.Random(who)  # everybody has three of their own
        emoji = self.chance.choice(own.sample(EMOJI, 3))
        if self.ask(who, "PUT", f"{path}/reactions/{urllib.parse.quote(emoji)}", {}):
            self.did("reactions")

    def answer_join(self, path, who, note=""):
        if who in self.keys and self.ask(who, "POST", path + ":join", {"note": note}):
            self.did("joined")

    def answer_comment(self, path, who, text):
        if who in self.keys and self.ask(who, "POST", path + "/comments", {"message": text}):
            self.did("comments")

    def answer_lower(self, path, who, visibility):
        self.ask(who, "POST", path + ":lower", {"visibility": visibility})

    # the rest of life

    def share(self, who, others, kind, title, description, metrics, link):
        if any(name not in self.keys for name in [who, *others.split()]):
            return
        figures = []
        for metric in metrics.split(" | "):
            name, value, unit = FIGURE.fullmatch(metric).groups()
            figures.append({"name": name, "value": float(value), "unit": unit})
        url, _, label = link.partition(" ")
        if self.ask(who, "POST", "/v1/highlights", {
                "title": title, "description": description, "kind": kind, "collaborators": others.split(),
                "metrics": figures, "links": [{"url": url, "title": label}]}):
            self.did("highlights")

    def make_routine(self, who, team, weekday, clock, zone, setting, channel):
        if self.ask(who, "POST", "/v1/routines", {"team": team, "weekday": weekday, "time": clock, "timeZone": zone,
                                                  "setting": setting, "channel": channel}):
            self.did("routines")

    def read(self, who):
        if who in self.keys:
            self.ask(who, "POST", "/v1/inbox:read", {"all": True})

    def open_award(self):
        self.ask("despina", "POST", "/v1/awards", {
            "slug": "spotlight", "title": "Spotlight",
            "description": "Once a year, one colleague in the light: named by colleagues.",
            "criteria": "Work that made somebody else's day easier, and that few people saw."})
        made = self.ask("despina", "POST", "/v1/awards/spotlight/cycles", {
            "title": f"Spotlight {self.date(self.at).year}", "rules": {"maxNominationsPerPerson": 3}})
        self.cycle = made["cycle"]["id"]
        self.ask("despina", "POST", f"/v1/cycles/{self.cycle}:advance", {})

    def nominate(self, nominator, nominee, reason):
        if self.ask(nominator, "POST", f"/v1/cycles/{self.cycle}/nominations", {"nominee": nominee, "reason": reason}):
            self.did("nominations")

    def plan_pulses(self, begin):
        """Every month most of them answer once: some early, some late, not the same ones each time."""
        day = self.date(begin)
        first = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
        for _ in range(13):
            for who in self.members:
                at = datetime.datetime.combine(first, datetime.time(9), datetime.timezone.utc)
                at += datetime.timedelta(days=self.chance.randrange(4, 27), minutes=self.chance.randrange(500))
                if self.chance.random() < 0.8:
                    self.plan(int(at.timestamp() * 1000), self.say_pulse, who, first.month)
            first = (first + datetime.timedelta(days=32)).replace(day=1)

    def say_pulse(self, who, month):
        """Harder in hard months, hardest where the phones are; and who has their leaders needs them less."""
        if who not in self.keys:
            return
        mean = STRAIN[month - 1] + (0.4 if self.members[who]["team"] in ("care", "marketing/social/community") else 0)
        have = self.chance.random() < 0.4
        need = self.chance.random() < (0.2 if have else 0.56)
        strain = min(4, max(0, round(self.chance.gauss(mean, 0.9))))
        if self.ask(who, "POST", "/v1/pulses", {"needLeadership": need, "haveLeadership": have, "strain": strain}):
            self.did("pulses")

    def put_keys_away(self):
        """A few stay, in files, so that whoever looks can be one of them; the others are revoked."""
        listed, token = [], ""
        while True:
            page = self.past.ask(self.admin, "GET", f"/v1/apikeys?pageSize=500&pageToken={token}")
            listed, token = listed + page["apiKeys"], page["nextPageToken"]
            if not token:
                break
        for key in listed:
            who = key.get("member") and key["member"]["handle"]
            if who and who not in KEPT_KEYS:
                self.past.ask(self.admin, "DELETE", f"/v1/apikeys/{key['id']}")
        for who in KEPT_KEYS:
            path = self.past.folder / f"{who}.key"
            path.touch(0o600)
            path.write_text(self.keys[who] + "\n")

    def told(self):
        yield ", ".join(f"{count} {what}" for what, count in self.counts.items())
        yield f"{self.past.count} requests; keys to look with, in the data folder: " + ", ".join(
            f"{who}.key" for who in KEPT_KEYS)
