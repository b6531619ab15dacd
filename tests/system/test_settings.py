"""The settings: one table, and everything that shows it agrees with it."""
import os
import re
import subprocess
import unittest

from kleos import SOURCE, program

PROGRAMS = ("kleosd", "kleos-members", "kleos-recognitions", "kleos-awards", "kleos-gateway")


def run(name, *words, **environment):
    return subprocess.run([program(name), *words], capture_output=True, text=True, timeout=30, env={**os.environ, **environment})



class SettingsTest(unittest.TestCase):
    def setUp(self):
        self.table = re.findall(r"^  (KLEOS_[A-Z_]+)$", run("kleosd", "--help").stdout, re.MULTILINE)

    def test_compose_names_every_setting(self):
        text = (SOURCE / "docker/kleos.env").read_text()
        self.assertEqual(sorted(re.findall(r"^#?(KLEOS_[A-Z_]+)=", text, re.MULTILINE)), sorted(self.table))

    def test_the_readme_names_every_setting(self):
        text = (SOURCE / "README.md").read_text()
        self.assertEqual(sorted(set(re.findall(r"^\| `(KLEOS_[A-Z_]+)`", text, re.MULTILINE))), sorted(self.table))

    def test_every_program_explains_itself(self):
        for name in PROGRAMS:
            with self.subTest(name):
                self.assertIn("Usage: " + name, run(name, "--help").stdout)
                self.assertRegex(run(name, "--version").stdout, rf"^{name} \(Kleos\) \d")
                self.assertIn("KLEOS_DATA_DIR=", run(name, "--print-config").stdout)

    def test_a_wrong_value_is_refused_by_name(self):
        for variable, value in {"KLEOS_MIN_GROUP": "2", "KLEOS_HTTP_LISTEN": "8080", "KLEOS_SYNCHRONOUS": "SOMETIMES",
                                "KLEOS_MEMBERS_URL": "http://members", "KLEOS_BEHIND_PROXY": "yes",
                                "KLEOS_TIME_ZONE": "Europe/Sparta"}.items():
            with self.subTest(variable):
                done = run("kleosd", **{variable: value})
                self.assertEqual(done.returncode, 2)
                self.assertIn(f"{variable} is '{value}' but must be", done.stderr)


if __name__ == "__main__":
    unittest.main()
