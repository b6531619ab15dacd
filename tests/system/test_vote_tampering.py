"""Who writes into the database of a vote that is over, or puts an old copy of it back, is found out by what was published
before: by the head of the log, with `kleos verify-ballots`, and by the proofs that voters ask for."""
import collections
import concurrent.futures
import json
import os
import random
import shutil
import sqlite3
import unittest

import election
from kleos import Kleos

BALLOTS = 45  # in two batches and the rest at the close
TAMPERINGS = int(os.environ.get("KLEOS_TAMPERINGS", "1000"))
TABLES = {"vote_log_entry": ("position", "entry"), "vote_log_head": ("size", "root", "signature"),
          "vote_log_commitment": ("position", "text", "nonce"), "ballot": ("entry", "text", "nonce"), "vote_log": ("public_key",)}
PROVED = {"vote_log_node": ("level", "position", "hash")}  # what only proofs are made of


class Rows:
    """The rows of a log in the database of a service that runs: changed, and put back as they were."""

    def __init__(self, path):
        self.database = sqlite3.connect(path, isolation_level=None, timeout=30)
        self.database.execute("PRAGMA synchronous=OFF")
        self.database.execute("PRAGMA foreign_keys=OFF")
        self.kept = {table: self.database.execute(f"SELECT * FROM {table}").fetchall() for table in (*TABLES, *PROVED)}

    def columns(self, table):
        return [row[1] for row in self.database.execute(f"PRAGMA table_info({table})")]

    def set(self, rows):
        """All of these tables, at once; False: the database itself does not take such rows."""
        self.database.execute("BEGIN IMMEDIATE")
        try:
            for table, content in rows.items():
                self.database.execute(f"DELETE FROM {table}")
                if content:
                    self.database.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(content[0]))})", content)
        except sqlite3.IntegrityError:
            self.database.execute("ROLLBACK")
            return False
        self.database.execute("COMMIT")
        return True


def flip(value, chance):
    if isinstance(value, int):
        return value ^ 1 << chance.randrange(4)
    if isinstance(value, bytes):
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1:]
    at = chance.randrange(len(value))
    return value[:at] + chr(ord(value[at]) ^ 1 << chance.randrange(5)) + value[at + 1:]


class Tamperer:
    def __init__(self, rows, chance):
        self.rows, self.chance = rows, chance
        self.names = {table: rows.columns(table) for table in rows.kept}

    def change(self):
        """(What was done, the rows of the tables that it was done to.)"""
        while True:
            tables = TABLES if self.chance.random() < 0.9 else PROVED
            table = self.chance.choice(list(tables))
            how = self.chance.choice((self.flipped, self.deleted, self.inserted, self.swapped, self.truncated))
            changed = how(table, tables[table], [list(row) for row in self.rows.kept[table]])
            if changed and any(sorted(map(tuple, changed[name])) != sorted(self.rows.kept[name]) for name in changed):
                return f"{how.__name__} {table}", changed

    def at(self, table, column):
        return self.names[table].index(column)

    def flipped(self, table, columns, content):
        row, column = self.chance.choice(content), self.at(table, self.chance.choice(columns))
        row[column] = flip(row[column], self.chance)
        return {table: content}

    def deleted(self, table, columns, content):
        del content[self.chance.randrange(len(content))]
        return {table: content}

    def inserted(self, table, columns, content):
        """A row like another, with other bytes; a ballot that is well made, with its entry at the end of the log."""
        if table in ("ballot", "vote_log_entry"):
            return self.stuffed()
        row = list(self.chance.choice(content))
        for column in columns:
            at = self.at(table, column)
            row[at] = self.chance.randbytes(len(row[at])) if isinstance(row[at], bytes) else row[at]
            row[at] = max(r[at] for r in content) + 1 if isinstance(row[at], int) else row[at]
        return {table: [*content, row]} if table != "vote_log" else None

    def stuffed(self):
        ballots, entries = ([list(row) for row in self.rows.kept[name]] for name in ("ballot", "vote_log_entry"))
        ballot, entry = list(self.chance.choice(ballots)), list(entries[-1])
        nonce, text = self.chance.randbytes(32), ballot[self.at("ballot", "text")]
        ballot[self.at("ballot", "nonce")] = nonce
        made = bytes.fromhex(election.entry_of(ballot[0].hex(), text, nonce.hex()))
        ballot[self.at("ballot", "entry")] = entry[self.at("vote_log_entry", "entry")] = made
        entry[self.at("vote_log_entry", "position")] = len(entries)
        return {"ballot": [*ballots, ballot], "vote_log_entry": [*entries, entry]}

    def swapped(self, table, columns, content):
        if len(content) < 2:
            return None
        one, other = self.chance.sample(content, 2)
        at = self.at(table, self.chance.choice([column for column in columns if not isinstance(one[self.at(table, column)], int)]))
        one[at], other[at] = other[at], one[at]
        return {table: content}

    def truncated(self, table, columns, content):
        """The log as it was at an earlier head, without the ballots that came later: all of it agrees with itself."""
        heads = sorted(self.rows.kept["vote_log_head"], key=lambda row: row[self.at("vote_log_head", "size")])
        size = self.chance.choice(heads[1:-1])[self.at("vote_log_head", "size")]
        entries = [row for row in self.rows.kept["vote_log_entry"] if row[self.at("vote_log_entry", "position")] < size]
        left = {row[self.at("vote_log_entry", "entry")] for row in entries}
        log = [list(row) for row in self.rows.kept["vote_log"]]
        log[0][self.at("vote_log", "size")] = size
        return {"vote_log": log, "vote_log_entry": entries,
                "vote_log_head": [row for row in heads if row[self.at("vote_log_head", "size")] <= size],
                "ballot": [row for row in self.rows.kept["ballot"] if row[self.at("ballot", "entry")] in left]}


class TamperingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        seed = random.randrange(1 << 32)
        print(f"{TAMPERINGS} tamperings, seed {seed}")
        cls.chance = random.Random(seed)
        cls.kleos = Kleos()
        cls.kleos.__enter__()
        cls.addClassCleanup(cls.kleos.__exit__, None)
        cls.data, cls.copies = cls.kleos.folder / "kleosd", []
        cls.vote = election.Election(cls.kleos, "spotlight", tokens=BALLOTS + 30)
        for i in range(BALLOTS):
            if i in (5, 25):
                cls.copies.append(cls.copied(f"copy-{i}"))
            cls.cast(cls.vote.tokens[i])
        cls.vote.advance()
        cls.head = cls.vote.head()
        (cls.kleos.folder / "published.json").write_text(json.dumps(cls.head))
        cls.log = cls.vote.log()

    @classmethod
    def cast(cls, token):
        reply = cls.vote.cast(cls.vote.voter, token, cls.vote.ranking(cls.chance))
        assert reply.status == 200, reply.body

    @classmethod
    def restarted(cls, between):
        cls.kleos["kleosd"].stop()
        between()
        cls.kleos["kleosd"].start()
        cls.kleos.wait_ready()

    @classmethod
    def copied(cls, name):
        cls.restarted(lambda: shutil.copytree(cls.data, cls.kleos.folder / name))
        return cls.kleos.folder / name

    def served(self):
        """The log and a proof of each kind, as the service gives them now; None: it refuses."""
        base, admin = f"/v1/cycles/{self.vote.cycle}", self.vote.admin
        log = admin.call("GET", base + "/log")
        proofs = [admin.call("GET", f"{base}/proofs/{entry}?fromSize=2") for entry in self.asked]
        if log.status != 200 or any(proof.status != 200 for proof in proofs):
            return None
        return log.json["log"], [proof.json for proof in proofs]

    def is_found_out(self, number, log, proofs):
        """By the published head; or, where only the tree's inner nodes were changed, by a voter's proof."""
        path = self.kleos.folder / f"tampered-{number}.json"
        path.write_text(json.dumps({"log": log}))
        code = self.kleos.cli("verify-ballots", path, "--head", self.kleos.folder / "published.json").returncode
        path.unlink()
        if code != 0:
            return True
        root = self.head["head"]["rootHash"]
        return not all(election.is_included(entry, proof["inclusion"], root) for entry, proof in zip(self.asked, proofs))

    def test_changed_rows_are_found_out(self):
        entries = self.log["entries"]
        self.asked = [entries[i] for i in range(0, len(entries), 8)]
        rows = Rows(self.data / "awards.db")
        self.addCleanup(rows.database.close)
        tamperer = Tamperer(rows, self.chance)
        self.assertFalse(self.is_found_out("none", *self.served()), "the untouched log does not hold")
        untouched, refused, unread, waiting = self.served(), 0, collections.Counter(), {}
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            while refused + len(waiting) < TAMPERINGS:
                what, changed = tamperer.change()
                if not rows.set(changed):
                    continue
                served = self.served()
                rows.set({table: rows.kept[table] for table in changed})
                if served is None:
                    refused += 1
                elif served == untouched:
                    unread[what] += 1
                else:
                    waiting[pool.submit(self.is_found_out, len(waiting), *served)] = what
        print(f"{refused} refused by the service, {len(waiting)} found out by the head or a proof; read by nobody: {dict(unread)}")
        self.assertEqual([what for found, what in waiting.items() if not found.result()], [])
        self.assertEqual(self.served(), untouched)

    def test_an_old_copy_put_back_is_found_out(self):
        newest = self.copied("newest")
        for copy, more in ((self.copies[0], 0), (self.copies[0], 30), (self.copies[1], 0), (self.copies[1], 25)):
            self.put_back(copy)
            for token in self.vote.tokens[-more:] if more else ():
                self.cast(token)
            self.vote.advance()
            log = self.vote.log()
            self.assertEqual(self.vote.verify(log).returncode, 0, "such a log holds by itself")
            done = self.vote.verify(log, self.head)
            self.assertNotEqual(done.returncode, 0, done.stdout)
        self.put_back(newest)
        self.assertEqual(self.vote.verify(self.vote.log(), self.head).returncode, 0)

    def put_back(self, copy):
        def replace():
            shutil.rmtree(self.data)
            shutil.copytree(copy, self.data)

        self.restarted(replace)


if __name__ == "__main__":
    unittest.main()
