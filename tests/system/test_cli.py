"""A first day with the command line, word by word."""
import http.server
import json
import os
import re
import subprocess
import threading
import unittest

from kleos import CliTest, Kleos, program, run_kleos


class CommandLineTest(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for handle, name in (("maria", "Μαρία Παππά"), ("nikos", "Νίκος Δήμου")):
            done = cls.kleos.cli("members", "add", handle, "--name", name, "--team", "marketing/social", "--ceiling", "ORGANIZATION")
            assert done.returncode == 0, done.stderr
        cls.key = cls.key_file("nikos")
        cls.key.write_text(cls.kleos.client_of("nikos").key)

    def as_nikos(self, *words):
        return self.kleos.cli(*words, key_file=self.key)

    def test_login_remembers_where_and_who(self):
        home = self.kleos.folder / "home"
        environment = {**os.environ, "XDG_CONFIG_HOME": str(home)}
        login = run_kleos("--url", self.kleos.url, "login", input=self.key.read_text() + "\n", env=environment)
        self.assertEqual(login.returncode, 0, login.stderr)
        self.assertEqual((home / "kleos/key").stat().st_mode & 0o777, 0o600)
        who = run_kleos("whoami", env=environment)
        self.assertTrue(who.stdout.startswith("@nikos"), who.stdout + who.stderr)

    def test_thanks_are_given_and_read(self):
        done = self.as_nikos("give", "@maria", "Έσωσες την παρουσίαση.", "--value", "craft", "--big")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Έσωσες την παρουσίαση.", self.as_nikos("feed").stdout)
        feed = json.loads(self.as_nikos("--json", "feed", "--receiver", "@maria").stdout)
        self.assertEqual(feed["recognitions"][0]["win"], "BIG")

    def test_a_quieter_ceiling_is_told(self):
        self.as_nikos("preferences", "set", "--ceiling", "PRIVATE")
        maria = self.key_file("maria")
        maria.write_text(self.kleos.client_of("maria").key)
        done = self.kleos.cli("give", "@nikos", "thank you", key_file=maria)
        self.assertEqual(done.stderr, "Heard as PRIVATE, not ORGANIZATION: that is as loud as @nikos likes it, "
                                      "or the default for who never said.\n")
        self.as_nikos("preferences", "set", "--ceiling", "ORGANIZATION")

    def test_what_is_not_there_or_not_allowed_is_told_with_the_way_on(self):
        for words, code, text in ((("feed", "--team", "nowhere"), 0, "Nothing like that among what you may see."),
                                  (("report", "--team", "nowhere"), 0, "Nobody was in 'nowhere' in these days"),
                                  (("keys", "create", "robot"), 0, "It belongs to no member"),
                                  (("preferences", "set", "nikos", "--ceiling", "loud"), 1, "is not one of PRIVATE, MANAGER, TEAM")):
            done = self.kleos.cli(*words)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(text, done.stderr)
        self.assertIn("needs LEADER, PEOPLE_ADMIN, AUDITOR or ADMIN", self.as_nikos("report").stderr)
        give = self.kleos.cli_json("give", "@maria", "no setting", "--as", "nikos")
        self.assertNotIn("setting  ", self.as_nikos("recognition", "show", give["recognition"]["id"]).stdout)

    def test_events_are_told_as_they_happen(self):
        follower = subprocess.Popen([program("kleos"), "--url", self.kleos.url, "--key-file", str(self.key),
                                     "events", "--follow", "--types", "recognition.*"],
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        stop = threading.Event()

        def give_until_heard():
            while not stop.wait(0.2):
                self.as_nikos("give", "@maria", "do you hear me")

        giver = threading.Thread(target=give_until_heard)
        giver.start()
        try:
            self.assertIn("@nikos: do you hear me", follower.stdout.readline())
        finally:
            stop.set()
            giver.join()
            follower.terminate()
            follower.communicate()

    def test_wrong_words_are_explained(self):
        for words, text in ((["giv"], "there is no command 'giv'"), (["give", "maria"], "say whom and why"),
                            (["report", "--form", "x"], "unknown option '--form'")):
            done = self.as_nikos(*words)
            self.assertIn(text, done.stderr)

    def alone(self, *words, **options):
        """Without a login, and without a key unless the words name one."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("KLEOS_")}
        environment["XDG_CONFIG_HOME"] = str(self.kleos.folder / "nobody")
        return run_kleos(*words, env={**environment, "KLEOS_URL": self.kleos.url}, **options)

    def test_output_that_cannot_be_written_is_a_failure(self):
        with open("/dev/full", "w") as full:
            for words in (["--key-file", self.key, "keys", "create", "lost", "--member", "me"], ["--version"], ["--help"]):
                done = self.alone(*words, capture_output=False, stdout=full, stderr=subprocess.PIPE)
                self.assertEqual(done.returncode, 1, words)
                self.assertIn("standard output cannot be written", done.stderr)
                if "keys" in words:
                    lost = re.search(r"kleos keys revoke (\S+) ", done.stderr)[1]
                    self.assertEqual(self.as_nikos("keys", "revoke", lost).stdout, "lost stopped working\n")

    def test_a_login_never_takes_the_remembered_key(self):
        home = {"XDG_CONFIG_HOME": str(self.kleos.folder / "again"), "PATH": os.environ["PATH"]}
        login = ("--url", self.kleos.url, "login")
        first = run_kleos(*login, input=self.key.read_text(), env=home)
        self.assertEqual(first.returncode, 0, first.stderr)
        again = run_kleos(*login, input="", env=home)
        self.assertEqual((again.returncode, again.stderr), (1, "kleos: no key was given\n"))
        other = run_kleos(*login, input=self.kleos.admin_key, env=home)
        self.assertIn("ADMIN", other.stdout)

    def test_key_files_without_a_key_are_named(self):
        empty = self.kleos.folder / "empty.key"
        empty.write_text("")
        for path, text in ((empty, "is empty"), (self.kleos.folder, "is a folder"), (empty / "x", "cannot be read: Not a directory")):
            done = self.alone("--key-file", path, "whoami")
            self.assertEqual((done.returncode, done.stderr), (1, f"kleos: the key file {path} {text}\n"))
        done = self.alone("whoami")
        self.assertEqual((done.returncode, done.stderr), (1, "kleos: no key yet: kleos --key-file FILE login\n"))

    def test_words_that_cannot_be_meant_are_refused(self):
        for line, text in (("give @maria x --prompt x", "--prompt is a number from 1 to 5"),
                           ("give @maria x --prompt 6", "--prompt is a number from 1 to 5"),
                           ("give @maria x --private --team", "say one of --private"),
                           ("feed --limit 0", "--limit is a number from 1 to 500"),
                           ("members list --limit abc", "--limit is a number from 1 to 500"),
                           ("cycle add a --max 11", "--max is a number from 1 to 10"),
                           ("members update maria", "say what to change"),
                           ("members update maria --leader --no-leader", "say one of --leader"),
                           ("import members", "kleos import members FILE.csv"), ("members import", "kleos import members FILE.csv"),
                           ("feed --url", "--url needs a value"), ("--url 127.0.0.1:8080 feed", "does not begin with http:// or https://"),
                           ("member list", "did you mean 'members list'?"),
                           ("members lst", "no command 'members lst'; did you mean 'members list'?"), ("giv @maria x", "did you mean 'give'?"),
                           ("membrs", "did you mean 'members'?"), ("qqqq", "there is no command 'qqqq'; kleos --help lists them"),
                           ("members fly", "  deactivate "), ("", "Usage: kleos")):
            with self.subTest(line):
                done = self.alone(*line.split())
                self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                self.assertIn(text, done.stderr)

    def test_a_noun_lists_its_verbs(self):
        for noun, verb in (("members", "reactivate"), ("award", "add"), ("cycle", "advance"), ("keys", "revoke"), ("import", "members")):
            for words, code in (([noun], 2), (["help", noun], 0), ([noun, "--help"], 0)):
                done = self.alone(*words)
                self.assertEqual(done.returncode, code, words)
                self.assertIn(f"  {verb} ", done.stderr if code else done.stdout)
        self.assertEqual(self.alone("help").stdout, self.alone("--help").stdout)
        self.assertEqual(self.alone("help", "keys", "list").stdout, "Usage: kleos keys list\nAPI keys.\n")
        self.assertEqual(self.alone("help", "giv").returncode, 2)

    def test_somebody_elses_words_stay_in_their_place(self):
        self.assertEqual(self.as_nikos("give", "@maria", "first\n2026-01-01  @boss → @you  [TEAM]\r\n\x1b[31mred\x9b").returncode, 0)
        feed = self.as_nikos("feed", "--limit", "1")
        self.assertIn("    first\n    2026-01-01  @boss → @you  [TEAM]\n    [31mred\n", feed.stdout)
        self.assertNotIn("\x1b", feed.stdout)

    def test_more_than_a_page_is_told_and_who_reads_as_nobody(self):
        self.as_nikos("give", "@maria", "one")
        self.as_nikos("give", "@maria", "two")
        self.assertEqual(self.as_nikos("feed", "--limit", "1").stderr, "There are more: --limit N\n")
        self.assertEqual(self.as_nikos("members", "list", "--limit", "1").stderr, "There are more: --limit N\n")
        self.assertEqual(self.as_nikos("members", "list").stderr, "")
        self.assertIn("This key belongs to no member: it sees what the whole organisation hears.\n", self.kleos.cli("feed").stderr)

    def test_a_field_is_said_once(self):
        done = self.kleos.cli("members", "add", "not a handle")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"\Akleos: this cannot be taken:\n  handle: [^\n]*\n\Z")

    def test_values_are_said_in_any_case(self):
        self.assertIn("ORGANIZATION", self.as_nikos("preferences", "set", "--ceiling", "Organization", "--channels", "chat,Email").stdout)
        self.assertEqual(self.as_nikos("members", "list", "--status", "active").returncode, 0)
        self.assertEqual(self.kleos.cli("report", "--interval", "week").returncode, 0)
        self.assertEqual(self.kleos.cli("members", "add", "eleni", "--ceiling", "private").returncode, 0)
        self.assertEqual(self.kleos.cli("keys", "create", "audits", "--roles", "auditor,Service").returncode, 0)
        self.assertIn("AUDITOR, SERVICE", self.kleos.cli("keys", "list").stdout)

    def test_a_key_has_rights_an_end_and_one_that_takes_its_place(self):
        self.assertEqual(self.kleos.cli("keys", "create", "board", "--scopes", "read", "--until", "2030-03-01").returncode, 0)
        row = next(line for line in self.kleos.cli("keys", "list").stdout.splitlines() if " board " in line)
        self.assertRegex(row, r"MEMBER +READ +\d{4}-\d\d-\d\d +2030-03-01")
        name = row.split()[0]
        done = self.kleos.cli("keys", "rotate", name, "--overlap", "5")
        self.assertRegex(done.stdout, r"\Akls_\S+\n\Z")
        self.assertRegex(done.stderr, r"The old one works until \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\)\.")
        rows = [line for line in self.kleos.cli("keys", "list").stdout.splitlines() if " board " in line]
        self.assertEqual([("replaced" in line, name in line, "READ" in line) for line in rows], [(False, False, True), (True, True, True)])
        self.assertIn("1 to 10080", self.kleos.cli("keys", "rotate", name, "--overlap", "0").stderr)
        self.assertIn("a time from now on", self.kleos.cli("keys", "create", "gone", "--until", "2020-01-01").stderr)

    def test_a_member_changes_leaves_and_comes_back(self):
        self.kleos.cli("members", "add", "sofia", "--team", "care", "--manager", "maria")
        changed = self.kleos.cli_json("members", "update", "@sofia", "--name", "Sofia", "--team", "", "--manager", "@nikos", "--leader",
                                      "--title", "Editor", "--joined", "2026-01-02")["member"]
        self.assertEqual([changed[n] for n in ("displayName", "team", "leader", "title", "joinedOn")],
                         ["Sofia", "", True, "Editor", "2026-01-02"])
        self.assertEqual(changed["manager"]["handle"], "nikos")
        changed = self.kleos.cli_json("members", "update", "sofia", "--no-leader", "--manager", "")["member"]
        self.assertEqual((changed["leader"], changed.get("manager"), changed["title"]), (False, None, "Editor"))
        self.assertIn("INACTIVE", self.kleos.cli("members", "deactivate", "sofia").stdout)
        self.assertIn("status        ACTIVE", self.kleos.cli("members", "reactivate", "sofia").stdout)

    def test_a_report_that_is_withheld_gives_only_the_reasons(self):
        self.as_nikos("give", "@maria", "so that there is something")
        report = self.kleos.cli("report")
        self.assertIn("Not shown: all figures", report.stdout)
        self.assertNotIn("–", report.stdout)
        self.assertIn("No figure may be told here; compared out of sight, they agree.", self.kleos.cli("verify").stdout)

    def test_a_digest_tells_the_week_in_words(self):
        digest = self.kleos.cli("digest")
        self.assertRegex(digest.stdout, r"^# Recognition in week \d+: ")
        self.assertIn("This week’s question: ", digest.stdout)
        self.assertIn("not for decisions on pay or performance", digest.stdout)
        self.assertIn('<html lang="el">', self.kleos.cli("digest", "--lang", "el", "--html").stdout)
        self.assertEqual(self.kleos.cli("digest", "--period", "2999-W01").returncode, 1)
        self.assertIn("needs LEADER, PEOPLE_ADMIN, AUDITOR or ADMIN", self.as_nikos("digest").stderr)

    def test_a_server_that_is_away_is_named(self):
        for words in (["feed"], ["events", "--follow"]):
            done = self.alone("--url", "http://127.0.0.1:1", *words)
            self.assertEqual(done.returncode, 1)
            self.assertIn("nobody answers on http://127.0.0.1:1", done.stderr)

    def test_every_command_explains_itself(self):
        listed = run_kleos("--help").stdout
        for line in listed.splitlines():
            self.assertLessEqual(len(line), 80)
            if re.match(r"  [a-z]", line):
                words = line[2:16].split()
                done = run_kleos(*words, "--help")
                self.assertIn("Usage: kleos " + " ".join(words), done.stdout)


class HostileServer(http.server.BaseHTTPRequestHandler):
    """Says what no Kleos would: control characters everywhere."""
    WORDS = "first\n\x1b[31mred\x9b\x07"

    def do_GET(self):
        who = {"handle": "boss", "displayName": self.WORDS}
        work = {"name": self.WORDS, "value": 1, "unit": self.WORDS}, {"url": self.WORDS, "title": self.WORDS}
        thanks = {"id": self.WORDS, "giver": who, "receivers": [{"member": who, "credit": self.WORDS}], "message": self.WORDS,
                  "giveTime": "2026-01-01T00:00:00Z", "metrics": work[:1], "links": work[1:], "joiners": [{"member": who, "note": self.WORDS}],
                  "reactions": [{"emoji": self.WORDS, "count": 1}], "commentCount": 1, "value": self.WORDS, "visibility": self.WORDS}
        comment = {"id": self.WORDS, "author": who, "message": self.WORDS}
        highlight = {"id": self.WORDS, "member": who, "title": self.WORDS, "description": self.WORDS}
        report = {"id": self.WORDS, "reporter": who, "reason": self.WORDS, "note": self.WORDS}
        agenda = {"member": who, "preferences": {"note": self.WORDS}, "received": [thanks], "prompt": {"text": self.WORDS}}
        routine = {name: self.WORDS for name in ("id", "team", "weekday", "time", "timeZone", "channel", "setting")}
        fields = [{"field": self.WORDS, "description": self.WORDS}]
        body = {"recognitions": [thanks], "recognition": thanks, "comments": [comment], "highlights": [highlight], "highlight": highlight,
                "members": [who], "member": {**who, "id": "1"}, "values": [{"slug": self.WORDS}], "routines": [routine],
                "prompts": [{"text": self.WORDS}], "agenda": agenda, "overlooked": [{"member": who}], "contentReports": [report],
                "contentReport": report, "comment": comment, "entries": [{"recognition": thanks}], "auditEntries": [{"action": self.WORDS}],
                "preferences": {"note": self.WORDS}}
        if self.path.startswith("/v1/reports/impact"):
            body = {"report": {"team": self.WORDS, "series": [{"start": self.WORDS, "arcs": 1}], "values": [{"value": self.WORDS, "arcs": 1}],
                               "flows": [{"fromTeam": self.WORDS, "arcs": self.WORDS}], "highlights": [{"title": self.WORDS, "metrics": work[:1]}],
                               "awards": [{"awardTitle": self.WORDS}], "external": [{"kind": self.WORDS}], "suppressed": [self.WORDS],
                               "headcount": 1, "purpose": self.WORDS, "sources": [{"service": self.WORDS, "message": self.WORDS}],
                               "comparison": {"range": {"from": self.WORDS}, "changes": [{"figure": self.WORDS}], "suppressed": [self.WORDS]}}}
        table = {"teams": (404, {"error": {"message": self.WORDS}}), "awards": (400, {"error": {"details": [{"fieldViolations": fields}]}})}
        status, body = table.get(re.match(r"/v1/(\w+)", self.path)[1], (200, body))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


class HostileServerTest(unittest.TestCase):
    def test_control_characters_never_reach_the_terminal(self):
        lines = ("feed", "members list", "members get me", "whoami", "teams list", "award list", "recognition show x", "recognition comments x",
                 "highlight list", "highlight show x", "values list", "routine list", "prompts", "agenda", "overlooked", "moderation list",
                 "moderation show x", "report", "inbox", "audit", "preferences show")
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), HostileServer) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            for words in map(str.split, lines):
                done = run_kleos("--url", f"http://127.0.0.1:{server.server_port}", *words)
                self.assertRegex(done.stdout + done.stderr, r"first\s+\?\[31mred\?\?", words)
                self.assertNotRegex(done.stdout + done.stderr, r"[\x00-\x09\x0b-\x1f\x7f-\x9f]|^\?", words)
            server.shutdown()


class ReportTest(unittest.TestCase):
    def test_thanks_are_counted_once_among_everybody_and_twice_for_a_team(self):
        with Kleos(KLEOS_MIN_GROUP="3") as kleos:
            nikos = kleos.member("nikos", team="care")
            kleos.member("maria", team="care")
            kleos.member("eleni", team="care")
            nikos.give(["maria"], "thank you")
            kleos.wait(lambda: kleos.cli_json("report")["report"]["totals"].get("arcs") == 1, "counted")
            everybody, team = kleos.cli("report").stdout, kleos.cli("report", "--team", "care").stdout
            self.assertEqual(re.findall(r"^  (thanks[a-z ]*?) +\d", everybody, re.MULTILINE), ["thanks"])
            self.assertEqual(re.findall(r"^  (thanks[a-z ]*?) +\d", team, re.MULTILINE), ["thanks received", "thanks given"])
            verified = kleos.cli("verify").stdout.splitlines()
            self.assertEqual(verified[0].split(), ["FIGURE", "REPORT", "TABLES"])
            self.assertEqual({len(line) for line in verified[:-1]}, {len(verified[0])})
            self.assertEqual(verified[-1], "Every figure agrees with the tables.")


class FollowTest(unittest.TestCase):
    def test_following_outlives_the_server_and_misses_nothing(self):
        with Kleos() as kleos:
            nikos = kleos.member("nikos")
            kleos.member("maria")
            key = kleos.folder / "nikos.key"
            key.write_text(nikos.key)
            follower = subprocess.Popen([program("kleos"), "--url", kleos.url, "--key-file", str(key),
                                         "events", "--follow", "--types", "recognition.*"],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            try:
                heard = threading.Event()

                def give_until_heard():
                    while not heard.wait(0.2):
                        nikos.give(["maria"], "before")

                giver = threading.Thread(target=give_until_heard)
                giver.start()
                self.assertIn("before", follower.stdout.readline())
                heard.set()
                giver.join()
                kleos["kleosd"].stop()
                self.assertEqual(follower.stderr.readline(), f"waiting for {kleos.url} …\n")
                kleos["kleosd"].start()
                kleos.wait_ready()
                nikos.give(["maria"], "after")
                while "after" not in (line := follower.stdout.readline()):
                    self.assertIn("before", line)
            finally:
                follower.terminate()
                self.assertEqual(follower.communicate()[1], "", "one line an outage")


if __name__ == "__main__":
    unittest.main()
