"""Step 4: put every ticket into the index of facts. Tickets that change meanwhile are indexed by the stream as well.

Before that the messages of each ticket are counted whose row does not have the counters, and the row gets them. A long
history is counted in several parts. A ticket that cannot be read or counted is reported and does not stop the step.

Run it after the upgrade: as long as functions of the release before still write, they leave counters behind that no
longer fit. The daily check counts such a ticket again.
"""

from polydesk import clock
from polydesk.desk.resources import Resources
from polydesk.jobs.fact_parts import next_part
from polydesk.jobs.migrations.step import Cursor, Part


def index_facts(resources: Resources, cursor: Cursor) -> Part:
    """Do the part that begins at the cursor. Tickets count as changed for their counters and for their facts."""
    return next_part(resources, cursor, clock.now(), is_check=False)
