"""What is written about metrics stands in the table that they are made from: README, rules and dashboard."""
import json
import re
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
ROOM = SOURCE / "docker/observability"
ROW = re.compile(r'^METER\((\w+), "(\w+)", (\w+), "([\w,]*)", "(.*)"\)$', re.MULTILINE)
TYPES = {"COUNTER": "counter", "GAUGE": "gauge", "DURATIONS": "histogram", "GROUPS": "histogram"}


def meters():
    return ROW.findall((SOURCE / "common/meter/meters.def").read_text())


def expressions():
    """Every PromQL expression that this repository ships."""
    rules = re.findall(r"^ +expr: (.+)$", (ROOM / "kleos.rules.yaml").read_text(), re.MULTILINE)
    panels = json.loads((ROOM / "kleos.dashboard.json").read_text())["panels"]
    return rules + [target["expr"] for panel in panels for target in panel["targets"]]


class MetersTest(unittest.TestCase):
    def test_every_row_of_the_table_is_read_here(self):
        rows = re.findall(r"^METER\(", (SOURCE / "common/meter/meters.def").read_text(), re.MULTILINE)
        self.assertEqual(len(rows), len(meters()))

    def test_names_are_as_prometheus_wants_them(self):
        for _, name, kind, labels, words in meters():
            self.assertEqual(name.endswith("_total"), kind == "COUNTER", name)
            self.assertTrue(kind != "DURATIONS" or name.endswith("_seconds"), name)
            self.assertTrue(words.endswith("."), name)
            self.assertNotIn("service", labels.split(","), name)

    def test_the_readme_lists_them_all(self):
        rows = [f"| `{name}` | {TYPES[kind]} | {labels.replace(',', ', ')} | {words} |" for _, name, kind, labels, words in meters()]
        text = (ROOM / "README.md").read_text()
        listed = [line for line in text.splitlines() if line.startswith("| `")]
        self.assertEqual(listed, rows, "put these lines there:\n" + "\n".join(rows))

    def test_rules_and_dashboard_ask_for_metrics_that_exist(self):
        known = {"up"}
        for _, name, kind, _, _ in meters():
            known |= {name} if kind in ("COUNTER", "GAUGE") else {name + end for end in ("_bucket", "_sum", "_count")}
        self.assertGreater(len(expressions()), 30)
        for expression in expressions():
            for name in re.findall(r"\b(?:kleos|process)_\w+|\bup\b", expression):
                self.assertIn(name, known, expression)

    def test_rules_and_dashboard_ask_for_labels_that_exist(self):
        labels = {"service", "le", "job"} | {label for row in meters() for label in row[3].split(",")}
        for expression in expressions():
            for name in re.findall(r"(\w+)(?:=|!=|=~|!~)\"", expression):
                self.assertIn(name, labels, expression)
            for group in re.findall(r"by \(([^)]*)\)", expression):
                self.assertLessEqual({name.strip() for name in group.split(",")}, labels, expression)


if __name__ == "__main__":
    unittest.main()
