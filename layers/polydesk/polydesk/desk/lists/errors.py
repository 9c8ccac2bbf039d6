"""Lists that would have to read too many tickets."""

from polydesk.domain.errors import InvalidValue
from polydesk.domain.filters import Filter


class TooManyToSort(InvalidValue):
    """The list has more tickets than can be sorted by this key."""

    def __init__(self, limit: int) -> None:
        problem = f"Too many tickets to sort by this; narrow the list. At most {limit:,} can be sorted."
        super().__init__("sort", problem)


class TooManyToCompare(InvalidValue):
    """More tickets were created on the first and the last day than are compared with a time within a day."""

    def __init__(self, limit: int) -> None:
        problem = f"More than {limit:,} tickets were created on the days of these times. Send times at 00:00 UTC."
        super().__init__("q", problem)


class TooManyTimesRead(InvalidValue):
    """More tickets have a time in the range than one list reads."""

    def __init__(self) -> None:
        super().__init__("q", "Too many tickets have a time between these. Send times that are closer to each other.")


class TooManyRows(InvalidValue):
    """More tickets are left to compare with a condition that no index knows, `by`, than one list reads."""

    def __init__(self, limit: int, by: Filter) -> None:
        problem = f"Too many tickets to compare; narrow the list. At most {limit:,} can be compared."
        super().__init__("q", problem)
        self.by = by
