"""Backups of a Kleos that is being written to, and what is restored from them. KLEOS_BACKUPS: how many under load."""
import concurrent.futures
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest
import uuid
from pathlib import Path

from kleos import SERVICES, Client, Kleos, Stream, program, run_kleos

BACKUPS = int(os.environ.get("KLEOS_BACKUPS", "3"))
FLIPS = 220  # positions at which a bit of a backup is flipped
BLOCK = 512
ROWS = 12000  # of a history that is larger than what connections buffer
SIZE, FAILURES = (f'kleos_backup_{name}{{service="gateway"}}' for name in ("last_size_bytes", "failures_total"))
LEARNT = ("member", "spell", "team")  # tables of what the other services know of members


def rows_of(path):
    """Every row of every table."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = {name: set(database.execute(f'SELECT * FROM "{name}"')) for name in names}
    database.close()
    return rows


def manifest_of(path):
    """The manifest of a backup, as JSON."""
    with open(path, "rb") as file:
        size = int(file.read(BLOCK)[124:135], 8)
        return json.loads(file.read(size))


class Load:
    """Threads that thank each other until they are told to stop, and remember what was answered."""

    def __init__(self, kleos, clients):
        self.kleos, self.stop, self.given, self.lock = kleos, threading.Event(), [], threading.Lock()
        self.threads = [threading.Thread(target=self.run, args=(client, number)) for number, client in enumerate(clients)]

    def run(self, client, number):
        count = 0
        while not self.stop.is_set():
            count += 1
            key = f"load-{number}-{count}-{uuid.uuid4()}"
            body = {"receivers": [{"member": f"m{(number + 1) % len(self.threads)}"}], "message": f"thanks {key}"}
            begun = time.monotonic()
            reply = client.call("POST", "/v1/recognitions", body, {"Idempotency-Key": key})
            if reply.status == 200:
                with self.lock:
                    self.given.append((key, client, body, reply.json["recognition"]["id"], begun))
            if count % 25 == 0:
                self.kleos.admin.must("POST", "/v1/members", {"handle": f"new-{number}-{count}"})

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def snapshot(self):
        with self.lock:
            return list(self.given)


class BackupTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kleos-backup-")))

    def backup(self, kleos, name="kleos.tar"):
        done = kleos.cli("backup", "--out", self.folder / name)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.folder / name

    def restore(self, path, folder, *words, code=0):
        done = run_kleos("restore", path, "--data-dir", folder, *words)
        self.assertEqual(done.returncode, code, (done.stdout, done.stderr))
        return done

    def restored(self, kleos, path):
        """Another Kleos with what was backed up and the keys of the first."""
        other = Kleos()
        for key in ("cluster.key", "admin.key"):
            shutil.copy(kleos.folder / key, other.folder / key)
        self.restore(path, other.folder / "kleosd")
        return other

    # ---- under load ----

    def check_service(self, name, source, restored, later):
        """What is in the restored database is in the source, and what the source has more is of later."""
        self.assertEqual(source.keys(), restored.keys())
        for table in source:
            lost = {row for row in source[table] - restored[table] if not later.intersection(row)}
            if table == "audit":
                lost = {row for row in lost if "BeginSnapshot" not in row}  # of later backups
            if table in ("meta", "cursor", "idempotency"):  # the epoch, followers, keys of later
                continue
            if name == "members" or table not in LEARNT:  # what others learn of members comes when it comes
                self.assertFalse(lost, f"{table}: of before the backup, and not in it")
            self.assertFalse([row for row in restored[table] if later.intersection(row)], f"{table}: of after the backup")
            self.assertFalse(restored[table] - source[table], f"{table}: not what the source has")

    def check_rows(self, kleos, folder, manifest):
        for entry in manifest["services"]:
            name, seq = entry["service"], entry["seq"]
            source, restored = rows_of(kleos.folder / "kleosd" / f"{name}.db"), rows_of(folder / f"{name}.db")
            early = {row[2] for row in source["outbox"] if row[0] <= seq}
            later = {row[2] for row in source["outbox"] if row[0] > seq} - early
            self.check_service(name, source, restored, later)
            self.assertEqual({row for row in source["outbox"] if row[0] <= seq}, restored["outbox"])
            self.assertEqual(len(restored["outbox"]), seq)
            self.assertEqual({t["table"]: t["rows"] for t in entry["tables"]}, {t: len(r) for t, r in restored.items() if not t.startswith("sqlite_")})

    def test_what_is_restored_is_what_was_there_at_that_moment(self):
        with Kleos() as kleos:
            clients = [kleos.member(f"m{i}") for i in range(4)]
            taken = []
            with Load(kleos, clients) as load:
                kleos.wait(lambda: len(load.snapshot()) > 50, "under load")
                for number in range(BACKUPS):
                    before = {given[3] for given in load.snapshot()}
                    path = self.backup(kleos, f"{number}.tar")
                    taken.append((path, before, time.monotonic()))
                    count = len(load.snapshot())
                    kleos.wait(lambda: len(load.snapshot()) > count + 20, "writing on")
            given = load.snapshot()
            for path, before, ended in taken:
                folder = self.folder / path.stem
                self.restore(path, folder)
                self.check_rows(kleos, folder, manifest_of(path))
                ids = {str(uuid.UUID(bytes=row[0])) for row in self.column(folder / "recognitions.db", "SELECT id FROM recognition")}
                self.assertFalse(before - ids, "acknowledged before the backup began, and not in it")
                self.assertFalse({g[3] for g in given if g[4] > ended} & ids, "given after the backup, and in it")

    @staticmethod
    def column(path, sql):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        rows = database.execute(sql).fetchall()
        database.close()
        return rows

    # ---- what is restored lives ----

    def test_a_restored_kleos_goes_on_where_the_other_was(self):
        with Kleos() as kleos:
            maria, nikos = kleos.member("maria"), kleos.member("nikos")
            stream = Stream(nikos)
            key, body = {"Idempotency-Key": "once"}, {"receivers": [{"member": "nikos"}], "message": "thank you"}
            first = maria.call("POST", "/v1/recognitions", body, key).json["recognition"]["id"]
            cursor, kind, _ = stream.next()
            while kind != "recognition.given":
                cursor, kind, _ = stream.next()
            stream.close()
            path = self.backup(kleos)
            with self.restored(kleos, path) as other:
                maria, nikos = Client(other.port, maria.key), Client(other.port, nikos.key)
                again = maria.call("POST", "/v1/recognitions", body, key)
                self.assertEqual((again.json["recognition"]["id"], again.headers["Idempotent-Replayed"]), (first, "true"))
                stream = Stream(nikos, last_event_id=cursor)
                resets = {stream.next()[1:][0] for _ in SERVICES}
                self.assertEqual(resets, {"reset"})
                second = maria.give(["nikos"], "once more")["id"]
                event = stream.next()
                while event[1] != "recognition.given":
                    event = stream.next()
                self.assertEqual(event[2]["subject"], second)
                stream.close()
                other.wait(lambda: len(nikos.get("/v1/recognitions", query="once")["recognitions"]) == 1, "searchable")
                self.assertEqual(len(nikos.get("/v1/recognitions")["recognitions"]), 2)
                self.assertEqual(len(other.admin.get("/v1/members")["members"]), 2)
                self.assertTrue(other.admin.get("/v1/reports/impact:verify")["agrees"])

    def test_browsers_sign_in_anew_after_a_restore(self):
        """Else whoever signed out after the backup was made would be signed in again."""
        with Kleos() as kleos:
            maria = kleos.member("maria")
            answer = Client(kleos.port).call("POST", "/v1/session", {"key": maria.key})
            cookie = {"Cookie": answer.headers["Set-Cookie"].split(";")[0]}
            asked = lambda port: Client(port).call("GET", "/v1/me", headers=cookie).status
            self.assertEqual((answer.status, asked(kleos.port)), (200, 200))
            path = self.backup(kleos)
            kleos["kleosd"].restart()
            kleos.wait_ready()
            kleos.wait(lambda: asked(kleos.port) == 200, "signed in after a restart")
            with self.restored(kleos, path) as other:
                other.wait(lambda: Client(other.port, maria.key).call("GET", "/v1/me").status == 200, "a working key")
                self.assertEqual(asked(other.port), 401)

    def test_services_apart_are_restored_one_by_one(self):
        with Kleos(apart=True) as kleos:
            maria = kleos.member("maria")
            kleos.member("nikos")
            given = maria.give(["nikos"], "thank you")["id"]
            path = self.backup(kleos)
            keys = shutil.copytree(kleos.folder, self.folder / "keys", ignore=lambda _, names: [n for n in names if not n.endswith(".key")])
        other = Kleos(apart=True)
        for key in ("cluster.key", "admin.key"):
            shutil.copy(keys / key, other.folder / key)
        for service in SERVICES:
            self.restore(path, other.folder / f"kleos-{service}", "--service", service)
            self.assertEqual([f.name for f in (other.folder / f"kleos-{service}").iterdir()], [f"{service}.db"])
        with other:
            maria = Client(other.port, maria.key)
            other.wait(lambda: maria.call("GET", f"/v1/recognitions/{given}").status == 200, "there again")
            self.restore(path, self.folder / "x", "--service", "nobody", code=1)

    # ---- what is no whole backup ----

    def small_backup(self):
        with Kleos() as kleos:
            kleos.member("nikos")
            kleos.member("maria").give(["nikos"], "thank you")
            return self.backup(kleos)

    def refused(self, path, *words):
        folder = self.folder / "target"
        done = self.restore(path, folder, code=1)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertEqual([f.name for f in folder.iterdir()] if folder.exists() else [], [])

    def reseal(self, path, data, manifest=None):
        """Writes a backup whose hashes are right again."""
        size = int(data[124:135], 8)
        text = manifest or bytes(data[BLOCK:BLOCK + size])
        self.assertEqual(len(text), size)
        data[BLOCK:BLOCK + size] = text
        end = len(data) - 4 * BLOCK
        digest = hashlib.blake2b(data[:end], digest_size=32).hexdigest()
        data[end + BLOCK:end + BLOCK + 64] = digest.encode()
        path.write_bytes(data)

    def test_a_backup_that_is_not_as_it_was_made_is_refused_with_a_sentence(self):
        path = self.small_backup()
        whole = path.read_bytes()
        broken = self.folder / "broken.tar"
        chance = random.Random(6)
        places = [chance.randrange(len(whole)) for _ in range(FLIPS - 20)] + list(range(0, BLOCK, BLOCK // 10)) + \
            list(range(len(whole) - 4 * BLOCK, len(whole), 4 * BLOCK // 10))
        for place in places:
            data = bytearray(whole)
            data[place] ^= 1 << chance.randrange(8)
            broken.write_bytes(data)
            self.refused(broken, "kleos: ")
        for length in (0, 1, BLOCK, BLOCK + 100, len(whole) // 2, len(whole) - BLOCK, len(whole) - 1):
            broken.write_bytes(whole[:length])
            self.refused(broken, "ends too early")
        broken.write_bytes(whole + bytes(BLOCK))
        self.refused(broken, "something behind its end")
        done = run_kleos("backup", "--check", broken)
        self.assertEqual(done.returncode, 1)
        self.assertIn("something behind its end", done.stderr)
        self.assertEqual(run_kleos("backup", "--check", path).returncode, 0)

    def test_a_newer_backup_is_refused_with_a_sentence(self):
        path = self.small_backup()
        data = bytearray(path.read_bytes())
        newer = self.folder / "newer.tar"
        size = int(data[124:135], 8)
        text = bytes(data[BLOCK:BLOCK + size])
        self.reseal(newer, bytearray(data), text.replace(b'"format": 1', b'"format": 2'))
        self.refused(newer, "newer Kleos")
        # the tables of a version to come
        manifest = json.loads(text)
        last = manifest["services"][-1]
        place = len(data) - 4 * BLOCK - -(-last["size"] // BLOCK) * BLOCK
        inner = self.folder / "members.db"
        inner.write_bytes(data[place:place + last["size"]])
        database = sqlite3.connect(inner)
        database.execute("INSERT INTO schema_version SELECT component, version + 1, 'later', sha256, applied_ms FROM schema_version "
                         "WHERE component = 'members' ORDER BY version DESC LIMIT 1")
        database.commit()
        database.close()
        later = inner.read_bytes()
        self.assertEqual(len(later), last["size"])
        data[place:place + last["size"]] = later
        digest = hashlib.blake2b(later, digest_size=32).hexdigest()
        self.reseal(newer, data, text.replace(last["blake2b"].encode(), digest.encode()))
        self.refused(newer, "members.db was made by a newer Kleos")

    # ---- the place ----

    def test_a_folder_with_data_is_left_as_it_is(self):
        path = self.small_backup()
        target = self.folder / "data"
        target.mkdir()
        for name in ("cluster.key", "admin.key", "members.erased", "notes.txt"):
            (target / name).write_text("kept")
        (target / "recognitions-search.db").write_text("old")
        done = self.restore(path, target, code=1)
        self.assertIn("holds recognitions-search.db already", done.stderr)
        self.assertEqual(len(list(target.iterdir())), 5)
        (target / "recognitions-search.db").unlink()
        self.restore(path, target)
        self.assertIn("holds", self.restore(path, target, code=1).stderr)
        self.assertEqual((target / "members.erased").read_text(), "kept")

    def test_a_restore_that_was_broken_off_is_begun_again(self):
        path = self.small_backup()
        other = Kleos()
        target = other.folder / "kleosd"
        (target / "restore.part").mkdir(parents=True)
        (target / "members.db").write_text("moved before the crash")
        (target / "restore.part" / "awards.db").write_text("half")
        other["kleosd"].start()
        self.assertEqual(other["kleosd"].handle.wait(30), 2)
        self.assertIn("was broken off: run kleos restore again", other.log_path.read_text())
        self.restore(path, target)
        self.assertEqual({f.name for f in target.iterdir()}, {f"{s}.db" for s in SERVICES})
        with other:
            pass

    def test_a_backup_touches_nothing_behind_a_link(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.write_text("kept")
        (self.folder / "kleos.tar.part").symlink_to(elsewhere)
        with Kleos() as kleos:
            self.assertEqual(run_kleos("backup", "--check", self.backup(kleos)).returncode, 0)
        self.assertEqual(elsewhere.read_text(), "kept")

    def test_a_restore_touches_nothing_behind_a_link(self):
        path, target, elsewhere = self.small_backup(), self.folder / "linked", self.folder / "elsewhere"
        target.mkdir()
        elsewhere.mkdir()
        (elsewhere / "photo").write_text("kept")
        (target / "restore.part").symlink_to(elsewhere)
        done = self.restore(path, target, code=1)
        self.assertIn("restore.part is not the folder of a restore that was broken off", done.stderr)
        self.assertEqual([f.name for f in target.iterdir()], ["restore.part"])
        self.assertEqual((elsewhere / "photo").read_text(), "kept")

    def test_a_backup_is_never_half_there(self):
        with Kleos() as kleos:
            taken = self.backup(kleos)
            self.assertIn("is there already and is kept", kleos.cli("backup", "--out", taken).stderr)
            self.assertEqual(run_kleos("--url", "http://127.0.0.1:9", "backup", "--out", self.folder / "none.tar").returncode, 1)
            key = self.folder / "maria.key"
            key.write_text(kleos.member("maria").key)
            self.assertEqual(kleos.cli("backup", "--out", self.folder / "none.tar", key_file=key).returncode, 1)
            self.assertEqual([f.name for f in self.folder.glob("none*")], [])
            for file in (kleos.folder / "kleosd").iterdir():
                self.assertNotIn("snapshot", file.name)
            listing = subprocess.check_output(["tar", "tf", taken], text=True).split()
            self.assertEqual(listing, ["manifest.json", "recognitions.db", "awards.db", "members.db", "end"])
            secrets = [(kleos.folder / name).read_bytes().strip() for name in ("cluster.key", "admin.key")]
            for secret in secrets:
                self.assertNotIn(secret, taken.read_bytes())

    def filled(self, kleos):
        """Enough data that a backup does not fit into what a connection buffers."""
        for handle in ("maria", "nikos"):
            kleos.member(handle)
        file = self.folder / "history.csv"
        words = "thank you " * 40
        file.write_text("given_at,giver,receivers,value,win,message\n" +
                        "".join(f"2025-01-01T09:00:00Z,maria,nikos,,,{words}{i}\n" for i in range(ROWS)))
        done = kleos.cli("import", "recognitions", file)
        self.assertEqual(done.returncode, 0, done.stderr)

    def begin_to_read(self, kleos):
        """A connection on which a backup has begun to come, and nobody reads on."""
        reader = socket.create_connection(("127.0.0.1", kleos.port), timeout=30)
        reader.sendall(f"GET /v1/backup HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {kleos.admin_key}\r\n\r\n".encode())
        self.assertTrue(reader.recv(15).startswith(b"HTTP/1.1 200"))
        return reader

    def test_who_reads_no_further_or_goes_away_holds_nobody_up_for_long(self):
        with Kleos() as kleos:
            self.filled(kleos)
            reader = self.begin_to_read(kleos)
            self.assertEqual(kleos.admin.call("GET", "/v1/members").status, 200)  # everything else is answered
            reader.close()
            self.backup(kleos)
            with concurrent.futures.ThreadPoolExecutor() as pool:  # one at a time, each whole
                list(pool.map(lambda number: self.backup(kleos, f"together-{number}.tar"), range(3)))
            log = kleos.log_path.read_text()
            self.assertIn("a backup was asked for and not made", log)
            self.assertEqual(log.count("a backup was given out"), 4)

    def test_a_server_that_dies_meanwhile_leaves_no_file(self):
        with Kleos() as kleos:
            self.filled(kleos)
            reader = self.begin_to_read(kleos)
            path = self.folder / "none.tar"
            waiting = subprocess.Popen([program("kleos"), "--url", kleos.url, "--key-file", kleos.folder / "admin.key", "backup",
                                        "--out", path], stderr=subprocess.PIPE, text=True)  # behind the one that reads no further
            kleos.wait(lambda: (self.folder / "none.tar.part").exists(), "asked for")
            kleos["kleosd"].stop(signal.SIGKILL)
            self.assertEqual(waiting.wait(30), 1)
            self.assertIn("kleos: ", waiting.stderr.read())
            waiting.stderr.close()
            received = b""
            while piece := reader.recv(1 << 20):
                received += piece
            reader.close()
            self.assertNotIn(b"\r\n0\r\n\r\n", received[-7:], "what was cut looks whole")
            self.assertEqual([f.name for f in self.folder.glob("none*")], [])
            kleos["kleosd"].start()
            kleos.wait_ready()
            self.backup(kleos)

    # ---- by the clock ----

    def test_the_clock_makes_backups_and_keeps_the_newest(self):
        shelf = self.folder / "shelf"
        shelf.mkdir()
        for day in (1, 2, 3):
            (shelf / f"kleos-2026010{day}T000000Z.tar").write_text("old")
        (shelf / "kleos-20260104T000000Z.tar.part").write_text("of a crash")
        (shelf / "notes.txt").write_text("kept")
        with Kleos(KLEOS_BACKUP_DIR=str(shelf), KLEOS_BACKUP_KEEP="2") as kleos:
            kleos.wait(lambda: SIZE + " 0\n" not in kleos.admin.call("GET", "/metrics").body.decode(), "backed up")
            kleos.wait(lambda: len(list(shelf.iterdir())) == 3, "tidied")
            self.assertIn(FAILURES + " 0\n", kleos.admin.call("GET", "/metrics").body.decode())
            names = sorted(f.name for f in shelf.iterdir())
            self.assertEqual(names[0], "kleos-20260103T000000Z.tar")
            self.assertEqual(run_kleos("backup", "--check", shelf / names[1]).returncode, 0)
            made = (shelf / names[1]).stat().st_mtime
        with Kleos(KLEOS_BACKUP_DIR=str(shelf), KLEOS_BACKUP_KEEP="2") as kleos:  # the next one is not due yet
            self.assertIn(SIZE + " 0\n", kleos.admin.call("GET", "/metrics").body.decode())
            self.assertEqual((shelf / names[1]).stat().st_mtime, made)

    def test_a_clock_that_cannot_write_says_so(self):
        with Kleos(KLEOS_BACKUP_DIR="/proc/kleos") as kleos:
            kleos.wait(lambda: FAILURES + " 1\n" in kleos.admin.call("GET", "/metrics").body.decode(), "told")
            self.assertIn("KLEOS_BACKUP_DIR cannot be written", kleos.log_path.read_text())


if __name__ == "__main__":
    unittest.main()
