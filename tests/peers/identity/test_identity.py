"""Tokens of an identity provider on the API: a program of others makes them, Kleos takes those that are for it and of
somebody it knows, over the provider's change of keys and its absence."""
import base64
import json
import tempfile
import unittest

import provider
from kleos import Client, Stream

PEOPLE = {
    "maria": {"roles": ["kleos-admins", "of another program"]},
    "nikos": {"roles": []},
    "petros": {"roles": ["PEOPLE_ADMIN"]},
    "stranger": {"roles": ["ADMIN"]},
}


class IdentityTest(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.provider = provider.Provider(PEOPLE)
        self.kleos = provider.kleos_with(self.provider, folder, KLEOS_OIDC_ROLES_MAP="kleos-admins=ADMIN")
        self.addCleanup(self.provider.stop)
        self.provider.start(self.kleos)
        self.enterContext(self.kleos)
        provider.wait_known(self.kleos, self.provider)
        for handle in ("maria", "nikos", "petros"):
            self.kleos.admin.must("POST", "/v1/members", {"handle": handle})

    def bearer(self, token):
        return Client(self.kleos.port, token)

    def who(self, token):
        return self.bearer(token).get("/v1/me")

    def refused(self, token, reason="INVALID_TOKEN"):
        reply = self.bearer(token).call("GET", "/v1/me")
        self.assertEqual((reply.status, reply.reason), (401, reason), reply.body)
        self.assertIn('error="invalid_token"', reply.headers["WWW-Authenticate"])
        self.assertIn(f'resource_metadata="{self.kleos.url}/.well-known/oauth-protected-resource"', reply.headers["WWW-Authenticate"])
        return reply.json["error"]["message"]

    def test_a_token_is_whoever_it_names_with_what_the_provider_lets_them_do(self):
        for signs in ("RS256", "ES256", "EdDSA"):
            with self.subTest(signs):
                me = self.who(self.provider.token("maria", signs=signs))
                self.assertEqual(me["member"]["handle"], "maria")
                self.assertEqual(me["roles"], ["MEMBER", "ADMIN"])
        self.assertEqual(self.who(self.provider.token("nikos"))["roles"], ["MEMBER"])
        self.assertEqual(self.who(self.provider.token("petros"))["roles"], ["MEMBER"])  # the map does not name it
        self.kleos.admin.must("PATCH", "/v1/members/nikos", {"manager": "maria", "updateMask": "manager"})
        token = self.provider.token("maria")
        self.kleos.wait(lambda: "LEADER" in self.who(token)["roles"], "leading, as nikos reports to her")

    def test_what_it_may_not_do_is_refused_and_says_so(self):
        reply = self.bearer(self.provider.token("nikos")).call("POST", "/v1/members", {"handle": "anna"})
        self.assertEqual(reply.status, 403)
        self.assertIn('error="insufficient_scope"', reply.headers["WWW-Authenticate"])

    def test_a_token_for_somebody_else_or_of_nobody_is_refused(self):
        self.assertIn("another audience", self.refused(self.provider.token("maria", audience="payroll")))
        self.refused(self.provider.token("stranger"), "MEMBER_UNKNOWN")
        self.assertIn("three parts", self.refused("token"))
        head, claims, signature = self.provider.token("nikos").split(".")
        grown = json.loads(base64.urlsafe_b64decode(claims + "=="))
        grown["roles"] = ["ADMIN"]
        grown = base64.urlsafe_b64encode(json.dumps(grown).encode()).decode().rstrip("=")
        self.assertIn("signature is wrong", self.refused(f"{head}.{grown}.{signature}"))

    def test_the_provider_changes_its_keys(self):
        old = self.provider.token("maria")
        self.who(old)
        self.provider.renew(self.kleos)
        self.assertEqual(self.who(self.provider.token("maria"))["member"]["handle"], "maria")  # at once: the keys are fetched meanwhile
        self.assertIn("not the provider's", self.refused(old))

    def test_the_provider_is_away(self):
        token = self.provider.token("maria")
        self.who(token)
        self.provider.stop()
        self.assertEqual(self.who(token)["member"]["handle"], "maria")
        reply = Client(self.kleos.port).call("GET", "/v1/session:oidc?path=/me")
        self.assertEqual(reply.status, 303)
        self.assertTrue(reply.headers["Location"].startswith(self.provider.issuer))
        self.kleos["kleosd"].restart()  # now it knows nothing of it
        self.kleos.wait_ready()
        reply = Client(self.kleos.port).call("GET", "/v1/session:oidc?path=/me")
        self.assertEqual((reply.status, reply.headers["Location"]), (303, "/me?signIn=away"))
        self.assertEqual(self.bearer(token).call("GET", "/v1/me").status, 503)
        self.assertEqual(self.kleos.admin.call("GET", "/v1/me").status, 200)
        self.provider.start(self.kleos)
        fresh = self.provider.token("maria")
        self.kleos.wait(lambda: self.bearer(fresh).call("GET", "/v1/me").status == 200, "in again")

    def test_who_leaves_is_out_at_once_and_so_is_their_stream(self):
        client = self.bearer(self.provider.token("nikos"))
        stream = Stream(client)
        self.addCleanup(stream.close)
        self.kleos.admin.must("POST", "/v1/members/nikos:deactivate", {})
        took = self.kleos.wait(lambda: client.call("GET", "/v1/me").status == 401, "out")
        self.assertLess(took, 1)
        while stream.answer.readline():
            pass  # it ends
        self.kleos.admin.must("POST", "/v1/members/nikos:reactivate", {})
        self.kleos.wait(lambda: client.call("GET", "/v1/me").status == 200, "in again")

    def test_programs_find_out_where_tokens_come_from(self):
        told = Client(self.kleos.port).get("/.well-known/oauth-protected-resource")
        self.assertEqual((told["resource"], told["authorization_servers"]), (self.kleos.url, [self.provider.issuer]))

    def test_the_command_line_takes_a_token_as_a_key(self):
        file = self.kleos.folder / "token"
        file.write_text(self.provider.token("maria") + "\n")
        done = self.kleos.cli("members", "add", "anna", key_file=file)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_who_comes_back_from_another_attempt_is_led_to_try_again(self):
        client = Client(self.kleos.port)
        for query in ("code=x&state=y", "error=access_denied&state=y", ""):
            reply = client.call("GET", "/v1/session:callback?" + query)
            self.assertEqual((reply.status, reply.headers["Location"]), (303, "/home?signIn=again"))
        for path in ("//evil.example", "/\\evil.example", "https://evil.example", "/" + "x" * 300):
            there = client.call("GET", "/v1/session:oidc?path=" + path.replace("\\", "%5C"))
            cookie = there.headers["Set-Cookie"].split(";")[0]
            state = there.headers["Location"].split("state=")[1].split("&")[0]
            back = client.call("GET", f"/v1/session:callback?error=access_denied&state={state}", headers={"Cookie": cookie})
            self.assertEqual((back.status, back.headers["Location"]), (303, "/home?signIn=refused"))
            other = client.call("GET", f"/v1/session:callback?code=x&state={state}&iss=https://evil.example", headers={"Cookie": cookie})
            self.assertEqual(other.headers["Location"], "/home?signIn=again")


if __name__ == "__main__":
    provider.need()
    unittest.main()
