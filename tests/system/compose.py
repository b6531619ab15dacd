"""What tests on real containers share: an engine, and a deployment of docker/compose.yaml."""
import json
import os
import subprocess
import time
from pathlib import Path

from kleos import SHARED, SOURCE, Client, free_port, program, skip


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


class Deployment:
    """Containers of a project of their own; `settings` go to Compose. `took_s`: how long they were not healthy."""

    def __init__(self, environment, name, **settings):
        self.project = f"kleos-{name}-{os.getpid()}"
        self.port = free_port()
        self.environment = {**environment, "KLEOS_PORT": str(self.port), **settings}
        self.key_file = Path(os.environ.get("TMPDIR", "/tmp")) / f"{self.project}.key"

    def docker(self, *words, **options):
        done = subprocess.run(["docker", *words], env=self.environment, capture_output=True, text=True, timeout=1500, **options)
        assert done.returncode == 0, (words, done.stdout[-3000:], done.stderr[-3000:])
        return done.stdout

    def compose(self, *words):
        return self.docker("compose", "-p", self.project, "-f", str(SOURCE / "docker/compose.yaml"), *words)

    def feed(self, service, data, *words):
        """Runs a command in a container of the service's own, with its volumes and these bytes on its standard input."""
        command = ["docker", "compose", "-p", self.project, "-f", str(SOURCE / "docker/compose.yaml"), "run", "--rm", "--no-deps", "-T", service]
        done = subprocess.run([*command, *words], env=self.environment, input=data, capture_output=True, timeout=300)
        assert done.returncode == 0, (words, done.stdout[-3000:], done.stderr[-3000:])

    def up(self, *profiles):
        self.compose("build", "--quiet", "members")
        start = time.monotonic()
        self.compose(*profiles, "up", "-d", "--wait", "--no-build")
        self.took_s = time.monotonic() - start
        self.key_file.touch(0o600)
        self.key_file.write_text(self.compose("exec", "-T", "members", "cat", "/var/lib/kleos/admin.key"))

    def down(self):
        self.compose("--profile", "*", "down", "--volumes", "--timeout", "5")
        self.key_file.unlink(missing_ok=True)

    @property
    def admin(self):
        return Client(self.port, self.key_file.read_text().strip())

    def container(self, service):
        return f"{self.project}-{service}-1"

    def inspect(self, service):
        return json.loads(self.docker("inspect", self.container(service)))[0]

    def cli(self, *words):
        command = [program("kleos"), "--url", f"http://127.0.0.1:{self.port}", "--key-file", str(self.key_file), "--json", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, (words, done.stderr)
        return json.loads(done.stdout)

    def wait(self, true, what, seconds=60):
        """Until `true()` holds; how long it took."""
        start = time.monotonic()
        while True:
            try:
                if true():
                    return time.monotonic() - start
            except OSError:
                pass
            assert time.monotonic() - start < seconds, f"not {what} after {seconds} s\n" + self.compose("logs", "--tail", "20")
            time.sleep(0.05)

    def wait_ready(self):
        return self.wait(lambda: Client(self.port).call("GET", "/readyz", timeout=5).status == 200, "ready")

    def member(self, handle):
        """A new member, and the client that holds their key."""
        self.admin.must("POST", "/v1/members", {"handle": handle})
        client = Client(self.port, self.admin.must("POST", "/v1/apikeys", {"member": handle, "name": "test", "roles": ["MEMBER"]})["key"])
        self.wait(lambda: client.call("GET", "/v1/me").status == 200, "a working key")
        return client
