"""The keys of the table. Key prefixes are written in this module only.

| item                      | pk                      | sk                        |
|---------------------------|-------------------------|---------------------------|
| ticket row                | M#<number >> 6>         | number, ten digits        |
| history entry             | T#<number>              | U#<version, five digits>  |
| vote on a message         | T#<number>              | U#<version>#V             |
| star                      | T#<number>              | S#<person>                |
| text to index later       | T#<number>              | I#<version, five digits>  |
| purge in progress         | T#<number>              | PURGE                     |
| counter                   | COUNTER                 | ticket, person, …         |
| index directory           | IX                      | <quarter>                 |
| index segment             | IX#<bucket>             | <segment, two digits>     |
| slots: segment            | SX#<bucket>             | <part><quarter><segment>  |
| slots: counts             | SXB                     | <block of 64 quarters>    |
| slots: uncounted changes  | SXD                     | <quarter % 64>, n<stripe> |
| state, name, registry     | STATES                  | S#<id>, N#<name>, R       |
| review of open tickets    | REVIEW                  | R                         |
| check of facts            | REVIEW                  | F                         |
| person                    | PERSON#<id>             | P                         |
| e-mail address or login   | LOGIN#<key>             | L                         |
| people by kind            | ROSTER                  | <block, six digits>       |
| posting of a person       | PW#<first two letters>  | <term>#<block>            |
| group, category, priority | CATALOG                 | G#<id>, C#<id>, P#<id>    |
| label                     | LABELS                  | L#<id>                    |
| members of a group        | MEMBERS                 | G#<id>                    |
| token                     | TOKEN#<SHA-256>         | A                         |
| name of a token           | TOKENS                  | N#<name>                  |
| idempotency record        | IDEM#<hash>             | I                         |
| rate limit window         | RATE#<action>#<token>   | minute                    |
| file                      | FILE#<uuid>             | F                         |
| attachment, by number     | ATTACHMENT#<number>     | A                         |
| posting                   | W#<first two letters>   | <term>#<thousand>         |
| posting of subjects       | SW#<first two letters>  | <term>#<thousand>         |
| a customer's own tickets  | OWN#<person>            | <thousand, seven digits>  |
| progress of a migration   | MIGRATION               | S#<step>                  |
| tickets with a fact       | F#<kind>#<value>        | <number / 250>            |
| times of one day          | D#<moment>              | <yyyymmdd>#<number / 100> |
| first number of a day     | DAY                     | <yyyymmdd>                |

| secondary index | keys               | items                                                                         |
|-----------------|--------------------|-------------------------------------------------------------------------------|
| due             | due_shard, due_at  | tickets with a timer, spam, unfinished purges, uploads to be removed, texts   |
| own             | own, sk            | tickets by customer                                                           |

Both indexes are sparse: an item without their attributes is not in them.
"""

from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

ROWS_PER_COLLECTION_BITS = 6
"""64 tickets with neighbouring numbers share a partition, so that one or two queries read a page of a list."""


class Key(NamedTuple):
    """A primary key."""

    pk: str
    sk: str


def ticket(number: int) -> Key:
    """Return the key of a ticket's row."""
    return Key(ticket_collection(number), ticket_sort(number))


def ticket_collection(number: int) -> str:
    """Return the partition of a ticket's row and its neighbours."""
    return f"M#{number >> ROWS_PER_COLLECTION_BITS}"


def ticket_sort(number: int) -> str:
    """Return the sort key of a ticket's row; it sorts as the number does."""
    return f"{number:010d}"


def ticket_number(pk: str, sk: str) -> int:
    """Return the number of the ticket whose row has this key."""
    return int(sk)


_HISTORY = "T#"


def history(number: int) -> str:
    """Return the partition of a ticket's history entries, votes and stars."""
    return f"{_HISTORY}{number}"


ENTRIES = "U#"
STARS = "S#"


def history_entry(number: int, version: int) -> Key:
    """Return the key of an entry in a ticket's history."""
    return Key(history(number), f"{ENTRIES}{version:05d}")


def entry_vote(number: int, version: int) -> Key:
    """Return the key of the vote on the message of a history entry. It sorts right after the entry."""
    return Key(history(number), f"{ENTRIES}{version:05d}#V")


def star(number: int, person_id: int) -> Key:
    """Return the key of a person's star on a ticket."""
    return Key(history(number), f"{STARS}{person_id}")


def star_place(pk: str, sk: str) -> tuple[int, int]:
    """Return the ticket number and the person in the key of a star."""
    return int(pk.removeprefix(_HISTORY)), int(sk.removeprefix(STARS))


_DEFERRED = "I#"


def deferred_text(number: int, version: int) -> Key:
    """Return the key of the record that a text is indexed later, in the partition of its ticket's history."""
    return Key(history(number), f"{_DEFERRED}{version:05d}")


def deferred_place(pk: str, sk: str) -> tuple[int, int]:
    """Return the ticket number and the version in the key of a text that is indexed later."""
    return int(pk.removeprefix(_HISTORY)), int(sk.removeprefix(_DEFERRED))


def purge(number: int) -> Key:
    """Return the key of the record that a ticket is being purged, in the partition of its history."""
    return Key(history(number), "PURGE")


def review() -> Key:
    """Return the key of the progress of the review that follows a change of the states."""
    return Key("REVIEW", "R")


def fact_check() -> Key:
    """Return the key of how far the daily check has compared the index of facts."""
    return Key("REVIEW", "F")


def counter(name: str) -> Key:
    """Return the key of a counter. Its values may have gaps."""
    return Key("COUNTER", name)


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


STATES = "STATES"
STATE_ROWS = "S#"


def state(state_id: int) -> Key:
    """Return the key of a ticket state."""
    return Key(STATES, f"{STATE_ROWS}{state_id:010d}")


def state_name(folded: str) -> Key:
    """Return the key that reserves the name of a state."""
    return Key(STATES, f"N#{folded}")


def state_registry() -> Key:
    """Return the key of the next state id and the default states."""
    return Key(STATES, "R")


_PEOPLE = "PERSON#"


def person(person_id: int) -> Key:
    """Return the key of a person."""
    return Key(f"{_PEOPLE}{person_id}", "P")


def is_person(pk: str) -> bool:
    """Return whether this is the partition of a person."""
    return pk.startswith(_PEOPLE)


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


def login(name_key: str) -> Key:
    """Return the key that leads from an e-mail address or a login, given by its `person_key`, to a person."""
    return Key(f"LOGIN#{name_key}", "L")


CATALOG = "CATALOG"


def group(group_id: int) -> Key:
    """Return the key of a group of agents."""
    return Key(CATALOG, f"G#{group_id:010d}")


def category(category_id: int) -> Key:
    """Return the key of a category."""
    return Key(CATALOG, f"C#{category_id:010d}")


def priority(priority_id: int) -> Key:
    """Return the key of a priority."""
    return Key(CATALOG, f"P#{priority_id:010d}")


MEMBERS = "MEMBERS"


def members(group_id: int) -> Key:
    """Return the key of the members of a group."""
    return Key(MEMBERS, f"G#{group_id:010d}")


LABELS = "LABELS"


def label(label_id: int) -> Key:
    """Return the key of a label."""
    return Key(LABELS, f"L#{label_id:010d}")


def token(digest: str) -> Key:
    """Return the key of a token, given the SHA-256 of its text."""
    return Key(f"TOKEN#{digest}", "A")


def token_name(name: str) -> Key:
    """Return the key that leads from a token's name to the token."""
    return Key("TOKENS", f"N#{name}")


def idempotency(digest: str) -> Key:
    """Return the key of the result of a request with an idempotency key."""
    return Key(f"IDEM#{digest}", "I")


def rate_window(action: str, token_id: str, minute: int) -> Key:
    """Return the key of how often a token took an action in one minute, counted since 1970."""
    return Key(f"RATE#{action}#{token_id}", str(minute))


_FILES = "FILE#"


def file(file_id: str) -> Key:
    """Return the key of a file."""
    return Key(f"{_FILES}{file_id}", "F")


def file_id(pk: str) -> str:
    """Return the id of the file that has this partition."""
    return pk.removeprefix(_FILES)


def attachment(number: int) -> Key:
    """Return the key that leads from the number of an attachment to its file and its message."""
    return Key(f"ATTACHMENT#{number}", "A")


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


def own_sets(customer_id: int) -> str:
    """Return the partition of the sets of a customer's own tickets."""
    return f"OWN#{customer_id}"


def own_set(customer_id: int, thousand: int) -> Key:
    """Return the key of the sets of a customer's own tickets with numbers from `thousand` · 1000 on."""
    return Key(own_sets(customer_id), f"{thousand:07d}")


def own_thousand(sk: str) -> int:
    """Return the thousand that a customer's sets cover."""
    return int(sk)


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


MIGRATIONS = "MIGRATION"


def migration(step: int) -> Key:
    """Return the key of the progress of a step of the migrations."""
    return Key(MIGRATIONS, f"S#{step:05d}")


OWN_INDEX = ("own", "own", "sk")
"""The secondary index of tickets by customer: its name, hash attribute and range attribute."""

DUE_INDEX = ("due", "due_shard", "due_at")
"""The secondary index of timers: its name, hash attribute and range attribute."""

DUE_SHARDS = 32


def owner(customer_id: int) -> str:
    """Return the partition of a customer's tickets in the index `own`."""
    return f"C#{customer_id}"


def due_shard(number: int) -> str:
    """Return the partition of a ticket with a timer in the index `due`."""
    return f"D#{number % DUE_SHARDS}"


def due_minute(at: datetime) -> str:
    """Return a minute as the index `due` sorts it."""
    return at.strftime("%Y%m%d%H%M")


def due_second(at: datetime) -> str:
    """Return a second as the index `due` sorts it."""
    return at.strftime("%Y%m%d%H%M%S")


def due_at(second: datetime, number: int) -> str:
    """Return the range key of a ticket in the index `due`: the second at which it is due, then its number."""
    return f"{due_second(second)}#{ticket_sort(number)}"


def due_range(until: datetime) -> tuple[str, str]:
    """Return the lowest and highest range keys of everything that is due by then."""
    return "0", f"{due_second(until)}$"


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
