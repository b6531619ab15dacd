"""The rules of the house that a program can check: who may include whom, how long things are, what may not stand anywhere."""
import re
import subprocess
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
SERVICES = ("members", "recognitions", "awards", "gateway")
PURE = ("services/awards/tally/", "services/awards/ballot_log/", "common/backup/")  # what clients share with a service, so that both count alike: no I/O, no messages
FUNCTION_LINES = 60
FILE_LINES = 500


def tracked(*patterns):
    listed = subprocess.check_output(["git", "-c", "safe.directory=*", "ls-files", *patterns], cwd=SOURCE, text=True)
    return [SOURCE / name for name in listed.splitlines() if (SOURCE / name).exists()]


def includes(path):
    return re.findall(r'^#include "([^"]+)"', path.read_text(), re.MULTILINE)


class HouseTest(unittest.TestCase):
    def setUp(self):
        self.code = tracked("common/*.[ch]", "services/*.[ch]", "clients/*.[ch]")

    def test_services_do_not_include_each_other(self):
        for path in tracked(*(f"services/{s}/*.[ch]" for s in SERVICES)):
            own = path.relative_to(SOURCE).parts[1]
            for name in includes(path):
                parts = name.split("/")
                self.assertFalse(parts[0] == "services" and parts[1] != own, f"{path}: {name}")

    def test_common_knows_no_service_and_clients_know_nothing_inside(self):
        for path in self.code:
            room = path.relative_to(SOURCE).parts[0]
            for name in includes(path):
                self.assertFalse(room == "common" and name.startswith("services/"), f"{path}: {name}")
                inside = name.startswith(("services/", "common/")) and not name.startswith(PURE)
                self.assertFalse(room == "clients" and inside, f"{path}: {name}")

    def test_the_frame_of_services_knows_no_process_and_a_process_only_where_a_service_stands(self):
        for path in tracked("common/*.[ch]"):
            room = path.relative_to(SOURCE).parts[1]
            for name in includes(path):
                self.assertFalse(room != "process" and name.startswith("common/process/"), f"{path}: {name}")
                within = name.startswith("common/service/") and name != "common/service/site.h"
                self.assertFalse(room == "process" and within, f"{path}: {name}")

    def test_files_and_functions_stay_small(self):
        for path in self.code:
            lines = path.read_text().splitlines()
            self.assertLessEqual(len(lines), FILE_LINES, path)
            start = None
            for number, line in enumerate(lines, 1):
                if line.startswith("{"):
                    start = number
                elif line.startswith("}") and start:
                    self.assertLessEqual(number - start, FUNCTION_LINES, f"{path}:{start}")
                    start = None

    def test_files_of_tests_stay_small(self):
        for path in tracked("tests/*.[ch]"):
            self.assertLessEqual(len(path.read_text().splitlines()), FILE_LINES, path)

    def test_migrations_are_numbered_one_by_one(self):
        folders = {}
        for path in tracked("*/sql/migrations/*.sql"):
            folders.setdefault(path.parent, []).append(path.name)
        for folder, names in folders.items():
            numbers = [name[:4] for name in sorted(names)]
            self.assertEqual(numbers, [f"{i:03}_" for i in range(1, len(names) + 1)], f"{folder}: {sorted(names)}")

    def test_no_unsafe_call_stands_in_the_code(self):
        banned = re.compile(r"(?<![\w.>])(strcpy|sprintf|vsprintf|gets|strtok|sscanf|alloca|strncpy|system|popen)\(")
        for path in self.code:
            for number, line in enumerate(path.read_text().splitlines(), 1):
                self.assertIsNone(banned.search(line), f"{path}:{number}: {line}")

    def test_every_header_is_a_card_that_stands_alone(self):
        for path in (p for p in self.code if p.suffix == ".h"):
            self.assertTrue(path.read_text().startswith("/* "), f"{path} does not say what it is")

    def test_no_unfinished_words_stand_anywhere(self):
        words = re.compile("|".join(["TO" + "DO", "FIX" + "ME", r"\bX" + r"XX\b"]))
        for path in tracked("*.[ch]", "*.sql", "*.proto", "*.md", "*.py", "dev"):
            self.assertIsNone(words.search(path.read_text()), path)


if __name__ == "__main__":
    unittest.main()
