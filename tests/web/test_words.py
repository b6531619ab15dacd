"""What the pages say, and where they are: both languages say the same things, every word that the program asks for is
there and none else, and the gateway serves the program at every address that has a page."""
import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
APP = ROOT / "clients/web/app"
REASONS = ROOT / "services/gateway/reasons.def"
PLACE = re.compile(r"\{(\w+)\}")


def each_once(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"{[key for key in keys if keys.count(key) > 1]} stand twice"
    return dict(pairs)


def catalogue(language):
    words = {}
    for path in sorted((APP / "words" / language).glob("*.json")):
        for key, text in json.loads(path.read_text(encoding="utf-8")).items():
            assert key not in words, f"{key} stands twice ({path.name})"
            words[key] = text
    return words


def refusals():
    """What the gateway has a name for, as the services say it: {0} is a place for a value."""
    said = {}
    for name, first in re.findall(r'^REASON\((\w+),\s*"((?:[^"\\]|\\.)*)"\)$', REASONS.read_text(encoding="utf-8"), re.M):
        places = iter(range(9))
        said[f"refusal.{name}"] = re.sub("%[ds]", lambda _: f"{{{next(places)}}}", first)
    return said


TOKEN = re.compile(r"""/\*.*?\*/|\'(?:[^'\\]|\\.)+\'|("(?:[^"\\]|\\.)*")|\S""", re.S)


def said_by_services():
    """Every literal of the C sources, joined as the compiler joins them, without what stands in its places."""
    literals = set()
    for path in [*ROOT.glob("services/**/*.c"), *ROOT.glob("common/**/*.c")]:
        text = ""
        for token in TOKEN.finditer(path.read_text(encoding="utf-8")):
            if token[1]:
                text += token[1][1:-1]
            elif text:
                literals.add(re.sub(r"%(?:\.\*)?(?:zu|llu|lld|d|s)", "%", text))
                text = ""
    return literals


def sources():
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(APP.rglob("*.ts")))


def forms(text):
    return [text] if isinstance(text, str) else [text["one"], text["other"]]


class Words(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.english, self.greek = {**catalogue("en"), **refusals()}, catalogue("el")

    def test_both_languages_have_the_same_words(self):
        self.assertEqual(sorted(self.english), sorted(self.greek))

    def test_both_languages_name_the_same_things_in_a_text(self):
        for key, text in self.english.items():
            for said in forms(text) + forms(self.greek[key]):
                wanted = {name for form in forms(text) for name in PLACE.findall(form)}
                self.assertLessEqual(set(PLACE.findall(said)), wanted | {"n"}, key)
            self.assertEqual(isinstance(text, str), isinstance(self.greek[key], str), f"{key}: plural in one language only")

    def test_greek_is_greek(self):
        for key, text in self.greek.items():
            for said in forms(text):
                words = PLACE.sub("", said)
                self.assertTrue(not re.search(r"[A-Za-z]{3}", words) or re.search("[Α-ώ]", words) or said == self.english[key], key)

    def test_every_refusal_with_a_name_is_said_by_a_service(self):
        services = said_by_services()
        self.assertEqual([one for one in refusals().values() if re.sub(r"\{\d\}", "%", one) not in services], [])

    def test_every_word_that_the_program_asks_for_is_there(self):
        asked = set(re.findall(r'\bt\("([\w.]+)"', sources()))
        self.assertEqual(sorted(asked - set(self.english)), [])

    def test_the_program_asks_for_every_word_there_is(self):
        source = sources()

        def asked(key):
            """By its name, or by a name that is put together behind one of its dots."""
            parts = key.split(".")
            begun = (".".join(parts[:n]) for n in range(1, len(parts)))
            return f'"{key}"' in source or any(f"`{start}.${{" in source or f'"{start}"' in source for start in begun)

        self.assertEqual([key for key in self.english if not asked(key)], [])

    def test_the_gateway_serves_every_page(self):
        pages = set(re.findall(r'^\t"(/[^"]*)":', (APP / "pages/pages.ts").read_text(encoding="utf-8"), re.M))
        served = set(re.findall(r'^\tpage\("([^"]+)"\)', (ROOT / "services/gateway/page/app.c").read_text(encoding="utf-8"), re.M))
        self.assertEqual(sorted(pages), sorted(served))


if __name__ == "__main__":
    unittest.main()
