"""The desk as a handler gets it: one object for one request."""

from polydesk.desk.context import RequestContext
from polydesk.desk.files import FileDesk
from polydesk.desk.history import HistoryDesk
from polydesk.desk.people import PeopleDesk
from polydesk.desk.resources import Resources, reset
from polydesk.desk.states import StateDesk
from polydesk.desk.tickets import TicketDesk
from polydesk.domain.catalog import Catalog, Category, Group

__all__ = ["Desk", "reset"]


class Desk:
    """Everything that can be asked of the desk in one request."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Serve one request under its terms."""
        self._resources = resources
        self.context = context
        self.tickets = TicketDesk(resources, context)
        self.states = StateDesk(resources, context)
        self.files = FileDesk(resources, context)
        self.people = PeopleDesk(resources, context)
        self.histories = HistoryDesk(resources)

    def under(self, context: RequestContext) -> "Desk":
        """The same desk for a part of the request that has terms of its own."""
        return Desk(self._resources, context)

    @property
    def catalog(self) -> Catalog:
        """Categories, priorities and groups."""
        return self._resources.catalog()

    def group(self, group_id: int) -> Group:
        """The group, however new it is. Raises GroupNotFound."""
        if group_id not in self.catalog.groups:
            self._resources.forget_catalog()
        return self.catalog.group(group_id)

    def category(self, category_id: int) -> Category:
        """The category, however new it is. Raises CategoryNotFound."""
        if category_id not in self.catalog.categories:
            self._resources.forget_catalog()
        return self.catalog.category(category_id)
