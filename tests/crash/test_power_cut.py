"""The power fails under full load: a file system of its own is shut down without writing anything more, as if the machine had
lost its current, and mounted again. What was acknowledged is there; with KLEOS_SYNCHRONOUS=NORMAL, the control, it is not.

KLEOS_POWER_CUTS: how often (20 by hand; fewer in the suite). Needs root, a loop device and mkfs.ext4."""
import contextlib
import fcntl
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time
import unittest
import uuid
from pathlib import Path

from kleos import Kleos, skip

CUTS = int(os.environ.get("KLEOS_POWER_CUTS", "4"))
CONTROL_CUTS = 20  # at most: the first that loses something ends it
CLIENTS = 32
RECEIVER = "maria"
FS_IOC_SHUTDOWN = 0x8004587D  # linux/fs.h: _IOR('X', 125, __u32)
NOLOGFLUSH = 2                # not even what its journal holds


class Disk:
    """A file with a file system, mounted through a loop device."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="kleos-power-"))
        self.image, self.mount_point = self.folder / "image", self.folder / "disk"
        self.mount_point.mkdir()
        with open(self.image, "wb") as image:
            image.truncate(512 << 20)
        self.run("mkfs.ext4", "-q", "-F", str(self.image))

    @staticmethod
    def run(*words):
        subprocess.run(words, check=True, capture_output=True, text=True)

    def mount(self):
        self.run("mount", "-o", "loop", str(self.image), str(self.mount_point))

    def unmount(self):
        self.run("umount", str(self.mount_point))

    def cut(self):
        handle = os.open(self.mount_point, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, FS_IOC_SHUTDOWN, struct.pack("=I", NOLOGFLUSH))
        finally:
            os.close(handle)

    def __enter__(self):
        self.mount()
        return self

    def __exit__(self, *_):
        if os.path.ismount(self.mount_point):
            self.unmount()
        shutil.rmtree(self.folder)


class Giver(threading.Thread):
    """Gives without a pause until the server is gone, and keeps what was acknowledged while there was power. What comes
    later does not count: no machine answers without it, but here one does, for ext4 may call a sync done whose journal
    transaction the shutdown has just thrown away."""

    def __init__(self, client, dark):
        super().__init__(daemon=True)
        self.client, self.dark, self.ids = client, dark, []

    def run(self):
        while True:
            body = {"receivers": [{"member": RECEIVER}], "message": "thanks", "requestId": str(uuid.uuid4())}
            try:
                reply = self.client.call("POST", "/v1/recognitions", body, timeout=10)
            except OSError:
                return
            if reply.status != 200 or self.dark.is_set():
                return
            self.ids.append(uuid.UUID(reply.json["recognition"]["id"]).bytes)


class Deployment(Kleos):
    """kleosd with its data on a disk that can lose its power."""

    def __init__(self, disk, **settings):
        super().__init__(**settings)
        self.disk = disk
        self.daemon = self["kleosd"]
        self.daemon.environment["KLEOS_DATA_DIR"] = str(disk.mount_point / "data")
        self.acknowledged = set()

    def lose_power(self, client):
        """Under load, at a moment of chance; then it starts again. How many were acknowledged in this life."""
        dark = threading.Event()
        givers = [Giver(client, dark) for _ in range(CLIENTS)]
        for giver in givers:
            giver.start()
        time.sleep(random.uniform(0.3, 1.5))
        dark.set()
        self.disk.cut()
        for giver in givers:
            giver.join(30)
        self.daemon.stop(signal.SIGKILL)
        self.disk.unmount()
        self.disk.mount()
        self.daemon.start()
        self.wait_ready()
        given = {one for giver in givers for one in giver.ids}
        self.acknowledged |= given
        return len(given)

    def ask(self, statement):
        """The first column of what the database of recognitions holds."""
        with contextlib.closing(sqlite3.connect(f"file:{self.disk.mount_point}/data/recognitions.db?mode=ro", uri=True)) as db:
            return {row[0] for row in db.execute(statement)}

    def lost(self):
        return self.acknowledged - self.ask("SELECT id FROM recognition")


class PowerCutTest(unittest.TestCase):
    def settle(self, disk, **settings):
        kleos = self.enterContext(Deployment(disk, **settings))
        kleos.member(RECEIVER)
        return kleos, kleos.member("nikos")

    def test_what_was_acknowledged_is_there_after_every_cut(self):
        disk = self.enterContext(Disk())
        kleos, nikos = self.settle(disk)
        for cut in range(CUTS):
            given = kleos.lose_power(nikos)
            print(f"cut {cut + 1}: {given} acknowledged, {len(kleos.lost())} lost", flush=True)
            self.assertGreater(given, 0)
            self.assertEqual(kleos.lost(), set(), "acknowledged and lost")
            whole = kleos.ask("SELECT id FROM recognition")
            self.assertEqual(kleos.ask("SELECT recognition FROM arc"), whole, "one without receivers")
            self.assertEqual(kleos.ask("SELECT subject FROM outbox WHERE type = 'recognition.given'"), whole, "one without its event")
            self.assertEqual(kleos.ask("SELECT resource FROM idempotency"), whole, "one without its request id")
            self.assertEqual(kleos.ask("PRAGMA integrity_check"), {"ok"})

    def test_the_control_which_does_not_sync_loses_some(self):
        disk = self.enterContext(Disk())
        kleos, nikos = self.settle(disk, KLEOS_SYNCHRONOUS="NORMAL")
        for cut in range(CONTROL_CUTS):
            given = kleos.lose_power(nikos)
            print(f"control, cut {cut + 1}: {given} acknowledged, {len(kleos.lost())} lost", flush=True)
            if kleos.lost():
                return
        self.fail(f"nothing was lost in {CONTROL_CUTS} cuts: the cut is not one")


def problem():
    """Why there can be no power cut here; None."""
    if os.geteuid() != 0:
        return "only root can mount a disk of its own"
    if not shutil.which("mkfs.ext4"):
        return "mkfs.ext4 is not here (package e2fsprogs)"
    try:
        with Disk():
            return None
    except (OSError, subprocess.CalledProcessError) as refused:
        return f"no disk of its own can be mounted here: {getattr(refused, 'stderr', '') or refused}".strip()


if __name__ == "__main__":
    if problem():
        skip(problem())
    unittest.main()
