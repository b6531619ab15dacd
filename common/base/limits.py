"""limits.def as Python reads it; run as a program it prints LIMITS.md."""
import re
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("limits.def")
ROW = re.compile(r'^LIMIT\((\w+), ([\d *]+), (CHARACTERS|BYTES|COUNT|MILLIONS|MINUTES|MS|S), "([^"]+)", "([^"]*)"\)$')
SECTION = re.compile(r"^/\* == (.+) == \*/$")
HEAD = """# Limits

The bounds that whoever uses, operates or talks to Kleos can meet; those that are set stand in the README under
Settings. Made by `./dev limits` of `common/base/limits.def`, which the code takes the numbers from. Characters are code
points of Unicode.
"""


class Limit(NamedTuple):
    section: str
    name: str
    value: int
    unit: str
    bounds: str
    tried: tuple  # of words: how, then where; empty: not by the table's own test


def product(text):
    value = 1
    for factor in text.split("*"):
        value *= int(factor)
    return value


def limits():
    """The rows in their order. A row that is not shaped like one is an error: nothing is passed over."""
    rows, section = [], None
    for line in TABLE.read_text().splitlines():
        if found := SECTION.match(line):
            section = found[1]
        elif line.startswith("LIMIT"):
            name, value, unit, bounds, tried = ROW.match(line).groups()
            rows.append(Limit(section, name, product(value), unit, bounds, tuple(tried.split())))
    return rows


def number(value):
    """As people read it: 10 000, but 4000."""
    return f"{value:,}".replace(",", " ") if value >= 10000 else str(value)


def amount(limit):
    """The bound with its unit."""
    if limit.unit == "BYTES":
        for size, unit in ((1 << 20, "MiB"), (1 << 10, "KiB")):
            if limit.value % size == 0:
                return f"{limit.value // size} {unit}"
    if limit.unit == "MS":
        assert limit.value % 1000 == 0, limit
        return f"{number(limit.value // 1000)} s"
    words = {"CHARACTERS": " characters", "BYTES": " bytes", "MILLIONS": " million", "MINUTES": " minutes", "S": " s", "COUNT": ""}
    return number(limit.value) + words[limit.unit]


def document():
    lines, section = [HEAD.rstrip("\n")], None
    for limit in limits():
        if limit.section != section:
            section = limit.section
            lines += ["", f"## {section}", "", "| what | at most | constant |", "|---|---|---|"]
        lines.append(f"| {limit.bounds} | {amount(limit)} | `{limit.name}` |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(document(), end="")
