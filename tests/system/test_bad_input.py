"""What nobody should send: each gets the contract's error and leaves nothing behind."""
import json
import re
import socket
import unittest

from kleos import Kleos

GIVE = {"receivers": [{"member": "maria"}], "message": "thanks"}


class BadInputTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = Kleos()
        cls.kleos.__enter__()
        cls.addClassCleanup(cls.kleos.__exit__, None)
        cls.maria = cls.kleos.member("maria", ceiling="EXTERNAL")
        cls.nikos = cls.kleos.member("nikos")

    def setUp(self):
        self.before = self.stored()

    def tearDown(self):
        self.assertEqual(self.stored(), self.before, "something was left behind")

    def stored(self):
        feed = self.nikos.get("/v1/recognitions", pageSize=500)["recognitions"]
        members = self.kleos.admin.get("/v1/members", pageSize=500)["members"]
        return sorted(r["id"] for r in feed), sorted(m["handle"] for m in members)

    def refused(self, reply, status, code, field=None):
        error = reply.json["error"]
        self.assertEqual((reply.status, error["status"]), (status, code), reply.body)
        self.assertEqual(error["details"][0]["domain"], "kleos")
        self.assertTrue(error["message"])
        if field:
            fields = [v["field"] for d in error["details"] for v in d.get("fieldViolations", [])]
            self.assertIn(field, fields)

    def post(self, body, headers=None):
        return self.nikos.call("POST", "/v1/recognitions", body, {"Content-Type": "application/json", **(headers or {})})

    def test_bodies_that_are_not_the_message(self):
        table = {
            "broken": '{"message":', "an array": "[]", "unknown key": '{"mesage":"x"}', "twice": '{"message":"a","message":"b"}',
            "number for text": '{"message":1}', "text for list": '{"receivers":"maria"}', "unknown enum": '{"win":"HUGE"}',
            "NUL": '{"message":"a\\u0000b"}', "too deep": "[" * 100 + "]" * 100, "lone surrogate": '{"message":"\\ud800"}',
        }
        for name, body in table.items():
            with self.subTest(name):
                self.refused(self.post(body), 400, "INVALID_ARGUMENT")
        self.refused(self.post(b'{"message":"\xff\xfe"}'), 400, "INVALID_ARGUMENT")

    def test_a_body_of_5_mb(self):
        reply = self.post(json.dumps({**GIVE, "message": "x" * 5_000_000}))
        self.assertEqual((reply.status, reply.reason), (413, "BODY_TOO_LARGE"))

    def test_rules_of_a_recognition(self):
        table = [
            ({**GIVE, "message": " \n\t"}, "message"), ({**GIVE, "message": "x" * 4001}, "message"),
            ({**GIVE, "receivers": []}, "receivers"), ({**GIVE, "receivers": [{"member": "maria"}] * 51}, "receivers"),
            ({**GIVE, "prompt": 6}, "prompt"), ({**GIVE, "value": "Not A Slug"}, "value"),
            ({**GIVE, "links": [{"url": "javascript:alert(1)"}]}, "links[0]"),
        ]
        for body, field in table:
            with self.subTest(field):
                self.refused(self.post(body), 400, "INVALID_ARGUMENT", field)

    def test_nobody_thanks_themselves(self):
        self.refused(self.post({**GIVE, "receivers": [{"member": "nikos"}]}), 400, "INVALID_ARGUMENT")

    def test_an_unknown_member_is_not_found(self):
        reply = self.post({**GIVE, "receivers": [{"member": "mari"}]})
        self.refused(reply, 404, "NOT_FOUND")
        self.assertEqual(reply.json["error"]["message"], "no member 'mari'")

    def test_a_request_id_with_another_payload(self):
        key = {"Idempotency-Key": "once"}
        first = self.post(GIVE, key)
        again = self.post(GIVE, key)
        other = self.post({**GIVE, "message": "other"}, key)
        self.assertEqual(first.json, again.json)
        self.assertEqual(again.headers["Idempotent-Replayed"], "true")
        self.refused(other, 409, "ALREADY_EXISTS")
        self.assertEqual(other.reason, "REQUEST_ID_REUSED")
        self.before = self.stored()

    def test_giving_in_the_name_of_another(self):
        self.refused(self.post({**GIVE, "giver": "maria"}), 403, "PERMISSION_DENIED")

    def test_routes_and_methods_that_do_not_exist(self):
        self.assertEqual(self.nikos.call("GET", "/v1/nothing").reason, "NO_SUCH_ROUTE")
        wrong = self.nikos.call("DELETE", "/v1/recognitions")
        self.assertEqual(wrong.status, 405)
        self.assertIn("POST", wrong.headers["Allow"])
        self.assertEqual(self.nikos.call("POST", "/v1/recognitions", "x", {"Content-Type": "text/xml"}).status, 415)

    def test_keys_that_do_not_open(self):
        for key in ("", "kls_", "kls_" + "A" * 49, "Bearer", "x" * 5000):
            reply = self.nikos.call("GET", "/v1/me", headers={"Authorization": f"Bearer {key}"})
            self.refused(reply, 401, "UNAUTHENTICATED")

    def test_framing_that_means_two_things(self):
        head = f"POST /v1/recognitions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {self.nikos.key}\r\nContent-Type: application/json\r\n"
        table = {
            "length and chunks": head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "two lengths": head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            "two hosts": head + "Host: b\r\nContent-Length: 2\r\n\r\n{}",
            "negative length": head + "Content-Length: -1\r\n\r\n",
        }
        for name, text in table.items():
            with self.subTest(name), socket.create_connection(("127.0.0.1", self.kleos.port), 10) as raw:
                raw.sendall(text.encode())
                answer = b""
                while part := raw.recv(65536):  # until the server closes
                    answer += part
                self.assertEqual(set(re.findall(rb"^HTTP/1.1 (\d+)", answer, re.MULTILINE)), {b"400"})

    def import_csv(self, what, text):
        return self.kleos.admin.call("POST", f"/v1/{what}:import", text, {"Content-Type": "text/csv"})

    def test_rows_that_are_wrong_are_named_and_the_others_are_in(self):
        text = "handle,team,joined_on,manager\nanna,social,2024-02-30,\nbob,social,2024-02-28,nobody\n,x,,\ncleo,social,2024-02-28,maria\n"
        reply = self.import_csv("members", text).json
        self.assertEqual(reply["created"], 1)
        self.assertEqual([(r["line"], r["column"]) for r in reply["rejected"]], [(2, "joined_on"), (3, "manager"), (4, "handle")])
        self.before = self.stored()

    def test_files_that_are_wrong_as_a_whole(self):
        for name, text in {"unknown column": "handle,shoe_size\na,b\n", "no handle": "team\nx\n", "empty": "",
                           "twice": "handle,handle\na,b\n"}.items():
            with self.subTest(name):
                self.refused(self.import_csv("members", text), 400, "INVALID_ARGUMENT")

    def test_an_import_of_65_mib(self):
        with socket.create_connection(("127.0.0.1", self.kleos.port), 30) as raw:
            raw.sendall((f"POST /v1/recognitions:import HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {self.kleos.admin_key}\r\n"
                         f"Content-Type: text/csv\r\nContent-Length: {65 << 20}\r\n\r\n").encode())
            self.assertIn(b" 413 ", raw.recv(65536).split(b"\r\n")[0])


if __name__ == "__main__":
    unittest.main()
