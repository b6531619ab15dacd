"""Databases as an earlier Kleos left them: the tables of the first N migrations, and data. Migrations are never edited
(the service compares their SHA-256), so the first N of today are those that the earlier Kleos had."""
import sqlite3
from pathlib import Path

from kleos import SOURCE

# What a column that is gone was, in words of the table of now.
GONE = {("arc", "managed"): "direction = 1"}
EMPTY = {"INTEGER": "0", "TEXT": "''", "BLOB": "x''"}


def steps(component):
    room = SOURCE / ("common/store" if component == "store" else f"services/{component}")
    return sorted((room / "sql/migrations/sqlite").glob("*.sql"))


def columns(database, schema, table):
    """Name, type and whether it must be filled, of what can be written."""
    rows = database.execute(f"PRAGMA {schema}.table_xinfo({table})").fetchall()
    return {name: (kind, required and default is None) for _, name, kind, required, default, _, hidden in rows if not hidden}


def source_of(table, name, kind, there):
    if name in there:
        return f'"{name}"'
    return GONE.get((table, name)) or EMPTY[kind]


def copy_rows(database, table):
    there = columns(database, "now", table)
    wanted = {n: kind for n, (kind, required) in columns(database, "main", table).items()
              if n in there or required or (table, n) in GONE}
    names = ", ".join(f'"{name}"' for name in wanted)
    sources = ", ".join(source_of(table, name, kind, there) for name, kind in wanted.items())
    database.execute(f"DELETE FROM main.{table}")  # what a migration put there itself
    database.execute(f"INSERT INTO main.{table} ({names}) SELECT {sources} FROM now.{table}")


def tables(database, schema):
    return {name for (name,) in database.execute(f"SELECT name FROM {schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")}


def rebuild(path, component, version, out):
    """The database at `path`, of a Kleos that has stopped, as it was with the first `version` migrations of its service."""
    Path(out).unlink(missing_ok=True)
    database = sqlite3.connect(out, isolation_level=None)
    database.execute("ATTACH ? AS now", (str(path),))
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("PRAGMA main.application_id = " + str(database.execute("PRAGMA now.application_id").fetchone()[0]))
    database.execute(database.execute("SELECT sql FROM now.sqlite_schema WHERE name = 'schema_version'").fetchone()[0])
    for step in [*steps("store"), *steps(component)[:version]]:
        database.executescript(step.read_text())
    database.execute("BEGIN")
    for table in tables(database, "main") & tables(database, "now") - {"schema_version"}:
        copy_rows(database, table)
    database.execute("INSERT INTO main.schema_version SELECT * FROM now.schema_version WHERE component = 'store' OR version <= ?", (version,))
    database.execute("COMMIT")
    database.close()
