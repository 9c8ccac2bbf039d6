"""Postings of many tickets, written at once."""

import random
from collections import defaultdict
from collections.abc import Mapping

from polydesk.storage import keys
from polydesk.storage.search_index.index import THOUSAND
from polydesk.storage.table import Table
from polydesk.storage.transaction import PutItem
from tools.bench.indexed_tickets import put_all


def put_postings(table: Table, shares: Mapping[str, float], size: int) -> None:
    """Write postings as if each term occurred in its share of tickets 1, 2, 3, …; every fifth time privately."""
    chance = random.Random(size)
    puts = []
    for term, share in shares.items():
        numbers: dict[int, set[int]] = defaultdict(set)
        for number in range(1, size + 1):
            if chance.random() < share:
                numbers[number // THOUSAND].add(number % THOUSAND)
        for thousand, offsets in numbers.items():
            private = {offset for offset in offsets if offset % 5 == 0}
            sets = {"public": offsets - private or None, "private": private or None}
            puts.append(PutItem(keys.posting(term, thousand), sets))
    put_all(table, puts)
