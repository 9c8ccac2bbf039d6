"""Step 1: let each e-mail address and login lead to its person by the key of `person_key`.

Where two people have the same key, such as the Unicode and the ASCII spelling of one domain, the name leads to the
older one, with the lower id. Both keep their tickets and tokens. Every run of the step finds each such pair.
"""

from collections.abc import Collection

from polydesk.desk.resources import Resources
from polydesk.domain.person import Person
from polydesk.jobs.migrations.step import Cursor, Finding, Part
from polydesk.storage.retry import Deadline

PEOPLE_PER_PART = 100

SETTLE_SECONDS = 5.0
"""How long one person is tried again while others change the same items."""


def settle_people(resources: Resources, cursor: Cursor) -> Part:
    """Settle the people with ids from the cursor on."""
    first = int(cursor or 1)
    last = resources.people.last_id()
    ids = range(first, min(first + PEOPLE_PER_PART, last + 1))
    people = resources.people.get_many(ids).values()
    changed, found = _settle(resources, people)
    if changed:  # an older person may have taken the name of a younger one, who had it when they were looked at
        more, found = _settle(resources, people)
        changed += more
    following = first + PEOPLE_PER_PART
    return Part(following if following <= last else None, changed, tuple(found))


def _settle(resources: Resources, people: Collection[Person]) -> tuple[int, list[Finding]]:
    """Settle these people; return how many items were changed, and who has the name of an older person."""
    changed = 0
    found: list[Finding] = []
    for person in resources.name_pointers.unsettled(people):
        settled = resources.name_pointers.settle(person.id, Deadline(SETTLE_SECONDS))
        changed += settled.changed
        found += [{"person": person.id, "name_leads_to": older} for older in sorted(settled.kept_by)]
    return changed, found
