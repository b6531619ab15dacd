"""A clock that steps back does not open again what was closed: not for a moment, not after a restart."""
import datetime
import random
import time
import unittest

import election
from kleos import Kleos

DAY = 86400


def text_of(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class ClockTest(unittest.TestCase):
    def setUp(self):
        self.kleos = Kleos(past=True)
        self.kleos.__enter__()
        self.addCleanup(self.kleos.__exit__, None, None, None)
        self.start = int(time.time())
        self.closes = self.start + 10 * DAY
        self.vote = election.Election(self.kleos, "spotlight", tokens=6, times={"closesVotingTime": text_of(self.closes)})
        self.chance = random.Random(1)

    def cast(self, token):
        return self.vote.cast(self.vote.voter, self.vote.tokens[token], self.vote.ranking(self.chance))

    def taken(self):
        return len(self.vote.log()["ballots"])

    def refused(self, token):
        reply = self.cast(token)
        self.assertEqual((reply.status, reply.json["error"]["status"]), (400, "FAILED_PRECONDITION"), reply.body)

    def close(self):
        """By the clock alone: whoever is told that voting is over makes it so, however early that is."""
        self.kleos.at(self.closes)
        self.refused(-1)
        self.kleos.wait(lambda: self.vote.phase() == "CLOSED", "closed")

    def test_a_step_back_over_the_close_takes_nothing(self):
        self.assertEqual(self.cast(0).status, 200)
        self.kleos.at(self.closes - 0.001)
        self.assertEqual(self.cast(1).status, 200)
        self.close()
        self.kleos.at(self.closes - 1)
        self.refused(2)
        self.kleos.at(self.start - DAY)
        self.refused(3)
        self.assertEqual((self.vote.phase(), self.taken()), ("CLOSED", 2))

    def test_a_step_back_while_nobody_was_running_takes_nothing(self):
        self.assertEqual(self.cast(0).status, 200)
        self.close()
        self.kleos["kleosd-past"].stop()
        self.kleos.at(self.start - DAY)
        self.kleos["kleosd-past"].start()
        self.kleos.wait_ready()
        self.refused(1)
        self.assertEqual((self.vote.phase(), self.taken()), ("CLOSED", 1))


if __name__ == "__main__":
    unittest.main()
