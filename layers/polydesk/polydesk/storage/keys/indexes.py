"""The keys of indexes: items that only say which records there are, and the two secondary indexes.

In this order: the state index, the ticket index, customers' own tickets, terms of tickets, facts and times of tickets,
people, and the secondary index `due`.
"""

from datetime import date, datetime
from hashlib import sha256

from polydesk.storage.keys.records import Key, ticket_sort

INDEX_DIRECTORY = "IX"


def index_counts(quarter: int) -> Key:
    """Return the key of the counts of a quarter; quarters are numbered across all buckets.

    The number is not padded: a page reads all of these items, in any order, and is charged by their bytes.
    """
    return Key(INDEX_DIRECTORY, str(quarter))


def index_bucket(bucket: int) -> str:
    """Return the partition of a bucket's segments."""
    return f"IX#{bucket}"


def bucket_of_index(pk: str) -> int:
    """Return the bucket that has this partition."""
    return int(pk.removeprefix(f"{INDEX_DIRECTORY}#"))


def index_segment_sort(segment: int) -> str:
    """Return the sort key of a segment in its bucket; it sorts as the number does."""
    return f"{segment:02d}"


def index_segment(bucket: int, segment: int) -> Key:
    """Return the key of a segment."""
    return Key(index_bucket(bucket), index_segment_sort(segment))


_SLOTS = "SX#"


def slot_bucket(bucket: int) -> str:
    """Return the partition of a bucket's segments in the ticket index."""
    return f"{_SLOTS}{bucket}"


def bucket_of_slots(pk: str) -> int:
    """Return the bucket that has this partition."""
    return int(pk.removeprefix(_SLOTS))


def slot_segment(bucket: int, part: str, quarter: int, segment: int) -> Key:
    """Return the key of a segment: the letter of a part, a quarter of the bucket (0-3) and a segment of it (0-24)."""
    return Key(slot_bucket(bucket), f"{part}{quarter}{segment:02d}")


def slot_quarters(part: str, first: int, last: int) -> tuple[str, str]:
    """Return the lowest and the highest sort key of a part's segments in these quarters of a bucket."""
    return f"{part}{first}", f"{part}{last}:"


SLOT_COUNTS = "SXB"
"""The partition of the counts of tickets by slot."""


def slot_counts(block: int) -> Key:
    """Return the key of the counts of a block of quarters."""
    return Key(SLOT_COUNTS, str(block))


SLOT_DELTAS = "SXD"
"""The partition of changes of the counts that are not added to them yet."""


def slot_delta(name: str) -> Key:
    """Return the key of an item with such changes."""
    return Key(SLOT_DELTAS, name)


def own_sets(customer_id: int) -> str:
    """Return the partition of the sets of a customer's own tickets."""
    return f"OWN#{customer_id}"


def own_set(customer_id: int, thousand: int) -> Key:
    """Return the key of the sets of a customer's own tickets with numbers from `thousand` · 1000 on."""
    return Key(own_sets(customer_id), f"{thousand:07d}")


def own_thousand(sk: str) -> int:
    """Return the thousand that a customer's sets, or the set of hidden tickets, cover."""
    return int(sk)


HIDDEN_SETS = "HID"
"""The partition of the sets of hidden tickets."""


def hidden_set(thousand: int) -> Key:
    """Return the key of the set of hidden tickets with numbers from `thousand` · 1000 on."""
    return Key(HIDDEN_SETS, f"{thousand:07d}")


OWN_INDEX = ("own", "own", "sk")
"""The secondary index of tickets by customer: its name, hash attribute and range attribute."""


def owner(customer_id: int) -> str:
    """Return the partition of a customer's tickets in the index `own`."""
    return f"C#{customer_id}"


def postings(term: str) -> str:
    """Return the partition of a term's postings. Terms that share their first two characters share a partition."""
    return f"W#{term[:2]}"


def subject_postings(term: str) -> str:
    """Return the partition of a term's postings of subjects, divided in the same way."""
    return f"SW#{term[:2]}"


def posting_prefix(term: str) -> str:
    """Return the beginning of the sort keys of a term's postings, which no longer term has."""
    return f"{term}#"


def posting(term: str, thousand: int) -> Key:
    """Return the key of a term's posting for the ticket numbers from `thousand` · 1000 on."""
    return Key(postings(term), f"{posting_prefix(term)}{thousand}")


def subject_posting(term: str, thousand: int) -> Key:
    """Return the key of a term's posting of subjects for the ticket numbers from `thousand` · 1000 on."""
    return Key(subject_postings(term), f"{posting_prefix(term)}{thousand}")


def posting_thousand(sk: str) -> int:
    """Return the thousand that a posting covers."""
    return int(sk.rpartition("#")[2])


_MAX_FACT_BYTES = 100


def fact(kind: str, value: int | str) -> str:
    """Return the partition of a fact's tickets. No two facts share one.

    The value is the rest of the key, whatever characters it has. A long one is replaced by its SHA-256, under a kind
    of its own.
    """
    text = str(value)
    encoded = text.encode()
    if len(encoded) <= _MAX_FACT_BYTES:
        return f"F#{kind}#{text}"
    return f"F#{kind}~#{sha256(encoded).hexdigest()}"


def fact_block(kind: str, value: int | str, block: int) -> Key:
    """Return the key of the tickets with a fact in a block of numbers."""
    return Key(fact(kind, value), str(block))


def moment(name: str) -> str:
    """Return the partition of the times of one kind."""
    return f"D#{name}"


def moment_block(name: str, day: date, block: int) -> Key:
    """Return the key of the times on one day of the tickets in a block of numbers."""
    return Key(moment(name), f"{_day(day)}#{block}")


def moment_range(first: date | None, last: date | None) -> tuple[str, str]:
    """Return the lowest and the highest sort key of the times on these days; None is no bound."""
    return _day(first) if first else "0", f"{_day(last)}$" if last else ":"


def moment_place(sk: str) -> tuple[date, int]:
    """Return the day and the block of numbers in the sort key of times."""
    day, _, block = sk.partition("#")
    return date.fromisoformat(day), int(block)


FIRST_NUMBERS = "DAY"


def first_number(day: date) -> Key:
    """Return the key of the first number that was issued on a day."""
    return Key(FIRST_NUMBERS, _day(day))


def first_numbers_since(day: date) -> tuple[str, str]:
    """Return the lowest and the highest sort key of the first numbers of this day and of later ones."""
    return _day(day), ":"


def _day(day: date) -> str:
    """Return a day with four digits of its year, so that days sort."""
    return day.isoformat().replace("-", "")


ROSTER = "ROSTER"


def roster_block(block: int) -> Key:
    """Return the key of a block of the roster of people."""
    return Key(ROSTER, f"{block:06d}")


def roster_number(sk: str) -> int:
    """Return the block of the roster that has this sort key."""
    return int(sk)


def person_postings(term: str) -> str:
    """Return the partition of the people with a term. Terms that share their first two characters share a partition."""
    return f"PW#{term[:2]}"


def person_posting_prefix(term: str) -> str:
    """Return the beginning of the sort keys of the postings of people with a term."""
    return f"{term}#"


def person_posting(term: str, block: int) -> Key:
    """Return the key of the posting of people with a term in one block of ids."""
    return Key(person_postings(term), f"{person_posting_prefix(term)}{block}")


def person_posting_place(sk: str) -> tuple[str, int]:
    """Return the term and the block of a posting of people."""
    term, _, block = sk.rpartition("#")
    return term, int(block)


DUE_INDEX = ("due", "due_shard", "due_at")
"""The secondary index of timers: its name, hash attribute and range attribute."""

DUE_SHARDS = 32


def due_shard(number: int) -> str:
    """Return the partition of a ticket with a timer in the index `due`."""
    return f"D#{number % DUE_SHARDS}"


def due_minute(at: datetime) -> str:
    """Return a minute as the index `due` sorts it."""
    return at.strftime("%Y%m%d%H%M")


def _due_second(at: datetime) -> str:
    """Return a second as the index `due` sorts it."""
    return at.strftime("%Y%m%d%H%M%S")


def due_at(second: datetime, number: int) -> str:
    """Return the range key of a ticket in the index `due`: the second at which it is due, then its number."""
    return f"{_due_second(second)}#{ticket_sort(number)}"


def due_range(until: datetime) -> tuple[str, str]:
    """Return the lowest and highest range keys of everything that is due by then."""
    return "0", f"{_due_second(until)}$"


def due_number(due_at: str) -> int:
    """Return the ticket number in a range key of the index `due`."""
    return int(due_at.partition("#")[2])


def spam_shard(number: int) -> str:
    """Return the partition of a spam ticket in the index `due`."""
    return f"X#{number % DUE_SHARDS}"


DEFERRED_SHARDS = 4


def deferred_shard(author_id: int) -> str:
    """Return the partition in the index `due` of an author's texts that are indexed later."""
    return f"I#{author_id % DEFERRED_SHARDS}"


PURGES = "P#"
"""The partition of unfinished purges in the index `due`."""

UPLOAD_SHARDS = tuple(f"F#{digit}" for digit in "0123456789abcdef")
"""The partitions in the index `due` of files whose uploads are to be removed: not attached to a message, or copied."""


def upload_shard(file_id: str) -> str:
    """Return the partition in the index `due` of a file whose upload is to be removed."""
    return f"F#{file_id[0]}"
