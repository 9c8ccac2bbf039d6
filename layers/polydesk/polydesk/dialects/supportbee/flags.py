"""The flags of SupportBee's lists: `archived`, `spam` and `trash`.

| Parameter       | Absent                                    | `true` | `false` | `any` |
|-----------------|-------------------------------------------|--------|---------|-------|
| `spam`, `trash` | as `false`                                | only   | without | –     |
| `archived`      | `any` with `spam` or `trash`, else `false`| only   | without | with  |

So no ticket is out of reach of every list. The three are combined by AND.
"""

from typing import Literal

from polydesk.domain.filters import Filter, Flag, Flagged

Archived = bool | Literal["any"]
"""Only archived tickets, none of them, or both."""


def flag_filters(archived: Archived | None, *, spam: bool, trash: bool) -> tuple[Filter, ...]:
    """Return the conditions on the flags of a ticket."""
    if archived is None:
        archived = "any" if spam or trash else False
    conditions = (_flagged(Flag.SPAM, spam), _flagged(Flag.TRASHED, trash))
    return conditions if archived == "any" else (_flagged(Flag.ARCHIVED, archived), *conditions)


def _flagged(flag: Flag, wanted: bool) -> Filter:
    return Flagged(flag) if wanted else ~Flagged(flag)
