"""Signing in with an identity provider, in a browser: there, over the provider's own pages, and back into a session of
Kleos's own; and what a person reads when nothing comes of it."""
import tempfile
import threading
import unittest
from pathlib import Path

import browse
import provider

PEOPLE = {
    "maria": {"roles": ["PEOPLE_ADMIN"], "email": "Maria@Example.org", "email_verified": True},
    "stranger": {"roles": ["ADMIN"], "email": "maria@example.org", "email_verified": False},
}


class SignInPageTest(unittest.TestCase):
    def deploy(self, signs="RS256", userinfo=True, **settings):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.provider = provider.Provider(PEOPLE)
        self.kleos = provider.kleos_with(self.provider, self.folder, **settings)
        self.addCleanup(self.provider.stop)
        self.provider.start(self.kleos, signs=signs, userinfo=userinfo)
        self.enterContext(self.kleos)
        self.kleos.admin.must("POST", "/v1/members", {"handle": "maria", "displayName": "Μαρία", "email": "maria@example.org"})
        provider.wait_known(self.kleos, self.provider)

    def visit(self, walk, **more):
        plan = {"url": self.kleos.url, "provider": self.provider.issuer, "name": "maria", "pictures": str(browse.PICTURES), **more}
        browse.visit(self, "sign_in_page.mjs", plan, walk)


    def test_there_and_back_by_name_with_userinfo(self):
        self.deploy()
        self.visit("in")

    def test_there_and_back_by_address_with_all_in_the_token(self):
        for signs in ("ES256", "EdDSA"):
            with self.subTest(signs):
                self.deploy(signs=signs, userinfo=False, KLEOS_OIDC_MEMBER_CLAIM="email")
                self.visit("in", languages=1)
        self.visit("unknown")  # has the same address, which nobody verified

    def test_who_is_no_member_or_does_not_want_to_reads_so(self):
        self.deploy()
        self.visit("unknown")
        self.visit("refuses")

    def test_the_provider_goes_away(self):
        self.deploy()
        self.provider.stop()
        self.kleos["kleosd"].restart()
        self.kleos.wait_ready()
        self.visit("away")

    def test_who_leaves_is_out_within_a_second(self):
        self.deploy()
        file = Path(self.folder) / "signal"
        walk = threading.Thread(target=self.visit, args=("leaver",), kwargs={"languages": 1, "file": str(file)})
        walk.start()
        self.kleos.wait(lambda: file.exists() and file.read_text() == "in", "signed in", 60)
        self.kleos.admin.must("POST", "/v1/members/maria:deactivate", {})
        file.write_text("gone")
        walk.join()


if __name__ == "__main__":
    provider.need()
    browse.main("sign_in_page.mjs")
