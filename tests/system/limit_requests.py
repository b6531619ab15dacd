"""Valid requests for every message that the table of bounds names, each asked by somebody who may and as often as one
likes: what can be there once is made anew."""
import copy
import csv
import io
import itertools
import re
import sys

from kleos import SOURCE

sys.path.insert(0, str(SOURCE / "common/base"))
from limits import limits, number  # noqa: E402,F401: for the test

CROWD = [f"crowd{i}" for i in range(52)]
LINK = {"url": "https://example.org/"}
METRIC = {"name": "views", "value": 1}
CRITERION = {"name": "craft", "weight": 1}
# What stands inside a request: which one, and where.
INSIDE = {
    "ReceiverInput": ("GiveRecognitionRequest", ("receivers", 0)),
    "CreditInput": ("EditRecognitionRequest", ("credits", 0)),
    "Link": ("GiveRecognitionRequest", ("links", 0)),
    "Metric": ("GiveRecognitionRequest", ("metrics", 0)),
    "CycleRules": ("CreateCycleRequest", ("rules",)),
    "Criterion": ("CreateCycleRequest", ("rules", "criteria", 0)),
    "CriterionScore": ("ScoreNominationRequest", ("scores", 0)),
    "Outsider": ("NominateRequest", ("outsider",)),
}


def camel(name):
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def connect_paths():
    """By the name of the request: where the rpc that takes it is asked."""
    found = {}
    for path in sorted((SOURCE / "proto").rglob("*_service.proto")):
        text = path.read_text()
        package, service = re.search(r"^package (.+);", text, re.MULTILINE)[1], re.search(r"^service (\w+)", text, re.MULTILINE)[1]
        for name, request in re.findall(r"^  rpc (\w+)\((\w+)\)", text, re.MULTILINE):
            found.setdefault(request, f"/{package}.{service}/{name}")
    return found


class Requests:
    def __init__(self, kleos):
        self.kleos, self.admin, self.paths = kleos, kleos.admin, connect_paths()
        self.numbers = itertools.count(1)
        table = io.StringIO()
        csv.writer(table).writerows([["handle"], *([handle] for handle in CROWD)])
        self.admin.must("POST", "/v1/members:import", table.getvalue(), {"Content-Type": "text/csv"})
        self.maria = kleos.member("maria", ("MEMBER", "LEADER"), ceiling="EXTERNAL")
        self.nikos, self.petros = kleos.member("nikos", manager="maria"), kleos.member("petros")

    def unique(self, beginning):
        return f"{beginning}{next(self.numbers)}"

    def of(self, message):
        """Who asks, and a valid request."""
        name = re.sub(r"(?<!^)([A-Z])", r"_\1", message.removesuffix("Request")).lower()
        return getattr(self, name)()

    def ask(self, message, body, client):
        return client.call("POST", self.paths[message], body)

    def thanks(self):
        return self.nikos.give(["maria"], "thanks")["id"]

    def award(self, scope="INTERNAL"):
        slug = self.unique("award-")
        self.admin.must("POST", "/v1/awards", {"slug": slug, "title": "Spotlight", "scope": scope})
        return slug

    def cycle(self, scope="INTERNAL", **rules):
        body = {"title": "2026", "rules": rules}
        return self.admin.must("POST", f"/v1/awards/{self.award(scope)}/cycles", body)["cycle"]["id"]

    def advance(self, cycle):
        self.admin.must("POST", f"/v1/cycles/{cycle}:advance", {})
        return cycle

    def give_recognition(self):
        body = {"receivers": [{"member": "maria"}], "message": "thanks", "links": [LINK], "metrics": [METRIC]}
        return self.nikos, copy.deepcopy(body)

    def edit_recognition(self):
        body = {"recognition": self.thanks(), "updateMask": "message,credits", "message": "thanks", "credits": [{"member": "maria"}]}
        return self.nikos, body

    def create_comment(self):
        return self.petros, {"recognition": self.thanks(), "message": "yes"}

    def join_recognition(self):
        return self.petros, {"recognition": self.thanks()}

    def report_content(self):
        return self.petros, {"recognition": self.thanks(), "reason": "look"}

    def resolve_content_report(self):
        self.petros.must("POST", self.paths["ReportContentRequest"], {"recognition": self.thanks(), "reason": "look"})
        reports = self.admin.must("POST", self.paths["ListContentReportsRequest"], {"pageSize": 500})["contentReports"]
        return self.admin, {"contentReport": reports[0]["id"], "outcome": "DISMISS"}

    def update_preferences(self):
        return self.petros, {"member": "me", "ceiling": "ORGANIZATION"}

    def list_recognitions(self):
        return self.nikos, {}

    def mark_read(self):
        return self.maria, {"recognitions": [self.thanks()]}

    def share_highlight(self):
        return self.maria, {"title": "Spring", "links": [LINK], "metrics": [METRIC]}

    def update_highlight(self):
        made = self.maria.must("POST", self.paths["ShareHighlightRequest"], {"title": "Spring"})["highlight"]
        return self.maria, {"highlight": made["id"], "updateMask": "title,description,collaborators,links,metrics", "title": "Spring"}

    def create_value(self):
        return self.admin, {"slug": self.unique("value-"), "title": "Craft"}

    def create_routine(self):
        team = self.unique("team")
        self.admin.must("POST", "/v1/members", {"handle": self.unique("m"), "team": team})
        return self.admin, {"team": team, "weekday": "FRIDAY", "time": "16:00", "timeZone": "UTC"}

    def list_overlooked(self):
        return self.maria, {}

    def get_agenda(self):
        return self.maria, {"member": "nikos"}

    def list_prompts(self):
        return self.nikos, {}

    def create_member(self):
        return self.admin, {"handle": self.unique("m")}

    def update_member(self):
        fields = "displayName,email,team,title,hats,locale,timeZone,externalId"
        handle = self.unique("m")
        self.admin.must("POST", "/v1/members", {"handle": handle})
        return self.admin, {"member": handle, "updateMask": fields, "displayName": "M."}

    def rename_team(self):
        team = self.unique("old")
        self.admin.must("POST", "/v1/members", {"handle": self.unique("m"), "team": team})
        return self.admin, {"team": team, "newTeam": self.unique("new")}

    def create_api_key(self):
        return self.admin, {"member": "nikos", "name": "test", "roles": ["MEMBER"]}

    def rotate_api_key(self):
        made = self.admin.must("POST", "/v1/apikeys", {"member": "nikos", "name": "test", "roles": ["MEMBER"]})
        return self.admin, {"apiKey": made["apiKey"]["id"]}

    def submit_pulse(self):
        return self.kleos.member(self.unique("m")), {"needLeadership": False, "haveLeadership": True}

    def import_members(self):
        return self.admin, {"rows": []}

    def import_recognitions(self):
        return self.admin, {"rows": []}

    def create_award(self):
        return self.admin, {"slug": self.unique("award-"), "title": "Spotlight"}

    def update_award(self):
        return self.admin, {"award": self.award(), "updateMask": "title,description,criteria,hashtag", "title": "Spotlight"}

    def create_cycle(self):
        rules = {"shortlist": "JURY", "criteria": [dict(CRITERION)], "jurors": [CROWD[0]]}
        return self.admin, {"award": self.award(), "title": "2026", "rules": rules}

    def update_cycle(self):
        return self.admin, {"cycle": self.cycle(), "updateMask": "title", "title": "2026"}

    def nominate(self):
        return self.nikos, {"cycle": self.advance(self.cycle()), "nominee": "maria", "reason": "for the calm"}

    def nominate_outsider(self):
        body = {"cycle": self.advance(self.cycle("COMMUNITY")), "reason": "for the calm"}
        return self.nikos, {**body, "outsider": {"name": "Zoe", "profileUrl": "https://social.example/@zoe"}}

    def score_nomination(self):
        cycle = self.advance(self.cycle(shortlist="JURY", criteria=[CRITERION], jurors=["petros"]))
        body = {"cycle": cycle, "nominee": "maria", "reason": "for the calm"}
        nomination = self.nikos.must("POST", self.paths["NominateRequest"], body)["nomination"]["id"]
        self.maria.must("POST", self.paths["AcceptNominationRequest"], {"nomination": nomination})
        self.advance(cycle)
        return self.petros, {"nomination": nomination, "scores": [{"criterion": "craft", "score": 1}]}

    def issue_vote_tokens(self):
        return self.admin, {"cycle": self.cycle("COMMUNITY", electorate="COMMUNITY", tally="APPROVAL"), "count": 1}
