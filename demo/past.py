"""The server whose clock is set from here, and how to speak to it."""
import http.client
import json
import os
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE_S = 30  # until it answers


class Past:
    """kleosd-past in a folder of its own inside the data folder; what it made moves out when the year is whole."""

    def __init__(self, program, data):
        self.program, self.data, self.refused, self.count = program, data, [], 0

    def __enter__(self):
        self.room = tempfile.TemporaryDirectory(prefix="demo-", dir=self.data)
        self.folder = Path(self.room.name)
        self.clock = open(self.folder / "clock", "w+b", buffering=0)
        self.at(time.time() * 1000)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = None
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        return self

    def __exit__(self, *_):
        self.stop()
        self.clock.close()
        self.room.cleanup()

    def at(self, ms):
        """It is then."""
        self.clock.seek(0)
        self.clock.write(struct.pack("=q", int(ms)))

    def start(self):
        settings = {"KLEOS_DATA_DIR": str(self.folder), "KLEOS_HTTP_LISTEN": f"127.0.0.1:{self.port}",
                    "KLEOS_PAST_CLOCK": self.clock.name, "KLEOS_SYNCHRONOUS": "NORMAL"}
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen([self.program], env=os.environ | settings, stdout=self.log, stderr=self.log)
        self.wait(lambda: self.answer(None, "GET", "/readyz")[0] == 200, "the server is not ready")
        key_file = os.environ.get("KLEOS_ADMIN_KEY_FILE") or self.folder / "admin.key"
        return Path(key_file).read_text().strip()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def wait(self, true, problem):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if true():
                    return
            except OSError:
                self.connection.close()
            time.sleep(0.02)
        raise SystemExit(f"demo/fill: {problem}\n" + Path(self.log.name).read_text(errors="replace")[-2000:])

    def answer(self, key, method, path, body=None, kind="application/json"):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        if body is not None:
            headers["Content-Type"] = kind
            body = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.connection.request(method, path, body, headers)
        reply = self.connection.getresponse()
        text = reply.read()
        return reply.status, text

    def ask(self, key, method, path, body=None, kind="application/json"):
        """The reply, or None and a line in `refused`."""
        self.count += 1
        status, text = self.answer(key, method, path, body, kind)
        if status == 200:
            return json.loads(text)
        self.refused.append(f"{method} {path} {json.dumps(body, ensure_ascii=False)}: {status} {text.decode()}")
        return None

    def keep(self):
        """The year is whole: what it made becomes the data folder's."""
        self.stop()
        self.log.close()
        for path in self.folder.iterdir():
            if path.name not in ("clock", "log"):
                path.rename(self.data / path.name)
