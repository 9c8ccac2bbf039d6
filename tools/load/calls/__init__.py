"""The calls that workers make: a function for each endpoint, and how often it is made relative to the others.

The mix is chosen by hand. An endpoint without a function here is still killed at each of its writes by
tests/load/test_write_boundaries.py.
"""

from collections.abc import Callable

from tools.load.calls import (
    happyfox,
    happyfox_actions,
    selectel,
    supportbee,
    supportbee_tickets,
    zammad,
    zammad_people,
    zammad_tickets,
)
from tools.load.client import Caller

Call = Callable[[Caller], None]

WEIGHTS: dict[Call, int] = {
    **selectel.WEIGHTS,
    **supportbee.WEIGHTS,
    **supportbee_tickets.WEIGHTS,
    **happyfox.WEIGHTS,
    **happyfox_actions.WEIGHTS,
    **zammad.WEIGHTS,
    **zammad_people.WEIGHTS,
    **zammad_tickets.WEIGHTS,
}
