"""The program of clients/web/app under TypeScript's eye, with the messages as the gateway's own document has them; and what
it weighs on the way to a browser."""
import gzip
import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from kleos import BUILD, SOURCE, Kleos, skip

HERE = Path(__file__).parent
APP = SOURCE / "clients/web/app"
PROGRAMS = HERE / "node_modules/.bin"
BOUND = 150 * 1024  # bytes of everything that a first visit takes, compressed


class Types(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def make_messages(self):
        with Kleos() as kleos:
            document = kleos.admin.call("GET", "/openapi.json").body
        (self.folder / "openapi.json").write_bytes(document)
        subprocess.run([PROGRAMS / "openapi-typescript", self.folder / "openapi.json", "-o", self.folder / "messages.d.ts"],
                       check=True, capture_output=True)

    def test_the_program_is_sound(self):
        self.make_messages()
        settings = {"extends": str(APP / "tsconfig.json"), "include": [str(APP)],
                    "compilerOptions": {"baseUrl": str(APP), "paths": {"kleos-api": [str(self.folder / "messages.d.ts")]}}}
        (self.folder / "tsconfig.json").write_text(json.dumps(settings))
        checked = subprocess.run([PROGRAMS / "tsc", "-p", self.folder / "tsconfig.json"], capture_output=True, text=True)
        self.assertEqual(checked.stdout, "")
        self.assertEqual(checked.returncode, 0)

    def test_a_first_visit_takes_little(self):
        files = [BUILD / "generated/web" / name for name in ("app.html", "app.js", "app.css")]
        weights = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in files}
        print(weights)
        self.assertGreater(weights["app.js"], 1000, "the program was bundled")
        self.assertLessEqual(sum(weights.values()), BOUND)


if __name__ == "__main__":
    if not (PROGRAMS / "tsc").exists():
        skip("typescript is not here; npm ci --prefix tests/web brings it (./dev test does that)")
    unittest.main()
