"""The four containers of docker/compose.yaml, really built and started, with the same client and the same report."""
import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

from kleos import SHARED, SOURCE, Client, free_port, program, skip
from test_credits import MEMBERS, RECOGNITIONS, REFERENCE

PROJECT = f"kleos-test-{os.getpid()}"


def may_administer():
    """Whether this process holds CAP_SYS_ADMIN, without which no engine starts (an ordinary container does not)."""
    held = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("CapEff"))
    return bool(int(held, 16) >> 21 & 1)


def engine():
    """The environment in which `docker` answers; skips when there is no engine and none can be started."""
    environment = dict(os.environ)
    answers = lambda: subprocess.run(["docker", "compose", "version"], env=environment, capture_output=True).returncode == 0 and \
        subprocess.run(["docker", "info"], env=environment, capture_output=True).returncode == 0
    try:
        if answers():
            return environment
    except FileNotFoundError:
        pass
    starter = SHARED / "tools/docker-engine"
    if not starter.exists() or not may_administer():
        skip("no Docker engine answers, and none can be started here")
    started = subprocess.run([starter, "up", "trixie"], capture_output=True, text=True)
    if started.returncode:
        skip("the Docker engine does not start: " + started.stderr[-500:])
    for line in started.stdout.splitlines():
        environment.update(word.split("=", 1) for word in line.removeprefix("export ").split())
    return environment


class ComposeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = free_port()
        cls.environment = {**ENGINE, "KLEOS_PORT": str(cls.port)}
        cls.addClassCleanup(cls.compose, "down", "--volumes", "--timeout", "5")
        cls.compose("build", "--quiet", "members")
        cls.compose("up", "-d", "--wait", "--no-build")
        key = cls.compose("exec", "-T", "members", "cat", "/var/lib/kleos/admin.key").stdout.strip()
        cls.admin = Client(cls.port, key)
        cls.key_file = Path(os.environ.get("TMPDIR", "/tmp")) / f"{PROJECT}.key"
        cls.key_file.write_text(key)
        cls.addClassCleanup(cls.key_file.unlink)

    @classmethod
    def compose(cls, *words):
        command = ["docker", "compose", "-p", PROJECT, "-f", str(SOURCE / "docker/compose.yaml"), *words]
        done = subprocess.run(command, env=cls.environment, capture_output=True, text=True, timeout=1500)
        assert done.returncode == 0, (words, done.stdout[-3000:], done.stderr[-3000:])
        return done

    def cli(self, *words):
        command = [program("kleos"), "--url", f"http://127.0.0.1:{self.port}", "--key-file", str(self.key_file), "--json", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_import_and_report(self):
        self.assertEqual(self.cli("import", "members", MEMBERS)["created"], 1827)
        self.assertEqual(self.cli("import", "recognitions", RECOGNITIONS)["created"], 9407)
        report = self.cli("report", "--from", "2024-01-01", "--to", "2024-12-31")["report"]
        wanted = json.loads(subprocess.check_output([sys.executable, REFERENCE, MEMBERS, RECOGNITIONS,
                                                     "--from", "2024-01-01", "--to", "2024-12-31"]))
        self.assertEqual({k: report["totals"][k] for k in wanted["totals"]}, wanted["totals"])
        self.assertFalse(report["partial"])

    def test_only_the_gateway_is_reachable_and_it_runs_as_nobody_special(self):
        self.assertEqual(self.admin.call("GET", "/readyz").status, 200)
        for service in ("members", "recognitions", "awards", "gateway"):
            state = json.loads(self.compose("ps", "--format", "json", service).stdout.splitlines()[0])
            published = [p for p in state.get("Publishers") or [] if p.get("PublishedPort")]
            self.assertEqual([p["URL"] for p in published], ["127.0.0.1"] if service == "gateway" else [])
            self.assertEqual(self.compose("exec", "-T", service, "id", "-u").stdout.strip(), "10001")


if __name__ == "__main__":
    if not MEMBERS.exists():
        skip("there is no credit data beside the checkout (shared/data/credits)")
    ENGINE = engine()
    unittest.main()
