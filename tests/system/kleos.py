"""What the system tests share: real programs in a folder of their own, a port of their own, and a client."""
import contextlib
import fcntl
import http.client
import json
import os
import pty
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest
import urllib.parse
from pathlib import Path

BUILD = Path(os.environ["KLEOS_BUILD"])  # the build folder whose programs are tested
SOURCE = Path(__file__).resolve().parents[2]
SHARED = SOURCE.parent / "shared"  # real data beside the checkout, where there is some
SERVICES = ("members", "recognitions", "awards")
SKIP = 77  # the exit status by which ctest knows a skipped test


def program(name):
    folder = {"kleos": "clients/cli", "kleosd": "services/kleosd", "kleosd-past": "demo"}.get(name, f"services/{name.removeprefix('kleos-')}")
    return str(BUILD / folder / name)


def run_kleos(*words, **options):
    """Runs the command line; the finished process with its texts."""
    return subprocess.run([program("kleos"), *map(str, words)], **{"capture_output": True, "text": True, "timeout": 60, **options})


def on_terminal(width, *words, **environment):
    """What the command line prints on a terminal of so many columns, when all goes well."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    with subprocess.Popen([program("kleos"), *map(str, words)], stdout=theirs, stderr=subprocess.DEVNULL,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **environment}) as process:
        os.close(theirs)
        text = b""
        try:
            while chunk := os.read(ours, 4096):
                text += chunk
        except OSError:
            pass  # the other end is closed
    os.close(ours)
    assert process.returncode == 0, (words, process.returncode)
    return text.decode().replace("\r\n", "\n")


def skip(reason):
    print("SKIP:", reason)
    sys.exit(SKIP)


def free_port(count=1):
    """The first of `count` ports in a row that nobody holds now. They lie below the ports that the kernel gives to
    outgoing connections: one of those may take a port between this look and the service that is to listen there."""
    while True:
        port = random.randrange(10000, 32000)
        with contextlib.ExitStack() as stack:
            try:
                for i in range(count):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", port + i))
                return port
            except OSError:
                continue


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def reason(self):
        return self.json["error"]["details"][0]["reason"]


class Client:
    """One caller with one key, over plain HTTP."""

    def __init__(self, port, key=None):
        self.port, self.key = port, key

    def call(self, method, path, body=None, headers=None, timeout=30):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = dict(headers or {})
        if self.key:
            headers.setdefault("Authorization", f"Bearer {self.key}")
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        if isinstance(body, str):
            body = body.encode()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def must(self, method, path, body=None, headers=None):
        reply = self.call(method, path, body, headers)
        assert reply.status == 200, (method, path, reply.status, reply.body)
        return reply.json

    def get(self, path, **query):
        return self.must("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))

    def give(self, receivers, message, **more):
        body = {"receivers": [{"member": r} for r in receivers], "message": message, **more}
        return self.must("POST", "/v1/recognitions", body)["recognition"]


class Stream:
    """An open event stream; `next()` gives the next event as (id, type, CloudEvent)."""

    def __init__(self, client, path="/v1/events", last_event_id=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=30)
        headers = {"Authorization": f"Bearer {client.key}"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        self.connection.request("GET", path, headers=headers)
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200, self.answer.read()
        assert self.answer.readline().startswith(b"retry:")

    def next(self):
        event = {}
        while True:
            line = self.answer.readline().decode().rstrip("\n")
            if not line and "data" in event:
                return event["id"], event.get("event"), json.loads(event["data"])
            name, _, value = line.partition(":")
            if name:
                event[name] = value.removeprefix(" ")

    def close(self):
        self.connection.close()


class Process:
    def __init__(self, name, environment, log):
        self.name, self.environment, self.log, self.handle = name, environment, log, None

    def start(self):
        self.handle = subprocess.Popen([program(self.name)], env=self.environment, stdout=self.log, stderr=self.log)

    def stop(self, how=signal.SIGTERM):
        if self.handle and self.handle.poll() is None:
            self.handle.send_signal(how)
            self.handle.wait(30)

    def restart(self):
        self.stop()
        self.start()


class Kleos:
    """A deployment: kleosd, or four processes over TCP when `apart`, or `past`: one whose clock is set by `at()`. Used as
    `with Kleos() as kleos:`."""

    def __init__(self, apart=False, past=False, **settings):
        self.folder = Path(tempfile.mkdtemp(prefix="kleos-system-"))
        self.log_path = self.folder / "log"
        self.log = open(self.log_path, "ab")
        self.port = free_port(1 + 2 * len(SERVICES))
        clean = {k: v for k, v in os.environ.items() if not k.startswith("KLEOS_")}
        self.environment = {**clean, "KLEOS_HTTP_LISTEN": f"127.0.0.1:{self.port}",
                            "KLEOS_CLUSTER_KEY_FILE": str(self.folder / "cluster.key"),
                            "KLEOS_ADMIN_KEY_FILE": str(self.folder / "admin.key"), **settings}
        if apart:
            for i, service in enumerate(SERVICES):
                self.environment[f"KLEOS_{service.upper()}_URL"] = f"tcp://127.0.0.1:{self.port + 1 + 2 * i}"
        names = [f"kleos-{s}" for s in (*SERVICES, "gateway")] if apart else ["kleosd-past" if past else "kleosd"]
        if past:
            self.environment["KLEOS_PAST_CLOCK"] = str(self.folder / "clock")
            (self.folder / "clock").write_bytes(bytes(8))
            self.at(time.time())
        self.processes = {name: Process(name, {**self.environment, "KLEOS_DATA_DIR": str(self.folder / name)}, self.log)
                          for name in names}

    def __enter__(self):
        try:
            for process in self.processes.values():
                process.start()
            self.wait_ready()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, kind, *_):
        for process in reversed(self.processes.values()):
            process.stop()
        self.log.close()
        text = self.log_path.read_text(errors="replace")
        if kind or "Sanitizer" in text or "runtime error" in text:
            print(text[-20000:])
        shutil.rmtree(self.folder, ignore_errors=True)
        assert "Sanitizer" not in text and "runtime error" not in text, "a sanitizer complained; its words are above"

    def __getitem__(self, name):
        return self.processes[name]

    def at(self, seconds):
        """It is then, for a deployment that is `past`: Unix seconds."""
        with open(self.folder / "clock", "r+b", buffering=0) as clock:
            clock.write(struct.pack("=q", int(seconds * 1000)))

    def wait_ready(self, seconds=30):
        return self.wait(lambda: Client(self.port).call("GET", "/readyz").status == 200, "ready", seconds)

    def wait(self, true, what, seconds=30):
        """Until `true()` holds; how long it took."""
        start = time.monotonic()
        while True:
            try:
                if true():
                    return time.monotonic() - start
            except OSError:
                pass
            assert time.monotonic() - start < seconds, f"not {what} after {seconds} s{self.told()}"
            time.sleep(0.02)

    def told(self):
        """What a reader of a failure wants to know: who has ended, the last warnings, and the last words of all."""
        ended = [f"{p.name} has ended with {p.handle.poll()}" for p in self.processes.values() if p.handle.poll() is not None]
        text = self.log_path.read_text(errors="replace")
        warnings = [line for line in text.splitlines() if '"level":"info"' not in line][-20:]
        return "\n".join(["", *ended, *warnings, text[-3000:]])

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def admin_key(self):
        return (self.folder / "admin.key").read_text().strip()

    @property
    def admin(self):
        return Client(self.port, self.admin_key)

    def member(self, handle, roles=("MEMBER",), **fields):
        """A new member, and the client that holds their key."""
        member = self.admin.must("POST", "/v1/members", {"handle": handle, **fields})["member"]
        return self.client_of(member["handle"], roles)

    def client_of(self, handle, roles=("MEMBER",)):
        body = {"member": handle, "name": "test", "roles": list(roles)}
        client = Client(self.port, self.admin.must("POST", "/v1/apikeys", body)["key"])
        self.wait(lambda: client.call("GET", "/v1/me").status == 200, "a working key")
        return client

    def cli(self, *words, key_file=None, **options):
        """run_kleos against this deployment, as the admin unless a key file says who."""
        return run_kleos("--url", self.url, "--key-file", key_file or self.folder / "admin.key", *words, **{"timeout": 300, **options})

    def cli_json(self, *words):
        done = self.cli("--json", *words)
        assert done.returncode == 0, (words, done.stderr, done.stdout)
        return json.loads(done.stdout)


class CliTest(unittest.TestCase):
    """One deployment for all tests of a class, and people who run the command line with keys of their own."""

    @classmethod
    def setUpClass(cls):
        cls.kleos = cls.enterClassContext(Kleos())

    @classmethod
    def key_file(cls, handle):
        return cls.kleos.folder / f"{handle}.key"

    @classmethod
    def join(cls, handle, roles=("MEMBER",), **fields):
        cls.key_file(handle).write_text(cls.kleos.member(handle, roles, **fields).key)

    def run_as(self, handle, *words, code=0, **options):
        done = self.kleos.cli(*words, key_file=self.key_file(handle), **options)
        self.assertEqual(done.returncode, code, (words, done.stdout, done.stderr))
        return done
