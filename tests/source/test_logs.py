"""No word that people wrote gets into a log: by type it does not compile, and every text that is logged stands here."""
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]

# What is logged, as the code spells it, by what it holds. A new one belongs here when nobody can write words into it.
KNOWN = {
    "names in the program": """
        call->method->name  method->name  config->name  service->config.name  snapshotter->config.name  level_names[level]
        log->service  audience  config->audience  client->config.audience  service_name(feed->config.service)
        set->component  set->steps[version]->name  prepared->sql->name  query->prepared->sql->name  what
        lane->event.kind->type  phase_name(cycle->phase)  exchange->route->path  message""",
    "codes and reasons, which are static": """
        status_name(status)  status_name(call->status)  status_name(STATUS_UNAVAILABLE)  call->reason  reply.reason  reply->reason
        clock->change.reason && clock->change.message ? clock->change.reason : ""  problem  why  failure.sentence""",
    "ids": """
        call->call_id  exchange->call_id  trace_id  id_text(&clock->arena, &cycle->id)""",
    "settings, addresses and paths": """
        config->url  config->site.url  service->url  server->config.url  url  listen  process->data_dir
        path  eraser->ledger  scheduled.file.path  plan->folder  routine->time_zone  name""",
    "what the system and its libraries say": """
        strerror(errno)  strerror(scheduled.error)  sqlite3_errmsg(db->handle)  MHD_get_version()  text  time
        address_is_local(config->url) ? "inproc:// reaches nothing but services of this process" : nng_strerror(error)""",
    "the method of an HTTP request, a token": "exchange->method",
}
# Sentences that a function is given; its callers give literals.
SENTENCES = {("common/rpc/door.c", "what"), ("common/store/migration.c", "sentence")}
LITERAL = re.compile(r'^"(?:[^"\\]|\\.)*"$')

SNIPPET = """
#include "common/base/log.h"
#include "common/base/private_text.h"
#include "common/base/seal.h"
#include <protobuf-c/protobuf-c.h>
void try_it(const struct log *log, struct private_text words, struct cluster_key key, ProtobufCBinaryData bytes);
void try_it(const struct log *log, struct private_text words, struct cluster_key key, ProtobufCBinaryData bytes)
{
	(void)words; (void)key; (void)bytes;
	log_info(log, "said", log_text("what", %s));
}
"""


def known():
    return {text.strip() for group in KNOWN.values() for text in re.split(r"\s{2,}|\n", group) if text.strip()}


def arguments(text, start):
    """Those of a call whose parenthesis opens at `start`, each with its white space made one."""
    found, depth, begin = [], 0, start + 1
    for match in re.compile(r'"(?:[^"\\]|\\.)*"|[()\[\]{},]').finditer(text, start):
        mark = match.group()
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and depth == 1 or depth == 0:
            found.append(re.sub(r"\s+", " ", text[begin:match.start()]).strip())
            begin = match.end()
        if depth == 0:
            return found


def calls(pattern):
    listed = subprocess.check_output(["git", "-c", "safe.directory=*", "ls-files", "common/*.c", "services/*.c"], cwd=SOURCE, text=True)
    for name in listed.splitlines():
        text = (SOURCE / name).read_text() if (SOURCE / name).exists() else ""
        for match in re.finditer(pattern, text):
            yield name, arguments(text, match.end() - 1)


class LogsTest(unittest.TestCase):
    def test_every_text_that_is_logged_is_known(self):
        seen = set()
        for name, said in calls(r"\blog_text\("):
            seen.add(said[1])
            self.assertTrue(LITERAL.match(said[1]) or said[1] in known(),
                            f"{name} logs {said[1]}: put it into KNOWN when nobody can write words into it")
        self.assertGreater(len(seen), 40)
        self.assertEqual(known() - seen, set(), "these are not logged any more")

    def test_the_sentence_of_a_line_is_the_programs_own(self):
        for name, said in calls(r"\blog_(?:debug|info|warn|error)\("):
            if (name, said[1]) not in SENTENCES:
                self.assertRegex(said[1], r'^(?:"(?:[^"\\]|\\.)*"\s*)+$', name)

    def test_private_texts_and_secrets_do_not_compile_in_a_log(self):
        build = Path(os.environ["KLEOS_BUILD"])
        includes = ["-I", str(SOURCE), "-I", str(build / "generated")]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "snippet.c"
            for text, compiles in (('"a word"', True), ("words.words", True), ("words", False), ("key", False), ("bytes", False),
                                   ("key.bytes", False)):
                file.write_text(SNIPPET % text)
                done = subprocess.run(["cc", "-std=c17", "-D_GNU_SOURCE", "-Wall", "-Werror", "-fsyntax-only", *includes, file],
                                      capture_output=True, text=True)
                self.assertEqual(done.returncode == 0, compiles, (text, done.stderr))


if __name__ == "__main__":
    unittest.main()
