"""SCIM: what identity providers ask, replayed, gives the members and teams that are written beside it; what is wrong is
refused with a scimType and a sentence; a leaver keeps their history."""
import json
import unittest
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kleos import Client, Kleos

FOLDER = Path(__file__).parent / "scim"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
NOBODY = "019a19b4-0000-7000-8000-000000000001"


class Provider:
    """An identity provider with a key of its own."""

    def __init__(self, kleos):
        self.kleos = kleos
        body = {"name": "provider", "roles": ["PEOPLE_ADMIN"]}
        self.client = Client(kleos.port, kleos.admin.must("POST", "/v1/apikeys", body)["key"])
        kleos.wait(lambda: self.client.call("GET", "/v1/me").status == 200, "a working key")

    def call(self, method, target, body=None, **headers):
        path, _, query = target.partition("?")
        if query:
            query = "?" + "&".join(f"{k}={urllib.parse.quote_plus(urllib.parse.unquote_plus(v))}"
                                   for k, _, v in (pair.partition("=") for pair in query.split("&")))
        headers = {"Content-Type": "application/scim+json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.client.call(method, "/scim/v2" + path + query, body, headers)

    def must(self, method, target, body=None, **headers):
        reply = self.call(method, target, body, **headers)
        assert reply.status in (200, 201, 204), (method, target, reply.status, reply.body)
        return reply.json if reply.body else None

    def user(self, name, /, **more):
        return self.must("POST", "/Users", {"schemas": [USER], "userName": name, **more})

    def group(self, name, *members):
        return self.must("POST", "/Groups", {"displayName": name, "members": [{"value": m["id"]} for m in members]})

    def patch(self, target, *operations):
        return self.must("PATCH", target, {"schemas": [PATCH], "Operations": list(operations)})


def member_of(kleos, name):
    member = kleos.admin.get(f"/v1/members/{name}")["member"]
    return {**member, "manager": (member.get("manager") or {}).get("handle", "")}


def teams_of(kleos):
    return {team["path"]: team["members"] for team in kleos.admin.get("/v1/teams")["teams"] if team["members"]}


class RecordedTest(unittest.TestCase):
    def replay(self, name):
        story = json.loads((FOLDER / f"{name}.json").read_text())
        with Kleos() as kleos:
            provider, real = Provider(kleos), {}
            for member in story["before"]:
                kleos.admin.must("POST", "/v1/members", member)
            for step in story["steps"]:
                with self.subTest(step["why"]):
                    self.tell(provider, step, real)
            for handle, fields in story["members"].items():
                member = member_of(kleos, handle)
                self.assertEqual({k: member[k] for k in fields}, fields, handle)
            self.assertEqual(teams_of(kleos), story["teams"])

    def tell(self, provider, step, real):
        target, body = step["target"], json.dumps(step["body"]) if "body" in step else None
        for made_up, id_ in sorted(real.items(), key=lambda pair: -len(pair[0])):
            target = target.replace(made_up, id_)
            body = body and body.replace(f'"{made_up}"', f'"{id_}"').replace(f'\\"{made_up}\\"', f'\\"{id_}\\"')
        reply = provider.call(step["method"], target, body)
        self.assertEqual(reply.status, step["status"], reply.body)
        if "reply" in step:
            self.assertEqual({k: reply.json.get(k) for k in step["reply"]}, step["reply"])
        real.update({made_up: reply.json[field] for made_up, field in step.get("learn", {}).items()})

    def test_entra(self):
        self.replay("entra")

    def test_okta(self):
        self.replay("okta")


class ScimTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = cls.enterClassContext(Kleos())
        cls.provider = Provider(cls.kleos)

    def test_what_is_wrong_is_refused_with_a_type_and_a_sentence(self):
        user = self.provider.user("wrong@example.org", externalId="w1")
        self.provider.user("Taken@example.org")
        group = self.provider.group("Wrong", user)
        self.provider.group("Taken team")
        one, many = f"/Users/{user['id']}", f"/Groups/{group['id']}"
        op = lambda op, path=None, value=None: {"Operations": [{k: v for k, v in (("op", op), ("path", path), ("value", value)) if v is not None}]}
        table = [
            ("GET", "/Users?filter=userName", None, 400, "invalidFilter", "operator is expected"),
            ("GET", "/Users?filter=userName eq x", None, 400, "invalidFilter", "text"),
            ("GET", "/Users?filter=nobody eq \"x\"", None, 400, "invalidFilter", "name of an attribute"),
            ("GET", "/Users?filter=(userName pr", None, 400, "invalidFilter", ") is missing"),
            ("GET", "/Users?filter=userName pr and", None, 400, "invalidFilter", "name of an attribute"),
            ("GET", "/Users?filter=active gt true", None, 400, "invalidFilter", "does not go with"),
            ("GET", "/Users?filter=emails[type eq \"work\"", None, 400, "invalidFilter", "] is missing"),
            ("GET", "/Users?filter=" + "(" * 17 + "title pr" + ")" * 17, None, 400, "invalidFilter", "at most 16"),
            ("GET", "/Users?filter=" + " or ".join(["title pr"] * 65), None, 400, "invalidFilter", "at most 64"),
            ("GET", "/Users?count=many", None, 400, "invalidValue", "whole number"),
            ("GET", f"/Users/{NOBODY}", None, 404, None, NOBODY),
            ("GET", "/Users/nobody", None, 404, None, "nobody"),
            ("GET", "/People", None, 404, None, "Users, Groups"),
            ("POST", "/Users", "{", 400, "invalidSyntax", "JSON object"),
            ("POST", "/Users", "[]", 400, "invalidSyntax", "JSON object"),
            ("POST", "/Users", {"displayName": "x"}, 400, "invalidValue", "userName"),
            ("POST", "/Users", {"userName": 7}, 400, "invalidValue", "userName"),
            ("POST", "/Users", {"userName": "u" * 255}, 400, "invalidValue", "254"),
            ("POST", "/Users", {"userName": "x1", "active": "maybe"}, 400, "invalidValue", "active"),
            ("POST", "/Users", {"userName": "x2", "locale": "?"}, 400, "invalidValue", "locale"),
            ("POST", "/Users", {"userName": "x3", "emails": [{"value": "nowhere"}]}, 400, "invalidValue", "email"),
            ("POST", "/Users", {"userName": "x4", ENTERPRISE: {"manager": "boss"}}, 400, "invalidValue", "manager"),
            ("POST", "/Users", {"userName": "x5", ENTERPRISE: {"manager": NOBODY}}, 400, "invalidValue", "manager"),
            ("POST", "/Users", {"userName": "TAKEN@example.org"}, 409, "uniqueness", "already"),
            ("PUT", one, {"userName": "taken@EXAMPLE.org"}, 409, "uniqueness", "already"),
            ("PUT", f"/Users/{NOBODY}", {"userName": "x"}, 404, None, NOBODY),
            ("PATCH", one, {}, 400, "invalidSyntax", "Operations"),
            ("PATCH", one, op("move", "title"), 400, "invalidSyntax", "add, replace or remove"),
            ("PATCH", one, op("add", "shoeSize", "44"), 400, "invalidPath", "shoeSize"),
            ("PATCH", one, op("add", "title[type eq \"x\"]", "44"), 400, "invalidPath", "title"),
            ("PATCH", one, op("replace", "emails[type eq \"home\"].value", "x@y.z"), 400, "noTarget", "like that"),
            ("PATCH", one, op("remove"), 400, "noTarget", "path"),
            ("PATCH", one, op("remove", "userName"), 400, "mutability", "required"),
            ("PATCH", one, op("replace", "id", NOBODY), 400, "mutability", "read"),
            ("PATCH", one, op("replace", "groups", []), 400, "mutability", "read"),
            ("PATCH", one, op("add", "title"), 400, "invalidValue", "value"),
            ("PATCH", one, op("replace", "active", "perhaps"), 400, "invalidValue", "active"),
            ("PATCH", many, op("replace", f"members[value eq \"{user['id']}\"].value", NOBODY), 400, "mutability", "cannot change"),
            ("PATCH", many, op("add", "members", [{"value": NOBODY}]), 400, "invalidValue", NOBODY),
            ("PATCH", many, op("add", "members", [{"value": "nobody"}]), 400, "invalidValue", "members[1]"),
            ("PATCH", many, {"Operations": [{"op": "add", "path": "displayName", "value": "x"}] * 1001}, 400, "tooMany", "1000"),
            ("PATCH", many, op("add", "members", [{"value": f"019a19b4-0000-7000-8000-{i:012}"} for i in range(10001)]), 400, "tooMany", "10000"),
            ("PATCH", many, op("replace", "displayName", "taken TEAM"), 409, "uniqueness", "taken-team"),
            ("PATCH", many, op("replace", "displayName", "!!!"), 400, "invalidValue", "displayName"),
            ("POST", "/Groups", {"displayName": "Taken Team"}, 409, "uniqueness", "taken-team"),
            ("POST", "/Groups", {}, 400, "invalidValue", "displayName"),
            ("DELETE", f"/Groups/{NOBODY}", None, 404, None, NOBODY),
            ("POST", "/Bulk", {}, 501, None, "not supported"),
            ("GET", "/Me", None, 501, None, "not supported"),
            ("POST", "/Schemas", {}, 405, None, "read"),
            ("GET", "/Schemas?filter=id pr", None, 403, None, "filtered"),
            ("POST", "/Users", "x" * (2 * 1024 * 1024 + 1), 413, None, "bytes"),
        ]
        for method, target, body, status, kind, words in table:
            with self.subTest(method=method, target=target[:60], body=str(body)[:80]):
                reply = self.provider.call(method, target, body)
                self.assertEqual(reply.status, status, reply.body)
                error = reply.json
                self.assertEqual(error["schemas"], ["urn:ietf:params:scim:api:messages:2.0:Error"])
                self.assertEqual((error["status"], error.get("scimType")), (str(status), kind), error)
                self.assertIn(words, error["detail"])
        self.assertEqual(self.provider.must("GET", one)["userName"], "wrong@example.org")

    def test_a_body_of_another_type_is_refused_and_a_key_is_needed(self):
        reply = self.provider.call("POST", "/Users", "userName=x", Content_Type="text/plain")
        self.assertEqual((reply.status, reply.json["status"]), (415, "415"))
        reply = Client(self.kleos.port).call("GET", "/scim/v2/Users")
        self.assertEqual((reply.status, reply.json["status"]), (401, "401"))
        reply = self.kleos.member("outsider").call("GET", "/scim/v2/Users")
        self.assertEqual((reply.status, reply.json["status"]), (403, "403"))

    def test_an_etag_guards_against_others(self):
        user = self.provider.user("etag@example.org")
        old = user["meta"]["version"]
        self.assertEqual(self.provider.call("GET", f"/Users/{user['id']}", If_None_Match=old).status, 304)
        part = f'W/"{old.split(chr(34))[1][:-1]}"'
        self.assertEqual(self.provider.call("GET", f"/Users/{user['id']}", If_None_Match=part).status, 200)
        self.provider.must("PUT", f"/Users/{user['id']}", {"userName": "etag@example.org", "title": "One"}, If_Match=old)
        for method, body in (("PUT", {"userName": "x"}), ("DELETE", None),
                             ("PATCH", {"Operations": [{"op": "add", "path": "title", "value": "Two"}]})):
            reply = self.provider.call(method, f"/Users/{user['id']}", body, If_Match=old)
            self.assertEqual((reply.status, reply.json["status"]), (412, "412"), reply.body)
        self.assertEqual(self.provider.must("GET", f"/Users/{user['id']}")["title"], "One")

    def test_a_leaver_keeps_the_history_and_finds_it_again(self):
        lena = self.provider.user("lena@example.org", externalId="lena-1")
        friend = self.kleos.member("friend")
        given = friend.give(["lena"], "Thank you for the launch.")
        self.provider.must("DELETE", f"/Users/{lena['id']}")
        self.assertEqual(self.provider.call("GET", f"/Users/{lena['id']}").status, 404)
        self.assertEqual(self.provider.must("GET", "/Users?filter=userName eq \"lena@example.org\"")["totalResults"], 0)
        self.assertEqual(member_of(self.kleos, "lena")["status"], "INACTIVE")
        self.assertEqual(friend.get(f"/v1/recognitions/{given['id']}")["recognition"]["receivers"][0]["member"]["handle"], "lena")
        other = self.provider.user("lena@example.org", externalId="another-lena")
        self.assertEqual(member_of(self.kleos, other["id"])["handle"], "lena-2")
        self.provider.must("DELETE", f"/Users/{other['id']}")
        again = self.provider.user("lena@example.org", externalId="lena-1")
        self.assertEqual(again["id"], lena["id"])
        self.assertEqual(member_of(self.kleos, "lena")["status"], "ACTIVE")

    def test_what_is_sent_again_changes_nothing(self):
        first = self.provider.call("POST", "/Users", {"userName": "twice@example.org"}, Idempotency_Key="twice")
        second = self.provider.call("POST", "/Users", {"userName": "twice@example.org"}, Idempotency_Key="twice")
        self.assertEqual((first.status, first.json), (second.status, second.json))
        group = self.provider.group("Twice", first.json)
        for _ in range(2):
            self.provider.patch(f"/Groups/{group['id']}", {"op": "add", "path": "members", "value": [{"value": first.json["id"]}]})
        self.assertEqual(self.provider.must("GET", f"/Groups/{group['id']}"), group)
        put = {"userName": "twice@example.org"}
        self.assertEqual(self.provider.must("PUT", f"/Users/{first.json['id']}", put), self.provider.must("PUT", f"/Users/{first.json['id']}", put))

    def test_teams_follow_groups_and_fall_back(self):
        anna = self.provider.user("anna@example.org", **{ENTERPRISE: {"department": "R&D"}})
        team = lambda: member_of(self.kleos, "anna")["team"]
        self.assertEqual(team(), "r-d")
        one, two = self.provider.group("Αθήνα", anna), self.provider.group("Athens/Design", anna)
        self.assertEqual(team(), "athens/design")
        self.provider.patch(f"/Groups/{two['id']}", {"op": "remove", "path": f"members[value eq \"{anna['id']}\"]"})
        self.assertEqual(team(), "αθήνα")
        self.provider.patch(f"/Groups/{one['id']}", {"op": "replace", "path": "displayName", "value": "Πειραιάς / Κέντρο"})
        self.assertEqual(team(), "πειραιάς/κέντρο")
        self.provider.must("DELETE", f"/Groups/{one['id']}")
        self.assertEqual(team(), "r-d")
        shown = self.provider.must("GET", f"/Users/{anna['id']}")
        self.assertNotIn("groups", shown)

    def test_filters_choose_and_pages_divide(self):
        for i, name in enumerate(["ada", "Bob", "cy", "dan"]):
            self.provider.user(f"{name}@filter.example", externalId=f"F{i}", title="Tester", active=i != 3,
                               emails=[{"value": f"{name}@mail.example", "type": "work"}], name={"familyName": f"Fam{i}"})
        table = [
            ("userName eq \"ADA@filter.example\"", ["ada"]),
            ("userName sw \"ada@f\" or userName sw \"bob@f\"", ["ada", "Bob"]),
            ("externalId eq \"f0\"", []),
            ("externalId eq \"F0\" and title eq \"tester\"", ["ada"]),
            ("externalId eq \"F0\" and title eq \"other\"", []),
            ("title eq \"Tester\" and not (active eq false)", ["ada", "Bob", "cy"]),
            ("title eq \"Tester\" and active eq \"False\"", ["dan"]),
            ("emails[type eq \"work\" and value co \"CY@mail\"]", ["cy"]),
            ("emails.value eq \"bob@MAIL.example\"", ["Bob"]),
            ("emails eq \"bob@mail.example\"", ["Bob"]),
            ("title eq \"Tester\" and name.familyName gt \"Fam1\"", ["cy", "dan"]),
            ("userName ew \"@filter.example\" and name.familyName le \"fam1\"", ["ada", "Bob"]),
            (f"{USER}:userName eq \"cy@filter.example\"", ["cy"]),
            ("title eq \"Tester\" and meta.created gt \"2000-01-01T00:00:00+02:00\"", ["ada", "Bob", "cy", "dan"]),
            ("title eq \"Tester\" and " + ENTERPRISE + ":department pr", []),
            ("title eq \"Tester\" and nickName pr", []),
            ("title eq \"Tester\" and externalId ne null and (externalId eq \"F1\" or externalId eq \"F2\")", ["Bob", "cy"]),
            ("userName eq \"a\\\"da\"", []),
        ]
        for text, names in table:
            with self.subTest(text):
                found = self.provider.must("GET", f"/Users?filter={urllib.parse.quote_plus(text)}&attributes=userName")
                self.assertEqual([u["userName"].split("@")[0] for u in found["Resources"]], names)
                self.assertEqual(found["totalResults"], len(names))
        pages = [self.provider.must("GET", f"/Users?filter=title eq \"Tester\"&startIndex={i}&count=2") for i in (1, 3, 5)]
        self.assertEqual([len(p["Resources"]) for p in pages], [2, 2, 0])
        self.assertEqual({p["totalResults"] for p in pages}, {4})
        self.assertEqual(self.provider.must("GET", "/Users?count=0")["Resources"], [])

    def test_who_is_looked_at_and_changed_can_read_it(self):
        iris = self.provider.user("iris@example.org")
        self.provider.must("GET", f"/Users/{iris['id']}")
        self.provider.patch(f"/Users/{iris['id']}", {"op": "add", "path": "title", "value": "Painter"})
        entries = self.kleos.client_of("iris").get("/v1/audit")["auditEntries"]
        self.assertLessEqual({"PutUser", "ReadUsers"}, {e["action"] for e in entries})

    def test_many_come_at_once(self):
        users = [self.provider.user(f"many{i}@example.org") for i in range(30)]
        group = self.provider.group("Many")
        self.provider.patch(f"/Groups/{group['id']}", *({"op": "add", "path": "members", "value": [{"value": u["id"]}]} for u in users))
        self.assertEqual(teams_of(self.kleos)["many"], 30)
        self.assertEqual(len(self.provider.must("GET", f"/Groups/{group['id']}")["members"]), 30)

    def test_nothing_is_lost_when_operations_come_at_the_same_time(self):
        users = [self.provider.user(f"race{i}@example.org") for i in range(24)]
        group = self.provider.group("Race")
        add = lambda user: self.provider.patch(f"/Groups/{group['id']}", {"op": "add", "path": "members", "value": [{"value": user["id"]}]})
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(add, users))
        members = self.provider.must("GET", f"/Groups/{group['id']}")["members"]
        self.assertEqual({m["value"] for m in members}, {u["id"] for u in users})


if __name__ == "__main__":
    unittest.main()
