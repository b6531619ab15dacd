"""Lighthouse over the sign-in page, the impact report and home: performance, accessibility, best practices."""
import unittest

import browse
from kleos import Kleos
from test_dashboard_page import Company

LEAST = 95  # of 100, in every category
VISITS = [{"name": "sign in", "path": "/", "signedIn": False}, {"name": "impact", "path": "/", "signedIn": True},
          {"name": "home", "path": "/home", "signedIn": True}]


class LighthouseTest(unittest.TestCase):
    def test_pages_are_quick_and_for_everybody(self):
        with Kleos() as kleos:
            Company(kleos).thank()
            leader = kleos.client_of("m1", ["MEMBER", "LEADER"])
            browse.visit(self, "lighthouse.mjs", {"url": kleos.url, "key": leader.key, "least": LEAST, "visits": VISITS})


if __name__ == "__main__":
    browse.main("lighthouse.mjs")
