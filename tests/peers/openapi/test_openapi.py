"""The API's document against independent readers: linters find nothing, every example runs, by REST through a proxy that
holds call and answer against the document, and over Connect; what is refused is refused in the form that it tells."""
import contextlib
import json
import re
import shutil
import signal
import subprocess
import time
import unittest
from calendar import timegm
from pathlib import Path

import calls
from kleos import Client, Kleos, Stream, free_port, skip

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
PRISM = PACKAGES / "@stoplight/prism-cli/dist/index.js"
SPECTRAL = PACKAGES / "@stoplight/spectral-cli/dist/index.js"
NOW = timegm((2026, 6, 1, 9, 0, 0))  # a Monday; the story's days stand around it
DAY = 86400
STREAMS = {"Events_Follow"}  # no end: nothing that reads a whole answer can have it


def node(*arguments):
    return subprocess.run(["node", *map(str, arguments)], cwd=HERE, capture_output=True, text=True, timeout=120)


@contextlib.contextmanager
def prism(file, url, *options):
    """The proxy's port."""
    port = free_port()
    process = subprocess.Popen(["node", PRISM, "proxy", file, url, "--port", str(port), *options], cwd=HERE,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        while "is listening" not in (line := process.stdout.readline()):
            assert line or process.poll() is None, "prism does not start"
        process.drain = subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.DEVNULL)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.drain.wait(30)
        process.stdout.close()


class Telling:
    """One deployment in which the story is told, step by step."""

    def __init__(self, kleos, port):
        self.kleos, self.port, self.now = kleos, port, NOW
        self.document = calls.Document(Client(kleos.port).call("GET", "/openapi.json").body)
        self.keys = {"": None, "admin": kleos.admin_key}
        self.real = {}  # a made-up id → the one that the deployment made
        self.cookie = None
        self.events = Stream(kleos.admin)

    def key(self, who):
        if who not in self.keys:
            roles = ["MEMBER", "LEADER"] if who == "maria" else ["MEMBER"]
            self.keys[who] = self.kleos.client_of(who, roles).key
        return self.keys[who]

    def call(self, who, method, target, body=None, kind=None):
        """As somebody by name, as nobody (""), or as the browser that signed in ("cookie")."""
        headers = {"Content-Type": kind} if kind else {}
        if who == "cookie":
            headers |= {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        reply = Client(self.port, None if who == "cookie" else self.key(who)).call(method, target, body, headers)
        self.cookie = (reply.headers["Set-Cookie"] or self.cookie or "").partition(";")[0]
        return reply

    def event(self, kind):
        """The subject of the next event of this kind."""
        while True:
            _, name, event = self.events.next()
            if name == kind:
                return event["subject"]

    def prepare(self, step):
        """The step's values with real ids; time passes where it says so."""
        if "days_later" in step:
            self.now += step["days_later"] * DAY
            self.kleos.at(self.now)
        self.real |= {made_up: self.event(kind) for made_up, kind in step.get("event", {}).items()}
        self.real |= {made_up: self.key(who) for made_up, who in step.get("key_of", {}).items()}
        text = json.dumps(step["request"], ensure_ascii=False)
        for made_up, real in self.real.items():
            text = text.replace(made_up, real)
        return json.loads(text)

    def learn(self, step, reply):
        for made_up, path in step.get("learn", {}).items():
            self.real[made_up] = calls.at(reply, path)

    def bodies(self, step, body):
        """Each form that the body may have: (type, bytes)."""
        others = [(kind, step[kind]) for kind in self.document.bodies(step["operation"]) if kind in step]
        forms = [("application/json", json.dumps(body))] if body is not None else []
        for kind, text in others:
            form = json.dumps if kind.endswith("json") else lambda fields: "&".join(f"{k}={v}" for k, v in fields.items())
            forms.append((kind, text if isinstance(text, str) else form(text)))
        return forms or [(None, None)]


class DocumentTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = cls.enterClassContext(Kleos())
        cls.file = cls.kleos.folder / "openapi.json"
        cls.file.write_bytes(Client(cls.kleos.port).call("GET", "/openapi.json").body)
        cls.document = calls.Document(cls.file.read_text())

    def test_redocly_finds_nothing(self):
        done = node("redocly.mjs", self.file)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_spectral_finds_nothing(self):
        done = node(SPECTRAL, "lint", "--ruleset", "spectral.yaml", "--fail-severity", "hint", self.file)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_operation_has_an_example_and_every_example_an_operation(self):
        self.assertEqual({step["operation"] for step in calls.story()}, set(self.document.operations))

    def test_the_document_shows_the_examples_that_run(self):
        shown = set()
        for step in calls.story():
            name = step["operation"]
            if name in shown:
                continue
            shown.add(name)
            operation = self.document.operations[name][2]
            self.assertEqual(self.document.example(name), step["request"], name)
            for kind, example in self.document.bodies(name).items():
                self.assertEqual(example, step[kind], name)
            if "x-connect" in operation:
                self.assertEqual(bool(operation["x-connect"]["example"]), any(step["request"].values()), name)

    def test_what_is_refused_is_refused_as_the_document_says(self):
        bad = [("GET", "/v1/members/nobody", None, 404, "MEMBER_NOT_FOUND"),
               ("GET", "/v1/members?pageSize=-1", None, 400, "INVALID_FIELD"),
               ("POST", "/v1/members", {"handle": "", "displayName": 7}, 400, "INVALID_FIELD"),
               ("POST", "/v1/members", {"handle": "x y"}, 400, "INVALID_FIELD"),
               ("POST", "/v1/members", {"handle": "anna", "nickname": "a"}, 400, "INVALID_FIELD"),
               ("GET", "/v1/audit?since=yesterday", None, 400, "INVALID_FIELD"),
               ("DELETE", "/v1/values/nothing", None, 404, "VALUE_NOT_FOUND")]
        with prism(self.file, self.kleos.url) as port:
            for key in (self.kleos.admin_key, "kls_wrong"):
                for method, target, body, status, reason in bad:
                    reply = Client(port, key).call(method, target, body)
                    expected = (status, reason) if key != "kls_wrong" else (401, reply.reason)
                    self.assertEqual((reply.status, reply.reason), expected, (target, reply.body))
                    violations = json.loads(reply.headers.get("sl-violations", "[]"))
                    self.assertEqual([v for v in violations if v["location"][0] == "response"], [], target)
            reply = Client(port).call("GET", "/v1/me")
            self.assertEqual((reply.status, reply.reason), (401, "NO_KEY"))


class StoryTest(unittest.TestCase):
    def test_every_example_runs_through_a_proxy_that_checks_it(self):
        with Kleos(past=True) as kleos:
            kleos.at(NOW)
            file = kleos.folder / "openapi.json"
            file.write_bytes(Client(kleos.port).call("GET", "/openapi.json").body)
            with prism(file, kleos.url, "--errors") as port:
                telling = Telling(kleos, port)
                for number, step in enumerate(calls.story()):
                    with self.subTest(number=number, operation=step["operation"]):
                        self.tell(telling, step)
                telling.events.close()

    def tell(self, telling, step):
        values = telling.prepare(step)
        method, target, body = telling.document.call(step["operation"], values)
        if step["operation"] in STREAMS:
            Stream(telling.kleos.admin, target).close()
            return
        for kind, text in telling.bodies(step, body):
            reply = self.ask(telling, step.get("as", "admin"), method, target, text, kind)
            self.assertEqual(reply.status, step.get("status", 200), (method, target, text, reply.body))
            if (kind is None or kind.endswith("json")) and "learn" in step:
                telling.learn(step, reply.json)

    def ask(self, telling, who, method, target, text, kind):
        """The proxy's node-fetch (2.7.0) takes some whole chunked answers for cut off: it counts the listeners of a socket
        that node has taken back already. Such a reading is done again; whoever really cuts an answer off does it always."""
        for _ in range(10):
            reply = telling.call(who, method, target, text, kind)
            if method != "GET" or b"Premature close" not in reply.body:
                break
        return reply

    def test_every_example_runs_over_connect(self):
        with Kleos(past=True) as kleos:
            kleos.at(NOW)
            telling, shown = Telling(kleos, kleos.port), set()
            for step in calls.story():
                values = telling.prepare(step)
                operation = telling.document.operations[step["operation"]][2]
                if "x-connect" not in operation:
                    continue
                with self.subTest(operation=step["operation"]):
                    connect = operation["x-connect"]
                    if step["operation"] not in shown:
                        values = telling.prepare({"request": connect["example"]})
                    shown.add(step["operation"])
                    reply = telling.call(step.get("as", "admin"), "POST", connect["path"], values)
                    self.assertEqual(reply.status, 200, (connect["path"], values, reply.body))
                    telling.learn(step, reply.json)
            telling.events.close()


if __name__ == "__main__":
    if not shutil.which("node"):
        skip("node is not here; the package nodejs brings it (./dev test does that)")
    if not PRISM.exists():
        skip("the OpenAPI tools are not here; npm ci --prefix tests/peers/openapi brings them (./dev test does that)")
    unittest.main()
