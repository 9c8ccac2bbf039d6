"""The calls that workers make: a function for each endpoint, and how often it is made relative to the others."""

from collections.abc import Callable

from tools.load.calls import happyfox, selectel, supportbee, zammad
from tools.load.client import Caller

Call = Callable[[Caller], None]

WEIGHTS: dict[Call, int] = {**selectel.WEIGHTS, **supportbee.WEIGHTS, **happyfox.WEIGHTS, **zammad.WEIGHTS}
