"""Rights on the command line: what Kleos knows about a person, its end, and who looked."""
import json
import stat
import unittest

from kleos import CliTest


class RightsTest(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for handle in ("maria", "nikos", "zoe"):
            cls.join(handle, displayName=handle.title(), ceiling="ORGANIZATION")

    def test_an_export_is_for_nobody_elses_eyes(self):
        self.run_as("maria", "give", "@zoe", "Ένα λόγο μόνο για σένα.", "--private")
        document = json.loads(self.run_as("maria", "members", "export", "me").stdout)
        self.assertIn("Ένα λόγο μόνο για σένα.", json.dumps(document, ensure_ascii=False))
        file = self.kleos.folder / "maria.json"
        self.run_as("maria", "members", "export", "me", "--file", file)
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(json.loads(file.read_text()).keys(), document.keys())
        self.assertIn("is there already and is kept", self.run_as("maria", "members", "export", "me", "--file", file, code=1).stderr)
        other = self.kleos.folder / "other.json"
        self.run_as("maria", "members", "export", "@nikos", "--file", other, code=1)
        self.assertFalse(other.exists(), "nothing came, so nothing is left")

    def erase(self, *words, typed):
        return self.kleos.cli("members", "erase", *words, input=typed)

    def test_an_erasure_is_typed_twice_and_told_service_by_service(self):
        self.kleos.member("leaver", displayName="Κάποιος Φεύγων")
        self.kleos.cli("give", "@zoe", "Words that go.", "--as", "leaver")
        refused = self.erase("@leaver", typed="somebody\n")
        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertIn("@leaver Κάποιος Φεύγων", refused.stderr)
        self.assertIn("nothing was erased", refused.stderr)
        self.assertEqual(self.kleos.cli("members", "get", "leaver").returncode, 0)
        done = self.erase("@leaver", typed="leaver\n")
        self.assertEqual((done.returncode, done.stdout), (0, "erased\n"), done.stderr)
        self.assertIn("members DONE, recognitions DONE, awards DONE", done.stderr)
        self.assertEqual(self.kleos.cli("members", "get", "leaver").returncode, 1)
        self.assertIn("somebody erased → @zoe  [", self.run_as("zoe", "feed").stdout)
        self.assertIn("    (the words were erased)\n", self.run_as("zoe", "feed").stdout)
        again = self.erase("leaver", "--yes", typed="")
        self.assertEqual((again.returncode, again.stdout), (0, "erased\n"), again.stderr)

    def test_everyone_sees_who_did_what_about_them(self):
        self.kleos.cli("members", "update", "zoe", "--title", "Editor")
        mine = self.run_as("zoe", "audit").stdout
        self.assertRegex(mine.splitlines()[0], r"^TIME \(UTC\) +WHO +DID +ABOUT +SUBJECT$")
        self.assertRegex(mine, r"  key [-0-9a-f]{36} +UpdateMember +@zoe")
        self.assertNotIn("@nikos", mine)
        self.assertIn("kleos:", self.run_as("zoe", "audit", "--about", "@nikos", code=1).stderr)
        auditor = self.kleos.folder / "auditor.key"
        auditor.write_text(self.kleos.client_of("nikos", ("MEMBER", "AUDITOR")).key)
        seen = self.kleos.cli("audit", "--about", "@zoe", "--since", "2026-01-01", "--limit", "1", key_file=auditor)
        self.assertIn("UpdateMember", seen.stdout)
        self.assertEqual(seen.stderr, "There are more: --limit N\n")
        self.assertIn("Nothing is written", self.kleos.cli("audit", "--about", "@zoe", "--until", "2020-01-01", key_file=auditor).stderr)
        self.run_as("zoe", "audit", "zoe", code=2)


if __name__ == "__main__":
    unittest.main()
