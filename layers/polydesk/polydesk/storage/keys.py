"""The table's keys. Prefixes stand here and nowhere else.

| item               | pk                    | sk                          |
|--------------------|-----------------------|-----------------------------|
| ticket row         | M#<number >> 6>       | number, ten digits          |
| update             | T#<number>            | U#<version, five digits>    |
| vote on an update  | T#<number>            | U#<version>#V               |
| star               | T#<number>            | S#<person>                  |
| purge in progress  | T#<number>            | PURGE                       |
| counter            | COUNTER               | ticket, person, …           |
| index directory    | IX                    | <quarter>                   |
| index words        | IX#<bucket>           | <part, two digits>          |
| state, name, registry | STATES             | S#<id>, N#<name>, R         |
| review of tickets  | REVIEW                | R                           |
| person             | PERSON#<id>           | P                           |
| e-mail or login    | LOGIN#<folded>        | L                           |
| group, category, priority | CATALOG        | G#<id>, C#<id>, P#<id>      |
| token              | TOKEN#<sha-256>       | A                           |
| name of a token    | TOKENS                | N#<name>                    |
| idempotency        | IDEM#<hash>           | I                           |
| rate window        | RATE#<what>#<token>   | minute                      |
| file               | FILE#<uuid>           | F                           |
| word posting       | W#<first two letters> | <word>#<thousand>           |

Two sparse indexes: `due` (due_shard → due_at) holds what time will act on, that is tickets with an armed timer, spam,
unfinished purges, and uploads that no message has yet; `own` (own → sk) holds a client's tickets.
"""

from datetime import datetime
from typing import NamedTuple

ROWS_PER_COLLECTION_BITS = 6
"""64 neighbouring tickets share a partition, so that a page of a list is one or two cheap queries."""


class Key(NamedTuple):
    """A primary key."""

    pk: str
    sk: str


def ticket(number: int) -> Key:
    """The row of a ticket."""
    return Key(ticket_collection(number), ticket_sort(number))


def ticket_collection(number: int) -> str:
    """The partition that holds a ticket's row and its neighbours'."""
    return f"M#{number >> ROWS_PER_COLLECTION_BITS}"


def ticket_sort(number: int) -> str:
    """A ticket's place among its neighbours; sorts as the number does."""
    return f"{number:010d}"


def history(number: int) -> str:
    """The partition of a ticket's updates, their votes and the ticket's stars."""
    return f"T#{number}"


UPDATES = "U#"
STARS = "S#"


def update(number: int, version: int) -> Key:
    """An update of a ticket."""
    return Key(history(number), f"{UPDATES}{version:05d}")


def update_vote(number: int, version: int) -> Key:
    """The vote on an update."""
    return Key(history(number), f"{UPDATES}{version:05d}#V")


def star(number: int, person_id: int) -> Key:
    """A person's star on a ticket."""
    return Key(history(number), f"{STARS}{person_id}")


def purge(number: int) -> Key:
    """The note that a ticket is being purged; it stands beside what is left of its history."""
    return Key(history(number), "PURGE")


def review() -> Key:
    """How far the sweep has looked at open tickets since the states last changed."""
    return Key("REVIEW", "R")


def counter(name: str) -> Key:
    """A counter; gaps are fine, nothing counts by it."""
    return Key("COUNTER", name)


INDEX_DIRECTORY = "IX"


def index_counts(quarter: int) -> Key:
    """The counts of a quarter of an index bucket; quarters are counted through all buckets.

    Not padded: a page reads all of them, in no order, and pays by the byte.
    """
    return Key(INDEX_DIRECTORY, str(quarter))


def index_bucket(bucket: int) -> str:
    """The partition of a bucket's words."""
    return f"IX#{bucket}"


def bucket_of_index(pk: str) -> int:
    """The bucket whose partition this is."""
    return int(pk.removeprefix(f"{INDEX_DIRECTORY}#"))


def index_segment_sort(part: int) -> str:
    """A part's place in its bucket; sorts as the number does."""
    return f"{part:02d}"


def index_segment(bucket: int, part: int) -> Key:
    """The words of one part of an index bucket."""
    return Key(index_bucket(bucket), index_segment_sort(part))


STATES = "STATES"
STATE_ROWS = "S#"


def state(state_id: int) -> Key:
    """A ticket state."""
    return Key(STATES, f"{STATE_ROWS}{state_id:010d}")


def state_name(folded: str) -> Key:
    """The claim on a state's name."""
    return Key(STATES, f"N#{folded}")


def state_registry() -> Key:
    """The next state id and the two default ids."""
    return Key(STATES, "R")


def person(person_id: int) -> Key:
    """A person."""
    return Key(f"PERSON#{person_id}", "P")


def login(folded: str) -> Key:
    """The pointer from an e-mail address or a login to its person."""
    return Key(f"LOGIN#{folded}", "L")


CATALOG = "CATALOG"


def group(group_id: int) -> Key:
    """A group of agents."""
    return Key(CATALOG, f"G#{group_id:010d}")


def category(category_id: int) -> Key:
    """A category."""
    return Key(CATALOG, f"C#{category_id:010d}")


def priority(priority_id: int) -> Key:
    """A priority."""
    return Key(CATALOG, f"P#{priority_id:010d}")


def token(digest: str) -> Key:
    """A token, by the SHA-256 of its text."""
    return Key(f"TOKEN#{digest}", "A")


def token_name(name: str) -> Key:
    """The pointer from a token's name to the token."""
    return Key("TOKENS", f"N#{name}")


def idempotency(digest: str) -> Key:
    """What became of a request that came with an Idempotency-Key."""
    return Key(f"IDEM#{digest}", "I")


def rate_window(what: str, token_id: str, minute: int) -> Key:
    """How often a token did something in one minute; `minute` counts from 1970."""
    return Key(f"RATE#{what}#{token_id}", str(minute))


_FILES = "FILE#"


def file(file_id: str) -> Key:
    """An upload."""
    return Key(f"{_FILES}{file_id}", "F")


def file_id(pk: str) -> str:
    """The id of the upload whose partition this is."""
    return pk.removeprefix(_FILES)


def postings(word: str) -> str:
    """The partition of a word's postings, and of all words that begin with the same two characters."""
    return f"W#{word[:2]}"


def postings_of(word: str) -> str:
    """How the postings of a word begin, and those of no longer word do."""
    return f"{word}#"


def posting(word: str, thousand: int) -> Key:
    """Which of a thousand neighbouring tickets have a word; `thousand` counts them from zero."""
    return Key(postings(word), f"{postings_of(word)}{thousand}")


def posting_thousand(sk: str) -> int:
    """The thousand that a posting is about."""
    return int(sk.rpartition("#")[2])


OWN_INDEX = ("own", "own", "sk")
"""The index of a client's own tickets: its name, hash and range attribute."""

DUE_INDEX = ("due", "due_shard", "due_at")
"""The index of armed timers: its name, hash and range attribute."""

DUE_SHARDS = 32


def owner(customer_id: int) -> str:
    """A client's partition of the index of own tickets."""
    return f"C#{customer_id}"


def due_shard(number: int) -> str:
    """The partition of the index of timers that a ticket belongs to."""
    return f"D#{number % DUE_SHARDS}"


def due_minute(at: datetime) -> str:
    """A minute as the index of timers sorts it."""
    return at.strftime("%Y%m%d%H%M")


def due_second(at: datetime) -> str:
    """A second as the index of timers sorts it."""
    return at.strftime("%Y%m%d%H%M%S")


def due_at(second: datetime, number: int) -> str:
    """A timer's place in its partition: by the second when its time has come, then by ticket."""
    return f"{due_second(second)}#{ticket_sort(number)}"


def due_span(until: datetime) -> tuple[str, str]:
    """The places of all timers whose time has come by then, however long ago."""
    return "0", f"{due_second(until)}$"


def due_number(due_at: str) -> int:
    """The ticket whose place this is."""
    return int(due_at.partition("#")[2])


def spam_shard(number: int) -> str:
    """The partition of the index of timers that a spam ticket belongs to."""
    return f"X#{number % DUE_SHARDS}"


PURGES = "P#"
"""The partition of the index of timers that holds the purges which are not finished."""


UPLOAD_SHARDS = tuple(f"F#{digit}" for digit in "0123456789abcdef")
"""The partitions of the index of timers that hold the uploads which no message has yet."""


def upload_shard(file_id: str) -> str:
    """The partition of the index of timers that an upload belongs to, until a message has it."""
    return f"F#{file_id[0]}"
