"""The desk as a handler gets it: one object for one request."""

from polydesk.desk.context import RequestContext
from polydesk.desk.files import FileDesk
from polydesk.desk.history import HistoryDesk
from polydesk.desk.people import PeopleDesk
from polydesk.desk.resources import Resources, reset
from polydesk.desk.states import StateDesk
from polydesk.desk.tickets import TicketDesk
from polydesk.domain.catalog import Catalog, Category

__all__ = ["Desk", "reset"]


class Desk:
    """All use cases, within one request."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        self._resources = resources
        self.context = context
        self.files = FileDesk(resources, context)
        self.people = PeopleDesk(resources, context)
        self.tickets = TicketDesk(resources, context, self.files, self.people)
        self.states = StateDesk(resources, context)
        self.history = HistoryDesk(resources)

    def part(self, name: str, content: str) -> "Desk":
        """Return the desk for a part of the request that takes effect once by itself."""
        return Desk(self._resources, self.context.part(name, content))

    @property
    def catalog(self) -> Catalog:
        """Categories, priorities and groups."""
        return self._resources.catalog()

    def category(self, category_id: int) -> Category:
        """Return the category, however new it is. Raises CategoryNotFound."""
        return self._resources.category(category_id)
