"""The query of lists of users."""

from typing import Annotated

from polydesk.dialects.zammad import sorting
from polydesk.dialects.zammad.queries import Listed, SortedListing

COLUMNS = ("id", "created_at")
"""The keys by which users are sorted. Ids grow with the time of creation, so both orders are the same."""


class UserQuery(SortedListing):
    """The page of the list, and its order."""

    sort_by: Annotated[Listed, sorting.listed(*COLUMNS, description="`id` or `created_at`.")] = ""

    @property
    def ascending(self) -> bool:
        """Whether the lowest id comes first. Raises InvalidRequest for another key, or another order."""
        places = [(dict.fromkeys(COLUMNS, place), place) for place in (0, 1)]
        return sorting.ordered(places, self.sort_by, self.order_by) == [0, 1]
