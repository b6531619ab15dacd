"""The four containers of docker/compose.yaml, really built and started, with the same client and the same report."""
import json
import os
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path

from compose import Deployment, engine
from elf import PROGRAMS, weaknesses
from kleos import SOURCE, free_port, skip
from test_credits import MEMBERS, RECOGNITIONS, REFERENCE

CONTAINERS = ("members", "recognitions", "awards", "gateway")
HEALTHY_S = 30  # from `up` to the last container's being healthy, images built
IMAGE_MB = 60   # on top of the base image
VALIDATOR = SOURCE / "tests/peers/cyclonedx"


class ComposeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = Deployment(ENGINE, "compose")
        cls.addClassCleanup(cls.kleos.down)
        cls.kleos.up()

    def test_it_is_healthy_soon(self):
        print(f"healthy after {self.kleos.took_s:.1f} s", end=" ")
        self.assertLess(self.kleos.took_s, HEALTHY_S)

    def test_import_and_report(self):
        self.assertEqual(self.kleos.cli("import", "members", MEMBERS)["created"], 1827)
        self.assertEqual(self.kleos.cli("import", "recognitions", RECOGNITIONS)["created"], 9407)
        report = self.kleos.cli("report", "--from", "2024-01-01", "--to", "2024-12-31")["report"]
        wanted = json.loads(subprocess.check_output([sys.executable, REFERENCE, MEMBERS, RECOGNITIONS,
                                                     "--from", "2024-01-01", "--to", "2024-12-31"]))
        self.assertEqual({k: report["totals"][k] for k in wanted["totals"]}, wanted["totals"])
        self.assertFalse(report["partial"])

    def test_only_the_gateway_is_reachable_and_each_is_nobody_special(self):
        self.assertEqual(self.kleos.admin.call("GET", "/readyz").status, 200)
        for service in CONTAINERS:
            with self.subTest(service):
                state = json.loads(self.kleos.compose("ps", "--format", "json", service).splitlines()[0])
                published = [p for p in state.get("Publishers") or [] if p.get("PublishedPort")]
                self.assertEqual([p["URL"] for p in published], ["127.0.0.1"] if service == "gateway" else [])
                host = self.kleos.inspect(service)["HostConfig"]
                self.assertEqual((host["ReadonlyRootfs"], host["CapDrop"], host["Init"], host["SecurityOpt"]),
                                 (True, ["ALL"], True, ["no-new-privileges:true"]))
                self.assertTrue(host["Memory"] and host["PidsLimit"])
                told = self.kleos.compose("exec", "-T", service, "sh", "-c", "id -u; stat -c '%u %a' /var/lib/kleos /run/kleos; "
                                          "grep -E '^(CapEff|NoNewPrivs)' /proc/self/status; touch /usr/x 2>&1 || true").split("\n")
                self.assertEqual(told[:5], ["10001", "10001 700", "10001 700", "CapEff:\t0000000000000000", "NoNewPrivs:\t1"])
                self.assertIn("Read-only file system", told[5])

    def test_the_image_is_small_labelled_and_hardened(self):
        size = lambda image: json.loads(self.kleos.docker("image", "inspect", image))[0]["Size"] / 1e6
        more = size("kleos:local") - size("debian:trixie-slim")
        print(f"{more:.0f} MB on top of the base", end=" ")
        self.assertLess(more, IMAGE_MB)
        labels = json.loads(self.kleos.docker("image", "inspect", "kleos:local"))[0]["Config"]["Labels"]
        for name in ("title", "description", "licenses", "version", "revision"):
            self.assertIn("org.opencontainers.image." + name, labels)
        with tempfile.TemporaryDirectory() as folder:
            for name in PROGRAMS:
                self.kleos.docker("cp", f"{self.kleos.container('gateway')}:/usr/local/bin/{name}", folder)
                self.assertEqual(weaknesses(Path(folder, name)), [], name)

    def test_the_image_lists_what_it_is_made_of(self):
        text = self.kleos.compose("exec", "-T", "gateway", "cat", "/usr/share/kleos/sbom.json")
        listed = {(c["name"], c["version"]) for c in json.loads(text)["components"]}
        there = self.kleos.compose("exec", "-T", "gateway", "dpkg-query", "-W", "-f", "${Package} ${Version}\n").splitlines()
        self.assertEqual(listed, {tuple(line.split(" ")) for line in there})
        self.assertEqual(json.loads(text)["metadata"]["component"]["name"], "kleos")
        if not (VALIDATOR / "node_modules").exists():
            self.skipTest("tests/peers/cyclonedx is not installed")
        done = subprocess.run(["node", VALIDATOR / "validate.mjs"], input=text, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_every_profile_and_file_of_compose_is_valid(self):
        self.kleos.compose("--profile", "edge", "--profile", "observability", "config", "-q")
        subprocess.run(["docker", "compose", "-f", SOURCE / "docker/compose.yaml", "-f", SOURCE / "docker/compose.secrets.yaml", "config", "-q"],
                       env={**self.kleos.environment, "KLEOS_CLUSTER_KEY": "/c", "KLEOS_ADMIN_KEY": "/a"}, check=True, timeout=60)


class EdgeTest(unittest.TestCase):
    """The profile edge: TLS and HTTP/2, streams that are not held back, and nobody's word about addresses but nginx's."""

    @classmethod
    def setUpClass(cls):
        cls.port, plain = free_port(), free_port()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", f"{folder}/privkey.pem", "-out",
                        f"{folder}/fullchain.pem"], check=True, capture_output=True)
        os.chmod(folder, 0o755)
        os.chmod(f"{folder}/privkey.pem", 0o444)
        cls.plain = plain
        cls.kleos = Deployment(ENGINE, "edge", KLEOS_TLS_DIR=folder, KLEOS_EDGE_PORT=str(cls.port), KLEOS_EDGE_PLAIN_PORT=str(plain),
                               KLEOS_EDGE_ADDRESS="127.0.0.1")
        cls.addClassCleanup(cls.kleos.down)
        cls.kleos.compose("--profile", "edge", "build", "--quiet", "edge")
        cls.kleos.up("--profile", "edge")
        cls.context = ssl.create_default_context(cafile=f"{folder}/fullchain.pem")
        cls.certificate = f"{folder}/fullchain.pem"

    def curl(self, path, *words):
        command = ["curl", "-sS", "--cacert", self.certificate, "-m", "20", *words, f"https://localhost:{self.port}{path}"]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def test_it_speaks_tls_and_http_2(self):
        done = self.curl("/readyz", "-o", "/dev/null", "-w", "%{http_code} %{http_version}")
        self.assertEqual(done.stdout, "200 2", done.stderr)
        head = self.curl("/readyz", "-I", "-X", "GET").stdout.lower()
        self.assertIn("strict-transport-security: max-age=63072000", head)
        self.assertNotIn("server: nginx/", head)

    def test_plain_http_is_sent_to_tls(self):
        done = subprocess.run(["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", f"http://127.0.0.1:{self.plain}/docs?a=b"],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stdout, "308 https://127.0.0.1/docs?a=b")

    def test_events_arrive_while_the_stream_is_open(self):
        nikos, maria = self.kleos.member("nikos"), self.kleos.member("maria")
        request = urllib.request.Request(f"https://localhost:{self.port}/v1/events", headers={"Authorization": f"Bearer {maria.key}"})
        with urllib.request.urlopen(request, context=self.context, timeout=20) as stream:
            self.assertTrue(stream.readline().startswith(b"retry:"))
            nikos.give(["maria"], "over the edge")
            while not (line := stream.readline()).startswith(b"data:"):
                pass
        self.assertIn("recognition", json.loads(line[5:])["type"])

    def test_a_large_file_goes_in(self):
        rows = "handle,display_name,team\n" + "".join(f"edge{i},Edge {i} {'x' * 150},edge\n" for i in range(20000))
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(rows)
            file.flush()
            done = self.curl("/v1/members:import", "-m", "200", "-H", "Content-Type: text/csv", "-H",
                             f"Authorization: Bearer {self.kleos.admin.key}", "--data-binary", "@" + file.name, "-w", "\n%{http_code}")
        self.assertEqual(done.stdout.splitlines()[-1], "200", done.stdout[-500:])


if __name__ == "__main__":
    if not MEMBERS.exists():
        skip("there is no credit data beside the checkout (shared/data/credits)")
    ENGINE = engine()
    unittest.main()
