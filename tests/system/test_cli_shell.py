"""What the command line is to a shell and to a terminal: completion, the manual page, narrow windows. Needs no server but one
that this file is."""
import http.server
import json
import os
import re
import subprocess
import threading
import unicodedata
import unittest

from kleos import on_terminal, program, run_kleos


def columns(text):
    return sum(0 if unicodedata.combining(c) or c == "\ufe0f" else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Server(http.server.BaseHTTPRequestHandler):
    """The same for everyone: long words in two languages."""
    WORDS = ("Η παρουσίαση σώθηκε χάρη σε εσάς, και μάλιστα μέσα σε ένα απόγευμα· κανείς δεν κατάλαβε πόσο κοντά φτάσαμε. "
             "It was close, and nobody noticed, which is how it should be.")
    MARIA, ZOE = ({"id": "1", "handle": "maria", "displayName": "Μαρία Παππά"}, {"id": "2", "handle": "zoe", "displayName": "Zoë"})

    def do_GET(self):
        thanks = {"id": "01a20826-95b7-7bc3-a248-62bb1f7f184c", "giver": self.MARIA, "receivers": [{"member": self.ZOE, "credit": "the cut"}],
                  "message": self.WORDS, "giveTime": "2026-01-01T09:00:00Z", "visibility": "ORGANIZATION", "value": "craft", "win": "BIG",
                  "reactions": [{"emoji": "👏", "count": 3}, {"emoji": "❤️", "count": 1}], "joinerCount": 12, "commentCount": 1}
        value = {"slug": "craft", "title": "Μαστοριά", "description": self.WORDS}
        routine = {"id": thanks["id"], "team": "marketing/social", "weekday": "FRIDAY", "time": "16:00", "timeZone": "Europe/Athens",
                   "nextDueTime": "2026-01-02T14:00:00Z", "setting": "UNSPECIFIED", "channel": "#kudos"}
        body = {"recognitions": [thanks, thanks], "values": [value, {**value, "slug": "care", "title": "Care"}], "routines": [routine],
                "highlights": [], "member": {"id": "1"}}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


class TerminalTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        cls.url = f"http://127.0.0.1:{server.server_port}"

    def test_nothing_is_wider_than_the_terminal_and_no_word_is_torn(self):
        for width in (120, 80, 50):
            for words in (["feed"], ["values", "list"], ["routine", "list"], ["--help"], ["give", "--help"]):
                text = on_terminal(width, "--url", self.url, *words, NO_COLOR="1")
                self.assertNotIn("\x1b", text)
                self.assertNotRegex(text, r" \n")
                if "--help" not in words or width >= 80:
                    self.assertLessEqual(max(map(columns, text.splitlines())), width, text)
            self.assertIn(Server.WORDS, " ".join(on_terminal(width, "--url", self.url, "feed").split()))

    def test_columns_stand_one_below_the_other_in_every_locale(self):
        for locale in ("C.UTF-8", "C"):
            lines = run_kleos("--url", self.url, "values", "list", env={**os.environ, "LC_ALL": locale}, encoding="utf-8").stdout.splitlines()
            at = lines[0].index("MEANING")
            self.assertEqual([columns(line[:line.index("Η παρουσίαση")]) for line in lines[1:]], [at, at], locale)

    def test_colors_are_for_terminals_that_want_them(self):
        self.assertIn("\x1b[1m", on_terminal(80, "--url", self.url, "feed", NO_COLOR=""))
        self.assertNotIn("\x1b", run_kleos("--url", self.url, "feed").stdout)


class ShellTest(unittest.TestCase):
    def complete(self, line):
        words = line.split(" ")
        script = (f'source <("{program("kleos")}" completion bash); COMP_WORDS=({line.replace("<", "")}); '
                  f'[[ "{line}" == *" " ]] && COMP_WORDS+=(""); COMP_CWORD={len(words) - 1}; _kleos; printf "%s\\n" "${{COMPREPLY[@]}}"')
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash_completes_commands_verbs_options_and_files(self):
        self.assertEqual(self.complete("kleos recog"), ["recognition"])
        self.assertEqual(self.complete("kleos members e"), ["export", "erase"])
        self.assertEqual(self.complete("kleos --json members deact"), ["deactivate"])
        self.assertEqual(self.complete("kleos feed --q"), ["--query"])
        self.assertEqual(self.complete("kleos routine add care --z"), ["--zone"])
        self.assertIn("/etc/passwd", self.complete("kleos import members /etc/pass"))
        self.assertIn("teams", self.complete("kleos "))

    def test_the_manual_names_every_command_and_option(self):
        manual = run_kleos("manual").stdout
        self.assertTrue(manual.startswith(".TH KLEOS 1 "))
        listed = run_kleos("completion", "bash").stdout
        for name, options in re.findall(r'^\t"([a-z]+(?: [a-z]+)?) "\*\) options="(.*)" ;;$', listed, re.MULTILINE):
            self.assertIn(f'.SS "{name}', manual)
            for option in options.split():
                self.assertIn("\\fB" + option.replace("-", "\\-"), manual)

    def commands(self):
        """The names of all commands, from the list that completion is made of."""
        listed = run_kleos("completion", "bash").stdout
        names = re.findall(r'^\t"([a-z-]+(?: [a-z-]+)?) "\*\) options=', listed, re.MULTILINE)
        self.assertGreater(len(names), 80)
        return names

    def test_an_unknown_option_is_named_as_such_by_every_command(self):
        for name in self.commands():
            for said, option in ((["--nonsense"], "--nonsense"), (["@maria", "--nonsense=1", "words"], "--nonsense=1"),
                                 (["-xyz"], "-xyz"), (["one", "two", "-x"], "-x")):
                done = run_kleos("--url", "http://127.0.0.1:1", *name.split(), *said, input="")
                told = (done.returncode, done.stdout, done.stderr)
                self.assertEqual(told, (2, "", f"kleos: unknown option '{option}'; --help lists what there is\n"), [name, *said])

    def test_an_unknown_option_before_a_command_or_a_verb_is_named_too(self):
        for words in (["--nonsense"], ["--nonsense", "feed"], ["members", "--nonsense"], ["cycle", "--nonsense", "show"]):
            done = run_kleos(*words)
            self.assertEqual((done.returncode, done.stderr), (2, "kleos: unknown option '--nonsense'; --help lists what there is\n"))

    def test_behind_two_dashes_words_may_look_like_options(self):
        done = run_kleos("cycle", "show", "--", "--one", "--two")
        self.assertEqual(done.returncode, 2)
        self.assertIn("say which: kleos cycle show CYCLE", done.stderr)
        done = run_kleos("receipt", "--", "--no-such-file")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--no-such-file", done.stderr)


if __name__ == "__main__":
    unittest.main()
