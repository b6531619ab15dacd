"""An identity provider beside Kleos: oidc-provider, an OpenID-certified program of others, started and stopped by tests."""
import base64
import json
import subprocess
import sys
import urllib.parse
from pathlib import Path

from kleos import SKIP, Client, Kleos, free_port, skip

HERE = Path(__file__).parent
SCRIPT = HERE / "provider.mjs"
SECRET = "kleos:s3cret/+ %"


def need():
    """Ends the test as skipped where the provider is not installed."""
    try:
        seen = subprocess.run(["node", SCRIPT]).returncode
    except FileNotFoundError:
        skip("node is not here; the package nodejs brings it (./dev test does that)")
    if seen == SKIP:  # it has said why
        sys.exit(SKIP)


class Provider:
    """New keys with every start; the same port."""

    def __init__(self, people):
        self.people, self.port, self.process = people, free_port(), None

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self, kleos, signs="RS256", userinfo=True):
        plan = {"port": self.port, "kleos": kleos.url, "signs": signs, "userinfo": userinfo, "people": self.people}
        self.process = subprocess.Popen(["node", SCRIPT, json.dumps(plan)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while "listening" not in (line := self.process.stdout.readline()):
            assert line, self.process.stderr.read()
        self.drain = [subprocess.Popen(["cat"], stdin=stream, stdout=subprocess.DEVNULL)
                      for stream in (self.process.stdout, self.process.stderr)]

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(30)
            for cat in self.drain:
                cat.wait(30)
            self.process.stdout.close()
            self.process.stderr.close()
        self.process = None

    def renew(self, kleos, **options):
        """Other keys."""
        self.stop()
        self.start(kleos, **options)

    def token(self, name, audience="kleos", signs="RS256"):
        """What a program gets that acts for somebody."""
        pair = ":".join(urllib.parse.quote(text, safe="") for text in ("kleos", SECRET))
        form = {"grant_type": "client_credentials", "scope": f"as:{name}", "resource": f"urn:{audience}:{signs}"}
        reply = Client(self.port).call("POST", "/token", urllib.parse.urlencode(form), {
            "Content-Type": "application/x-www-form-urlencoded", "Authorization": "Basic " + base64.b64encode(pair.encode()).decode()})
        assert reply.status == 200, reply.body
        return reply.json["access_token"]


def wait_known(kleos, provider):
    """Until Kleos has read who the provider is."""
    def leads_there():
        return Client(kleos.port).call("GET", "/v1/session:oidc").headers["Location"].startswith(provider.issuer)
    kleos.wait(leads_there, "ready to sign in")


def kleos_with(provider, folder, **settings):
    """A deployment that knows the provider."""
    secret = Path(folder) / "client.secret"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    kleos = Kleos(KLEOS_OIDC_ISSUER=provider.issuer, KLEOS_OIDC_CLIENT_ID="kleos", KLEOS_OIDC_CLIENT_SECRET_FILE=str(secret), **settings)
    kleos.processes["kleosd"].environment["KLEOS_PUBLIC_URL"] = kleos.url
    return kleos
