"""A real disk that is full: writes are refused in words, reads go on, and there is space again without a restart."""
import subprocess
import tempfile
import unittest
from pathlib import Path

from kleos import Kleos, skip

DISK = "24m"
TRIES = 2000  # writes until the disk notices: what is in the log may be overwritten first


def mount(folder):
    """A small disk of its own; None, or why there can be none."""
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", folder], capture_output=True, text=True)
    except FileNotFoundError as error:
        return str(error)
    return done.stderr.strip() or None if done.returncode else None


class FullDiskTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.disk = Path(tempfile.mkdtemp(prefix="kleos-disk-"))
        cls.addClassCleanup(cls.disk.rmdir)
        if why := mount(cls.disk):
            cls.disk.rmdir()
            skip(f"no file system can be mounted here ({why})")
        cls.addClassCleanup(subprocess.run, ["umount", cls.disk], check=True)

    def fill(self):
        filler = self.disk / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(65536))
            except OSError:
                pass
            try:
                while True:
                    file.write(bytes(512))
            except OSError:
                return filler

    def test_a_full_disk_refuses_writes_and_reads_go_on_until_there_is_space(self):
        kleos = Kleos()
        kleos["kleosd"].environment["KLEOS_DATA_DIR"] = str(self.disk / "data")
        with kleos:
            maria, nikos = kleos.member("maria"), kleos.member("nikos")
            given = [maria.give(["nikos"], "thank you")["id"]]
            filler = self.fill()
            refused = None
            for number in range(TRIES):
                body = {"receivers": [{"member": "nikos"}], "message": "x" * 1000}
                reply = maria.call("POST", "/v1/recognitions", body, {"Idempotency-Key": f"full-{number}"})
                if reply.status != 200:
                    refused = (number, body, reply)
                    break
                given.append(reply.json["recognition"]["id"])
            self.assertIsNotNone(refused, "the disk was never full")
            number, body, reply = refused
            self.assertIn(reply.status, (429, 503), reply.body)
            self.assertIn("the disk is full: nothing was written", reply.json["error"]["message"])
            self.assertIn("Retry-After", reply.headers)
            self.assertEqual(nikos.call("GET", f"/v1/recognitions/{given[-1]}").status, 200)
            self.assertEqual(kleos.admin.call("GET", "/v1/members").status, 200)
            self.assertIn(b"the disk is full", kleos.admin.call("GET", "/readyz").body)
            done = kleos.cli("backup", "--out", kleos.folder / "none.tar")
            self.assertEqual(done.returncode, 1)
            self.assertTrue("disk" in done.stderr, done.stderr)
            filler.unlink()
            again = {"Idempotency-Key": f"full-{number}"}
            kleos.wait(lambda: maria.call("POST", "/v1/recognitions", body, again).status == 200, "written again")
            given.append(maria.call("POST", "/v1/recognitions", body, again).json["recognition"]["id"])
            kleos.wait_ready()
            for one in given:
                self.assertEqual(nikos.call("GET", f"/v1/recognitions/{one}").status, 200)
            self.assertEqual(len(set(given)), number + 2)
            self.assertIsNone(kleos["kleosd"].handle.poll(), "it was started again")
            self.assertIn("the disk is full: writes are refused until there is space", kleos.log_path.read_text())
            self.assertIn("the disk has space again", kleos.log_path.read_text())
            self.assertEqual(kleos.cli("backup", "--out", kleos.folder / "kleos.tar").returncode, 1)  # 24 MB are too few to copy
            kleos["kleosd"].stop()


if __name__ == "__main__":
    unittest.main()
