"""SCIM against an independent tester: scim2-tester reads what the server says it can do, and tries all of it."""
import json
import site
import sys
import unittest
import urllib.parse

from kleos import BUILD, SOURCE, Client, Kleos, skip

# ./dev test installs it once for all build folders; whoever builds by hand has it in one of their own.
for venv in (SOURCE / "build/scim.venv", BUILD / "scim.venv"):
    for packages in venv.glob("lib/python3*/site-packages"):
        site.addsitedir(str(packages))
try:
    from scim2_client import BaseSyncSCIMClient
    from scim2_tester import Status, check_server
except ImportError:
    BaseSyncSCIMClient = object


class Response:
    """What the tester reads of an answer."""

    def __init__(self, reply):
        self.status_code, self.headers, self.text = reply.status, reply.headers, reply.body.decode()

    def json(self):
        return json.loads(self.text)


class ScimClient(BaseSyncSCIMClient):
    def __init__(self, client):
        super().__init__()
        self.client = client

    def _parse_json(self, response):
        return response.json()

    def request(self, method, url, params=None, json=None, headers=None, **_):
        query = "?" + urllib.parse.urlencode(params, doseq=True) if params else ""
        headers = {"Content-Type": "application/scim+json", **(headers or {})}
        return Response(self.client.call(method, "/scim/v2" + url + query, json, headers))


class ScimTest(unittest.TestCase):
    def test_the_tester_finds_nothing(self):
        with Kleos() as kleos:
            results = check_server(ScimClient(Client(kleos.port, kleos.admin_key)))
        told = [f"{r.status.name} {r.resource_type or ''} {r.title}: {r.reason}" for r in results]
        wrong = [line for r, line in zip(results, told) if r.status in (Status.ERROR, Status.CRITICAL, Status.DEVIATION)]
        print(f"{len(results)} checks, {sum(r.status == Status.SKIPPED for r in results)} skipped", file=sys.stderr)
        self.assertEqual(wrong, [], "\n".join(told))
        self.assertGreater(len(results), 50)


if __name__ == "__main__":
    if BaseSyncSCIMClient is object:
        skip("scim2-tester is not here; ./dev test brings it (tests/peers/scim/requirements.txt)")
    unittest.main()
