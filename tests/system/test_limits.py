"""The table of bounds, row by row: one less and as many are taken, one more is refused, and the refusal names the field and
the number."""
import base64
import unittest
import uuid

from kleos import Kleos
from limit_requests import CROWD, CRITERION, INSIDE, LINK, METRIC, Requests, camel, limits, number

# Their sentences say what shape is asked for, not how long it may be.
OF_SHAPE = {"LOCALE_BOUND", "ZONE_NAME_BOUND", "TEAM_SEGMENT_BOUND"}


def locale(length):
    tag = ("el" + "-abcdefgh" * length)[:length]
    return tag if tag[-1] != "-" else tag[:-2] + "-a"


# How a text of so many letters looks where not every text will do: Greek as far as the field lets it be.
SHAPES = {
    "url": lambda n: LINK["url"] + "α" * (n - len(LINK["url"])),
    "email": lambda n: "α" * (n - len("@example.org")) + "@example.org",
    "locale": locale,
    "time_zone": lambda n: "A" * n,
    "new_team": lambda n: "β" * n,  # no team was ever called so
}


def element(name, i):
    """The i-th of a list of different ones."""
    made = {
        "receivers": {"member": CROWD[i % len(CROWD)]},
        "links": {"url": f"{LINK['url']}{i}"},
        "metrics": {**METRIC, "name": f"views {i}"},
        "criteria": {**CRITERION, "name": f"craft {i}"},
        "attachments": f"recognitions/{uuid.UUID(int=i + (7 << 76) + (2 << 62))}",
        "recognitions": str(uuid.UUID(int=i + (7 << 76) + (2 << 62))),
        "hats": f"hat-{i}",
        "rows": {"line": i + 2},
    }
    return made.get(name, CROWD[i % len(CROWD)])  # a handle


def fields(packed):
    """Of a packed message that has texts and messages alone: (number, bytes)."""
    at = 0
    while at < len(packed):
        tag, size, shift = packed[at] >> 3, 0, 0
        at += 1
        while True:
            size |= (packed[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if packed[at - 1] < 0x80:
                break
        yield tag, packed[at:at + size]
        at += size


def violations(reply):
    """(field, description) of each, as the Connect protocol tells them."""
    details = [d["value"] for d in reply.json.get("details", []) if d["type"] == "google.rpc.BadRequest"]
    packed = b"".join(base64.b64decode(value + "=" * (-len(value) % 4)) for value in details)
    return [(one[1].decode(), one[2].decode()) for one in (dict(fields(inner)) for _, inner in fields(packed))]


class LimitsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kleos = cls.enterClassContext(Kleos())
        cls.requests = Requests(cls.kleos)

    def value(self, how, name, amount):
        if how == "number":
            return amount
        if how == "list":
            return [element(name, i) for i in range(amount)]
        if name in SHAPES:
            return SHAPES[name](amount)
        if how == "text":
            return "α" * amount
        beginning = self.requests.unique("a")
        return beginning + "a" * (amount - len(beginning))

    def ask(self, limit, where, amount):
        """The request with so much in that field; the reply, and how a violation would call the field."""
        message, name = where.split(".")
        request, way = INSIDE.get(message, (message, ()))
        client, body = self.requests.nominate_outsider() if message == "Outsider" else self.requests.of(request)
        place = body
        for step in way:
            place = place[step]
        place[camel(name)] = self.value(limit.tried[0], name, amount)
        reply = self.requests.ask(request, body, client)
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in (*way, camel(name))).lstrip(".")
        return reply, path

    def amounts(self, limit):
        factor = 1000000 if limit.unit == "MILLIONS" else 1
        bound = limit.value * factor
        return bound - 1, bound, bound + 1

    def test_one_less_and_as_many_are_taken_and_one_more_is_refused(self):
        for limit in limits():
            for where in limit.tried[1:]:
                with self.subTest(limit.name, where=where):
                    less, bound, more = self.amounts(limit)
                    for amount in (less, bound):
                        reply, _ = self.ask(limit, where, amount)
                        self.assertEqual(reply.status, 200, (amount, reply.body))
                    reply, path = self.ask(limit, where, more)
                    self.assertEqual((reply.status, reply.json.get("code")), (400, "invalid_argument"), reply.body)
                    self.told(limit, path, bound, violations(reply))

    def told(self, limit, path, bound, wrong):
        """Exactly this field is wrong, by its own name or by that of what it stands in, and by how much it may have."""
        self.assertEqual(len(wrong), 1, wrong)
        field, sentence = wrong[0]
        inside = path.startswith((field + ".", field + "["))
        self.assertTrue(field == path or inside, (field, path, sentence))
        if limit.name not in OF_SHAPE:
            self.assertTrue({str(bound), number(bound), f"{bound:,}".replace(",", " ")} & set(self.numbers(sentence)), sentence)

    def numbers(self, sentence):
        """What numbers a sentence holds, those with spaces between their thousands too."""
        words = sentence.replace(";", " ").replace(",", " ").split()
        return {" ".join(words[i:j]).rstrip(".") for i in range(len(words)) for j in range(i + 1, min(i + 6, len(words) + 1))}

    def test_there_is_something_to_try(self):
        tried = [(limit.name, where) for limit in limits() for where in limit.tried[1:]]
        self.assertGreater(len(tried), 80)
        self.assertEqual(len(tried), len(set(tried)))


if __name__ == "__main__":
    unittest.main()
