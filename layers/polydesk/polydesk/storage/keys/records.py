"""The keys of records: tickets and their histories, people, catalogs, tokens, files, and the progress of jobs."""

from typing import NamedTuple


class Key(NamedTuple):
    """A primary key."""

    pk: str
    sk: str


ROWS_PER_COLLECTION_BITS = 6
"""64 tickets with neighbouring numbers share a partition, so that one or two queries read a page of a list."""


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


_ENTRIES = "U#"
STARS = "S#"


def history_entry(number: int, version: int) -> Key:
    """Return the key of an entry in a ticket's history."""
    return Key(history(number), f"{_ENTRIES}{version:05d}")


def entry_vote(number: int, version: int) -> Key:
    """Return the key of the vote on the message of a history entry. It sorts right after the entry."""
    return Key(history(number), f"{_ENTRIES}{version:05d}#V")


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


def counter(name: str) -> Key:
    """Return the key of a counter. Its values may have gaps."""
    return Key("COUNTER", name)


STATES = "STATES"
_STATE_ROWS = "S#"


def state(state_id: int) -> Key:
    """Return the key of a ticket state."""
    return Key(STATES, f"{_STATE_ROWS}{state_id:010d}")


def state_name(folded: str) -> Key:
    """Return the key that reserves the name of a state."""
    return Key(STATES, f"N#{folded}")


def state_registry() -> Key:
    """Return the key of the next state id and the default states."""
    return Key(STATES, "R")


def review() -> Key:
    """Return the key of the progress of the review that follows a change of the states."""
    return Key("REVIEW", "R")


def fact_check() -> Key:
    """Return the key of how far the daily check has compared the index of facts."""
    return Key("REVIEW", "F")


MIGRATIONS = "MIGRATION"


def migration(step: int) -> Key:
    """Return the key of the progress of a step of the migrations."""
    return Key(MIGRATIONS, f"S#{step:05d}")


_PEOPLE = "PERSON#"


def person(person_id: int) -> Key:
    """Return the key of a person."""
    return Key(f"{_PEOPLE}{person_id}", "P")


def is_person(pk: str) -> bool:
    """Return whether this is the partition of a person."""
    return pk.startswith(_PEOPLE)


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


def category_registry() -> Key:
    """Return the key of the item that each change of a category through an API counts up.

    It stands in a partition of its own: an earlier release takes unknown items of the catalog's partition for groups.
    """
    return Key("CATEGORIES", "R")


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


TAGS = "TAGS"


def known_tag(tag_key: str) -> Key:
    """Return the key of a tag that tickets have or have had, given by its `tag_key`. Tags sort by it."""
    return Key(TAGS, tag_key)


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
