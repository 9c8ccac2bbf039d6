"""Postings of words as many tickets would have left them, written at once."""

import random
from collections import defaultdict
from collections.abc import Mapping

from polydesk.storage import keys
from polydesk.storage.search_index.index import THOUSAND
from polydesk.storage.table import Table
from polydesk.storage.transaction import PutItem
from tools.bench.indexed_tickets import put_all


def written(table: Table, page_slices: Mapping[str, float], size: int) -> None:
    """As if tickets 1, 2, 3, … had these words, each with its own chance; every fifth in private."""
    chance = random.Random(size)
    puts = []
    for word, share in page_slices.items():
        with_term: dict[int, set[int]] = defaultdict(set)
        for number in range(1, size + 1):
            if chance.random() < share:
                with_term[number // THOUSAND].add(number % THOUSAND)
        for thousand, offsets in with_term.items():
            private = {offset for offset in offsets if offset % 5 == 0}
            sets = {"public": offsets - private or None, "private": private or None}
            puts.append(PutItem(keys.posting(word, thousand), sets))
    put_all(table, puts)
