"""Prometheus itself against /metrics: promtool has nothing to say, a real one scrapes and answers, and everything that the
rules and the dashboard ask is understood; none of the alerts is raised by a deployment that is well."""
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

from kleos import SOURCE, Kleos, free_port, skip

sys.path.append(str(SOURCE / "tests/source"))
from test_meters import ROOM, expressions, meters

OPENMETRICS = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"


def promtool(*words, text=None):
    return subprocess.run(["promtool", *map(str, words)], input=text, capture_output=True, timeout=60)


class Prometheus:
    """The real one, with the configuration that is shipped, looking at one deployment every second."""

    def __init__(self, kleos, key):
        self.kleos, self.key, self.port = kleos, key, free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="kleos-prometheus-"))

    def configure(self):
        shutil.copy(ROOM / "kleos.rules.yaml", self.folder)
        (self.folder / "metrics.key").write_text(self.key)
        text = (ROOM / "prometheus.yaml").read_text()
        text = text.replace("gateway:8080", f"127.0.0.1:{self.kleos.port}").replace(": 15s", ": 1s")
        (self.folder / "prometheus.yaml").write_text(text)

    def __enter__(self):
        self.configure()
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={self.folder}/prometheus.yaml", f"--storage.tsdb.path={self.folder}/data",
             f"--web.listen-address=127.0.0.1:{self.port}"], stdout=self.log, stderr=self.log)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
        shutil.rmtree(self.folder)

    def ask(self, path, **query):
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.load(answer)["data"]

    def query(self, expression):
        return self.ask("query", query=expression)["result"]


class PrometheusTest(unittest.TestCase):
    def check(self, kleos):
        text = kleos.admin.call("GET", "/metrics")
        self.assertEqual((text.status, text.headers["Content-Type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        done = promtool("check", "metrics", text=text.body)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        return text.body.decode()

    def use(self, kleos):
        maria, nikos = kleos.member("maria", team="a"), kleos.member("nikos", team="a")
        maria.give(["nikos"], "Secret words of praise.")
        maria.call("GET", "/v1/recognitions?query=praise")
        nikos.call("GET", "/no/such/path/secret")
        kleos.admin.call("GET", "/v1/members/nobody-secret")

    def test_promtool_has_nothing_to_say(self):
        with Kleos() as kleos:
            self.check(kleos)
            self.use(kleos)
            text = self.check(kleos)
        self.assertNotIn("ecret", text)
        for word in ('route="/v1/members/{member}",code="404"', 'method="kleos.recognitions.v1.RecognitionsService/GiveRecognition",code="OK"',
                     'kleos_commit_writes_bucket{service="members"', 'kleos_projection_lag_events{service="recognitions",projection="search"}'):
            self.assertIn(word, text)

    def test_all_that_is_shown_stands_in_the_table_with_its_own_type(self):
        types = {name: kind for _, name, kind, _, _ in meters()}
        with Kleos() as kleos:
            self.use(kleos)
            shown = re.findall(r"^# TYPE (\w+) (\w+)$", self.check(kleos), re.MULTILINE)
        self.assertGreater(len(shown), 25)
        for name, kind in shown:
            self.assertEqual(kind, {"COUNTER": "counter", "GAUGE": "gauge"}.get(types[name], "histogram"), name)

    def test_a_service_that_is_down_leaves_its_series_out_and_the_others_alone(self):
        with Kleos(apart=True) as kleos:
            self.use(kleos)
            before = self.check(kleos)
            kleos["kleos-recognitions"].stop()
            kleos.wait(lambda: 'kleos_service_up{service="recognitions"} 0' in self.check(kleos), "seen to be down")
            text = self.check(kleos)
        self.assertIn('kleos_outbox_head{service="recognitions"}', before)
        self.assertNotIn('kleos_outbox_head{service="recognitions"}', text)
        self.assertIn('kleos_outbox_head{service="members"}', text)
        for service in ("gateway", "members", "awards"):
            self.assertIn(f'process_resident_memory_bytes{{service="{service}"}}', text)

    def test_rules_and_configuration_are_well(self):
        for words in (("check", "rules", ROOM / "kleos.rules.yaml"), ("test", "rules", ROOM / "kleos.rules.test.yaml"),
                      ("check", "config", "--syntax-only", ROOM / "prometheus.yaml")):
            done = promtool(*words)
            self.assertEqual(done.returncode, 0, (words, done.stdout, done.stderr))

    def test_a_real_one_scrapes_and_answers_and_is_calm(self):
        with Kleos() as kleos:
            self.use(kleos)
            key = kleos.admin.must("POST", "/v1/apikeys", {"name": "prometheus", "roles": ["SERVICE"]})["key"]
            with Prometheus(kleos, key) as prometheus:
                kleos.wait(lambda: len(prometheus.query("kleos_service_up == 1")) == 4, "scraped")
                given = 'kleos_rpc_calls_total{method=~".*/GiveRecognition",code="OK"}'
                self.assertEqual([sample["value"][1] for sample in prometheus.query(given)], ["1"])
                target = prometheus.ask("targets")["activeTargets"][0]
                self.assertEqual((target["health"], target["lastError"]), ("up", ""))
                kept = prometheus.ask("metadata")
                self.assertEqual(kept["kleos_rpc_calls_total"][0]["type"] if "kleos_rpc_calls_total" in kept
                                 else kept["kleos_rpc_calls"][0]["type"], "counter")
                for expression in expressions():
                    prometheus.query(expression.replace("$__rate_interval", "1m"))
                time.sleep(2)  # two rounds of the rules
                self.assertEqual([alert["labels"]["alertname"] for alert in prometheus.ask("alerts")["alerts"]], [])

    def test_a_stopped_service_raises_its_alert(self):
        with Kleos(apart=True) as kleos:
            with Prometheus(kleos, kleos.admin_key) as prometheus:
                kleos.wait(lambda: len(prometheus.query("kleos_service_up == 1")) == 4, "scraped")
                kleos["kleos-awards"].stop()
                kleos.wait(lambda: {("KleosServiceDown", "awards")} <=
                           {(a["labels"]["alertname"], a["labels"].get("service")) for a in prometheus.ask("alerts")["alerts"]}, "told")

    def test_openmetrics_ends_and_says_the_same(self):
        with Kleos() as kleos:
            self.use(kleos)
            answer = kleos.admin.call("GET", "/metrics", headers={"Accept": OPENMETRICS})
            self.assertEqual(answer.headers["Content-Type"], "application/openmetrics-text; version=1.0.0; charset=utf-8")
            self.assertTrue(answer.body.endswith(b"\n# EOF\n"))
            self.assertIn(b"# TYPE kleos_http_requests counter\n", answer.body)


if __name__ == "__main__":
    if not shutil.which("prometheus") or not shutil.which("promtool"):
        skip("prometheus is not here; apt-get install prometheus brings it (./dev test does that)")
    unittest.main()
