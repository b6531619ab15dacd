"""What the benchmarks over HTTP share: a kleosd of their own with members, its port, and the client that loads it."""
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MEMBERS, TEAMS, CONNECTIONS = 200, 10, 64


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(port, method, path, key=None, body=None, kind="application/json"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {key}"} if key else {})
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def must(*words, **more):
    status, body = call(*words, **more)
    assert status == 200, (words[:3], status, body)
    return body


def wait_until(true, what, step=0.02):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            if true():
                return
        except OSError:
            pass
        time.sleep(step)
    sys.exit(f"bench: {what}: not within 30 s")


class Server:
    """A program with a folder and a port of its own."""

    def __init__(self, name, folder, command, **environment):
        self.name, self.folder, self.port = name, folder, free_port()
        self.log = open(folder / f"{name}.log", "wb")
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("KLEOS_", "NODE_"))}
        self.handle = subprocess.Popen(command(self.port), env=clean | environment | self.settings(), stderr=self.log,
                                       stdout=subprocess.PIPE)

    def settings(self):
        return {}

    def cpu(self):
        """Ticks the program has used."""
        fields = Path(f"/proc/{self.handle.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def rss_kib(self):
        status = Path(f"/proc/{self.handle.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def settle(self):
        """Until it has done what a round left to do; how long that took."""
        start = time.monotonic()
        before = -1
        while self.cpu() > before + 1 and time.monotonic() - start < 30:
            before = self.cpu()
            time.sleep(0.25)
        return time.monotonic() - start - 0.25

    def stop(self):
        if self.handle.poll() is None:
            self.handle.send_signal(signal.SIGTERM)
            try:
                self.handle.wait(10)
            except subprocess.TimeoutExpired:
                self.handle.kill()
        self.log.close()


class Kleosd(Server):
    def __init__(self, build, folder):
        start = time.monotonic()
        super().__init__("kleosd", folder, lambda port: [str(build / "services/kleosd/kleosd")])
        wait_until(lambda: call(self.port, "GET", "/readyz")[0] == 200, "kleosd is ready", 0.002)
        self.ready_ms = (time.monotonic() - start) * 1000
        time.sleep(1)
        self.idle_kib = self.rss_kib()
        self.key = self.fill((self.folder / "admin.key").read_text().strip())

    def settings(self):
        return {"KLEOS_DATA_DIR": str(self.folder), "KLEOS_HTTP_LISTEN": f"127.0.0.1:{self.port}",
                "KLEOS_SYNCHRONOUS": "FULL"}

    def fill(self, admin):
        rows = "".join(f"m{i},Member {i},Company/Team{i % TEAMS}\n" for i in range(MEMBERS))
        must(self.port, "POST", "/v1/members:import", admin, f"handle,display_name,team\n{rows}", "text/csv")
        body = json.dumps({"member": "m0", "name": "bench", "roles": ["MEMBER"]})
        key = json.loads(must(self.port, "POST", "/v1/apikeys", admin, body))["key"]
        thanks = json.dumps({"receivers": [{"member": f"m{MEMBERS - 1}"}], "message": "first"})
        wait_until(lambda: call(self.port, "POST", "/v1/recognitions", key, thanks)[0] == 200, "kleosd knows its members")
        return key


def load(build, server, seconds):
    """Recognitions a second, p50 and p99 in ms."""
    done = subprocess.run([str(build / "tests/bench/load_http"), str(server.port), server.key, str(seconds),
                           str(CONNECTIONS), str(MEMBERS)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"bench: {server.name}: {done.stderr}")
    rate, p50, p99, _, refused = done.stdout.split()[:5]
    if int(refused):
        sys.exit(f"bench: {server.name} refused {refused} requests")
    return float(rate), float(p50), float(p99)


def figures(server, measured):
    rate, p50, p99 = measured
    return f"{server.name} {rate:.0f}/s (p50 {p50:.1f} ms, p99 {p99:.1f} ms)"


def work_folder(build, name):
    """An empty folder on the disk of the build."""
    folder = Path(tempfile.mkdtemp(prefix=f"bench-{name}-", dir=build))
    kind = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True).stdout.strip()
    if kind in ("tmpfs", "ramfs"):
        sys.exit(f"bench {name}: {build} is in memory; durable writes need a disk")
    return folder
