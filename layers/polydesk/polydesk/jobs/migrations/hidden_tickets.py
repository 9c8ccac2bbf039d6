"""Step 5: put every hidden ticket into the sets of hidden tickets. Each write of a ticket keeps these as well.

Run it after the upgrade: functions of the release before hide tickets without writing these sets. A ticket that is
changed meanwhile lets its part be done again.
"""

from polydesk.desk.resources import Resources
from polydesk.jobs.migrations.step import Cursor, Part
from polydesk.storage.own_set_check import check_hidden_sets
from polydesk.storage.placed_rows import placed_rows
from polydesk.storage.retry import Deadline

TICKETS_PER_PART = 1_000

SETTLE_SECONDS = 5.0
"""How long one write is tried again while others change the same tickets."""


def collect_hidden(resources: Resources, cursor: Cursor) -> Part:
    """Do the tickets with numbers from the cursor on. Those count as changed that were missing, or too many."""
    first = int(cursor or 1)
    following = first + TICKETS_PER_PART
    rows = dict(placed_rows(resources.table, first, following - 1))
    drift = check_hidden_sets(resources.table, rows, Deadline(SETTLE_SECONDS))
    changed = drift.surplus + drift.missing
    if drift.unsettled:
        return Part(first, changed)
    return Part(following if following <= resources.tickets.last_number() else None, changed)
