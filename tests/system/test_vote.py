"""A community's vote under kill -9: everybody submits their ballot eight times, on 64 connections, while the process is
killed at random moments. Every voter is counted once, every receipt is kept, nothing is taken after the close."""
import asyncio
import collections
import json
import os
import random
import signal
import time
import unittest
import uuid

import election
from kleos import Kleos

VOTERS = int(os.environ.get("KLEOS_VOTERS", "10000"))
CONNECTIONS = 64
KILLS = 5
SPARE = 20  # tokens that are used too late
AGAIN = (409, 429, 499, 503, 504)  # statuses that may mean: try again


class Submission:
    """One of a voter's eight. A client asks again under the same request id until it has an answer."""

    def __init__(self, voter, election, token, ranking, request_id):
        self.voter, self.ranking, self.request_id, self.status, self.reply = voter, ranking, request_id, None, None
        body = json.dumps({"token": token, "ranking": ranking, "requestId": request_id}).encode()
        self.request = (f"POST /v1/cycles/{election.cycle}/ballots HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body

    def answer(self, status, body):
        """Whether it is one."""
        reply = json.loads(body)
        if status in AGAIN and reply["error"]["status"] not in ("ALREADY_EXISTS",):
            return False
        self.status, self.reply = status, reply
        return True

    @property
    def reason(self):
        return self.reply["error"]["details"][0]["reason"]


class Crowd:
    """All submissions, through CONNECTIONS connections."""

    def __init__(self, kleos, submissions):
        self.kleos, self.left, self.answered, self.kills, self.tries = kleos, collections.deque(submissions), 0, 0, 0
        self.whole = len(submissions)

    async def exchange(self, stream, submission):
        reader, writer = stream
        self.tries += 1
        writer.write(submission.request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        body = await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
        return int(head.split(" ", 2)[1]), body

    async def submit(self, stream, submission):
        """The stream to go on with; None: it broke, and a new one is wanted."""
        try:
            stream = stream or await asyncio.open_connection("127.0.0.1", self.kleos.port)
            status, body = await self.exchange(stream, submission)
        except (OSError, asyncio.IncompleteReadError):
            if stream:
                stream[1].close()
            self.left.append(submission)
            await asyncio.sleep(0.02)
            return None
        if submission.answer(status, body):
            self.answered += 1
        else:
            self.left.append(submission)
            await asyncio.sleep(0.02)
        return stream

    async def connection(self):
        stream = None
        while self.answered < self.whole:
            if self.left:
                stream = await self.submit(stream, self.left.popleft())
            else:
                await asyncio.sleep(0.02)
        if stream:
            stream[1].close()

    async def killer(self, moments):
        """Each moment is a number of answers."""
        for moment in moments:
            while self.answered < moment:
                await asyncio.sleep(0.001)
            await asyncio.to_thread(self.kleos["kleosd"].stop, signal.SIGKILL)
            self.kleos["kleosd"].start()
            self.kills += 1

    async def run(self, chance):
        moments = sorted(chance.sample(range(1, self.whole * 19 // 20), KILLS))
        await asyncio.gather(self.killer(moments), *(self.connection() for _ in range(CONNECTIONS)))


def submissions_of(election_, voter, token, chance):
    """Five times the same under one request id, once more under another, and twice another ballot."""
    ballot, other = election_.ranking(chance), election_.ranking(chance)
    first, second, third = (str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(3))
    return [Submission(voter, election_, token, ranking, request) for ranking, request, times in
            ((ballot, first, 5), (ballot, second, 1), (other, third, 2)) for _ in range(times)]


def shuffled_by_group(groups, chance, size=40):
    """What belongs together stays near, so that it is on several connections at once."""
    for i in range(0, len(groups), size):
        near = [one for group in groups[i:i + size] for one in group]
        chance.shuffle(near)
        yield from near


class VoteTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        seed = random.randrange(1 << 32)
        print(f"{VOTERS} voters, seed {seed}")
        cls.chance = random.Random(seed)
        cls.kleos = Kleos()
        cls.kleos.__enter__()
        cls.addClassCleanup(cls.kleos.__exit__, None)
        cls.vote = election.Election(cls.kleos, "spotlight", tokens=VOTERS + SPARE)
        groups = [submissions_of(cls.vote, i, token, cls.chance) for i, token in enumerate(cls.vote.tokens[:VOTERS])]
        cls.submissions = list(shuffled_by_group(groups, cls.chance))
        cls.crowd = Crowd(cls.kleos, cls.submissions)
        start = time.monotonic()
        asyncio.run(cls.crowd.run(cls.chance))
        cls.kleos.wait_ready()
        print(f"{len(cls.submissions)} submissions, {cls.crowd.tries} tries, {cls.crowd.kills} kills, {time.monotonic() - start:.1f} s")
        cls.before = cls.vote.head()
        cls.vote.advance()
        cls.log, cls.result = cls.vote.log(), cls.vote.result()
        cls.receipts = collections.defaultdict(dict)  # by voter, by request id
        for one in cls.submissions:
            if one.status == 200:
                cls.receipts[one.voter].setdefault(one.request_id, []).append(one.reply["receipt"])

    def test_every_voter_is_counted_once(self):
        self.assertEqual((self.result["ballots"], self.result["voters"]), (VOTERS, VOTERS + SPARE))
        self.assertEqual(len(self.log["ballots"]), VOTERS)
        self.assertEqual(len(set(self.log["entries"])), VOTERS + 2)
        self.assertEqual(len(self.receipts), VOTERS)

    def test_a_voter_has_one_receipt_however_often_it_was_asked_for(self):
        for requests in self.receipts.values():
            (answers,) = requests.values()
            self.assertEqual(len({json.dumps(receipt) for receipt in answers}), 1)
        refused = collections.Counter((one.status, one.reason) for one in self.submissions if one.status != 200)
        self.assertEqual([reason for _, reason in refused], ["TOKEN_USED"], refused)

    def test_what_was_acknowledged_is_what_was_counted(self):
        said = {one.voter: election.canonical(one.ranking) for one in self.submissions if one.status == 200}
        counted = collections.Counter(ballot["text"] for ballot in self.log["ballots"])
        self.assertEqual(counted, collections.Counter(said.values()))
        texts = {election.entry_of(self.log["cycle"], ballot["text"], ballot["nonce"]): ballot["text"] for ballot in self.log["ballots"]}
        for voter, requests in self.receipts.items():
            (answers,) = requests.values()
            self.assertEqual(texts[answers[0]["entry"]], said[voter])

    def test_every_receipt_is_signed_and_its_ballot_is_in_the_signed_tree(self):
        key, entries = self.log["publicKey"], set(self.log["entries"])
        self.assertEqual(key, self.before["publicKey"])
        receipts = [answers[0] for requests in self.receipts.values() for answers in requests.values()]
        self.assertEqual(len({receipt["entry"] for receipt in receipts}), VOTERS)
        for receipt in receipts:
            self.assertTrue(election.is_promised(receipt, key))
            self.assertIn(receipt["entry"], entries)
        for head in self.log["heads"]:
            self.assertTrue(election.is_head(head, self.log["cycle"], key))
        last = self.log["heads"][-1]
        self.assertEqual((last["treeSize"], last["rootHash"]), (VOTERS + 2, election.root_of(self.log["entries"])))
        for receipt in self.chance.sample(receipts, 20):
            proof = self.vote.admin.get(f"/v1/cycles/{self.vote.cycle}/proofs/{receipt['entry']}")
            self.assertTrue(election.is_included(receipt["entry"], proof["inclusion"], last["rootHash"]))

    def test_the_published_log_holds_against_the_head_of_before(self):
        receipt = next(iter(self.receipts.values())).copy().popitem()[1][0]
        done = self.vote.verify(self.log, self.before, {"receipt": receipt})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"{VOTERS} ballots", done.stdout)

    def test_a_short_script_finds_the_same_winner(self):
        rankings = [json.loads(ballot["text"])["ranking"] for ballot in self.log["ballots"]]
        winners = election.schulze([*self.vote.candidates, "NO_AWARD"], rankings)
        self.assertEqual(self.result["winners"], winners)
        self.assertEqual(self.log["winners"], winners)

    def test_nothing_is_taken_after_the_close(self):
        for token in self.vote.tokens[-SPARE:]:
            late = self.vote.cast(self.vote.voter, token, self.vote.ranking(self.chance))
            self.assertNotEqual(late.status, 200, late.body)
        self.assertEqual(self.vote.log(), self.log)


if __name__ == "__main__":
    unittest.main()
