"""The page of the report tells nothing of a group that is too small: not by itself, and not by what can be added and taken
away. tests/service/proof tries the same of JSON, CSV and verify."""
import contextlib
import tempfile
import unittest
from pathlib import Path

import browse
from hidden_company import FOLLOW, HIDDEN, NOW, TEAMS, Company, past, regroup

SHOWS_ALL, SHOWS_FIVE = 3, 5


class PageDifferencesTest(unittest.TestCase):
    def look(self, companies, told, shown):
        def thanks(company, giver, receiver):
            return {"key": company.as_person(giver).key, "receiver": company.name_of(receiver)}
        worlds = [{"url": one.kleos.url, "key": one.reader.key, "openly": thanks(one, ("sale", 2), ("sale", 3)),
                   "thanks": [thanks(one, (block, 1), (block, 3)) for block in ("few", "hut", "shop")]} for one in companies]
        plan = {"worlds": worlds, "now": NOW, "teams": TEAMS, "hidden": HIDDEN, "follow": FOLLOW, "told": str(told), "shown": shown}
        browse.visit(self, "page_differences.mjs", plan)

    def test_no_figure_of_a_small_group_follows_from_the_page(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            companies = [Company(world, stack.enter_context(past(SHOWS_ALL))) for world in range(2)]
            for company in companies:
                company.live(seed=7)
            self.look(companies, Path(folder) / "told.json", shown=True)
            for company in companies:
                regroup(company.kleos, SHOWS_FIVE)
            self.look(companies, Path(folder) / "told.json", shown=False)


if __name__ == "__main__":
    browse.main()
