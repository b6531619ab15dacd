"""What makes an error of ours, or a process taken over, hard to use: how programs are built, and what they give up."""
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import unittest
from pathlib import Path

from elf import PROGRAMS, weaknesses
from kleos import BUILD, Kleos, program

FLAGS = ("-fstack-protector-strong", "-fstack-clash-protection", "-ftrivial-auto-var-init=zero",
         "-fno-delete-null-pointer-checks", "-fno-strict-overflow", "-fno-strict-aliasing", "-UNDEBUG")
DEBUG = "CMAKE_BUILD_TYPE:STRING=Debug" in (BUILD / "CMakeCache.txt").read_text()


def landlock_is_here():
    return subprocess.run([BUILD / "tests/module/test_module_sandbox"], capture_output=True, text=True).stdout.count("SKIPPED") == 0


class BuildTest(unittest.TestCase):
    def test_every_program_is_hardened(self):
        for name in PROGRAMS:
            self.assertEqual(weaknesses(program(name), fortified=not DEBUG), [], name)

    def test_every_file_is_compiled_with_the_flags(self):
        commands = json.loads((BUILD / "compile_commands.json").read_text())
        own = [c for c in commands if re.search(r"/(common|services|clients|generated)/", c["file"])]
        self.assertGreater(len(own), 100)
        for command in own:
            words = command["command"].split()
            self.assertEqual([flag for flag in FLAGS if flag not in words], [], command["file"])
            self.assertTrue(DEBUG or "-D_FORTIFY_SOURCE=3" in words, command["file"])


class ProcessTest(unittest.TestCase):
    def lines(self, kleos, part):
        return [json.loads(l) for l in kleos.log_path.read_text().splitlines() if l.startswith("{") and part in l]

    def status(self, kleos, name):
        text = Path(f"/proc/{kleos[name].handle.pid}/status").read_text()
        return dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)

    def test_each_gives_up_what_it_does_not_need(self):
        with Kleos(apart=True) as kleos:
            for name in kleos.processes:
                status = self.status(kleos, name)
                self.assertEqual((status["NoNewPrivs"], status["Umask"]), ("1", "0077"), name)
                limits = Path(f"/proc/{kleos[name].handle.pid}/limits").read_text()
                self.assertRegex(limits, r"Max core file size +0 +0 ")
            told = self.lines(kleos, "landlock: ")
            self.assertEqual(len(told), 4)
            self.assertEqual({bool(line.get("abi")) for line in told}, {landlock_is_here()})

    @unittest.skipIf(os.geteuid(), "only root can become somebody else")
    def test_root_becomes_the_user_that_is_named(self):
        nobody = pwd.getpwnam("nobody")
        kleos = Kleos(KLEOS_USER="nobody", KLEOS_CLUSTER_KEY_FILE="", KLEOS_ADMIN_KEY_FILE="")
        kleos.folder.chmod(0o711)
        with kleos:
            status = self.status(kleos, "kleosd")
            self.assertEqual(set(status["Uid"].split()), {str(nobody.pw_uid)})
            self.assertEqual(set(status["Gid"].split()), {str(nobody.pw_gid)})
            self.assertEqual(status.get("Groups", "").strip(), "")
            self.assertEqual(int(status["CapEff"], 16), 0)
            self.assertFalse(self.lines(kleos, "runs as root"))

    def test_who_cannot_become_the_user_says_so(self):
        done = subprocess.run([program("kleosd")], env={**os.environ, "KLEOS_USER": "no-such-user"}, capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("KLEOS_USER is 'no-such-user' but must be a user that this machine knows", done.stderr)

    def test_a_key_that_others_can_change_is_refused(self):
        kleos = Kleos()
        path = kleos.folder / "cluster.key"
        path.write_text("0" * 64 + "\n")
        path.chmod(0o666)
        done = subprocess.run([program("kleosd")], env=kleos["kleosd"].environment, capture_output=True, text=True, timeout=30)
        kleos.log.close()
        shutil.rmtree(kleos.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("others can change this secret: chmod 600", done.stderr)


@unittest.skipUnless(landlock_is_here(), "the kernel has no landlock")
class LandlockTest(unittest.TestCase):
    """A file of another service, put in the way of one: a process that is taken over would open it so."""

    def start_over_anothers(self, landlock):
        kleos = Kleos(KLEOS_LANDLOCK=landlock, KLEOS_ADMIN_KEY_FILE="")
        self.addCleanup(shutil.rmtree, kleos.folder)
        own, other = kleos.folder / "kleosd", kleos.folder / "other"
        for folder in (own, other):
            folder.mkdir()
        (other / "members.db-lock").touch()
        (own / "members.db-lock").symlink_to(other / "members.db-lock")
        handle = subprocess.Popen([program("kleosd")], env=kleos["kleosd"].environment, stdout=kleos.log, stderr=kleos.log)
        self.addCleanup(handle.wait, 30)
        self.addCleanup(handle.send_signal, signal.SIGTERM)
        kleos.processes["kleosd"].handle = handle
        self.addCleanup(kleos.log.close)
        return kleos, handle

    def test_a_way_to_files_of_others_is_closed(self):
        kleos, handle = self.start_over_anothers("on")
        self.assertNotEqual(handle.wait(30), 0)

    def test_which_would_be_open_without(self):
        kleos, _ = self.start_over_anothers("off")
        kleos.wait_ready()


if __name__ == "__main__":
    unittest.main()
