"""Step 3: put everybody into the index of people. People who change meanwhile are indexed by the stream as well.

A person who is in the index as a whole is written again, except for the roster; this changes nothing.
"""

from polydesk.desk.resources import Resources
from polydesk.jobs.migrations.step import Cursor, Part
from polydesk.storage.retry import Deadline

PEOPLE_PER_PART = 100

SETTLE_SECONDS = 5.0
"""How long one person is tried again while others change the same items."""


def index_people(resources: Resources, cursor: Cursor) -> Part:
    """Index the people with ids from the cursor on. People count as changed who get another place in lists."""
    first = int(cursor or 1)
    last = resources.people.last_id()
    ids = range(first, min(first + PEOPLE_PER_PART, last + 1))
    changed = sum(resources.people_index.index(person_id, Deadline(SETTLE_SECONDS)) for person_id in ids)
    following = first + PEOPLE_PER_PART
    return Part(following if following <= last else None, changed)
