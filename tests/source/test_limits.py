"""The table of bounds is the only place of its numbers: the code takes them from it, LIMITS.md says them."""
import re
import subprocess
import sys
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "common/base"))
from limits import document, limits, number  # noqa: E402

HOWS = ("text", "ascii", "list", "number")


def code():
    listed = subprocess.check_output(["git", "-c", "safe.directory=*", "ls-files", "*.c", "*.h"], cwd=SOURCE, text=True)
    return {name: (SOURCE / name).read_text() for name in listed.splitlines() if (SOURCE / name).exists()}


def messages():
    """Of the protos: the text between the braces, by name."""
    found = {}
    for path in sorted((SOURCE / "proto").rglob("*.proto")):
        for name, body in re.findall(r"^message (\w+) \{\n(.*?)^\}", path.read_text(), re.MULTILINE | re.DOTALL):
            found[name] = body
    return found


class LimitsTest(unittest.TestCase):
    def setUp(self):
        self.limits = limits()
        self.names = {limit.name for limit in self.limits}

    def test_the_table_is_not_empty_and_every_name_stands_once(self):
        self.assertGreater(len(self.limits), 100)
        self.assertEqual(len(self.names), len(self.limits))
        for limit in self.limits:
            self.assertIsNotNone(limit.section, limit.name)
            self.assertGreater(limit.value, 0, limit.name)

    def test_the_document_is_the_one_that_the_table_makes(self):
        self.assertEqual((SOURCE / "LIMITS.md").read_text(), document(), "run ./dev limits")

    def test_no_bound_of_the_table_is_defined_elsewhere_but_by_clients_that_say_the_same(self):
        values = {limit.name: limit.value for limit in self.limits}
        for path, text in code().items():
            for name, value in re.findall(r"^\s*#\s*define\s+(\w+)[ \t]+(.*)$", text, re.MULTILINE):
                if name in values:
                    self.assertTrue(path.startswith("clients/"), f"{path}: {name}")
                    self.assertEqual(value.split()[0], str(values[name]), f"{path}: {name}")

    def test_every_bound_of_the_table_is_one_that_the_code_goes_by(self):
        used = set()
        for name, text in code().items():
            if name.startswith(("common/", "services/")):
                used |= set(re.findall(r"\b[A-Z][A-Z_]+\b", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)))
        self.assertLessEqual(self.names, used)

    def test_every_field_that_is_tried_is_one_of_the_protos(self):
        protos = messages()
        for limit in self.limits:
            self.assertTrue(not limit.tried or limit.tried[0] in HOWS and len(limit.tried) > 1, limit.name)
            for where in limit.tried[1:]:
                message, field = where.split(".")
                self.assertRegex(protos.get(message, ""), rf"(?m)^  [\w. ]+ {field} = \d+;", f"{limit.name}: {where}")

    def test_numbers_read_as_people_write_them(self):
        self.assertEqual([number(n) for n in (7, 4000, 10000, 1000000)], ["7", "4000", "10 000", "1 000 000"])


if __name__ == "__main__":
    unittest.main()
