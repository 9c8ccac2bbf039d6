"""The desk as a handler gets it: one object for one request."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from polydesk.desk.context import RequestContext
from polydesk.desk.resources import Resources, reset
from polydesk.domain.catalog import Catalog, Category, Group
from polydesk.domain.errors import CategoryNotFound, TopicNotFound
from polydesk.domain.person import Principal

if TYPE_CHECKING:
    from polydesk.desk.categories import CategoryDesk
    from polydesk.desk.contacts import ContactDesk
    from polydesk.desk.files import FileDesk
    from polydesk.desk.history import HistoryDesk
    from polydesk.desk.own_counts import TicketCounting
    from polydesk.desk.people import PeopleDesk
    from polydesk.desk.people_lists import PeopleLists
    from polydesk.desk.people_search import PeopleSearch
    from polydesk.desk.related import RelatedReading
    from polydesk.desk.states import StateDesk
    from polydesk.desk.tag_lists import TagLists
    from polydesk.desk.ticket_lists import TicketLists
    from polydesk.desk.tickets import TicketDesk
    from polydesk.desk.users import UserDesk
    from polydesk.domain.labels import Label, Labels
    from polydesk.domain.memberships import Memberships
    from polydesk.domain.ticket import Ticket

__all__ = ["Desk", "reset"]


class Desk:
    """All use cases, within one request. Each group is imported on first use: a function starts with what it needs."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        self._resources = resources
        self.context = context

    @cached_property
    def tickets(self) -> "TicketDesk":
        """Reading and changing tickets."""
        from polydesk.desk.tickets import TicketDesk

        return TicketDesk(self._resources, self.context)

    @cached_property
    def lists(self) -> "TicketLists":
        """Pages of tickets."""
        from polydesk.desk.ticket_lists import TicketLists

        return TicketLists(self._resources)

    @cached_property
    def history(self) -> "HistoryDesk":
        """Histories of tickets."""
        from polydesk.desk.history import HistoryDesk

        return HistoryDesk(self._resources)

    @cached_property
    def related(self) -> "RelatedReading":
        """What tickets refer to."""
        from polydesk.desk.related import RelatedReading

        return RelatedReading(self._resources)

    @cached_property
    def states(self) -> "StateDesk":
        """Ticket states."""
        from polydesk.desk.states import StateDesk

        return StateDesk(self._resources, self.context)

    @cached_property
    def people(self) -> "PeopleDesk":
        """People."""
        from polydesk.desk.people import PeopleDesk

        return PeopleDesk(self._resources, self.context)

    @cached_property
    def contacts(self) -> "ContactDesk":
        """Reading and changing contacts."""
        from polydesk.desk.contacts import ContactDesk

        return ContactDesk(self._resources, self.context)

    @cached_property
    def users(self) -> "UserDesk":
        """Reading, changing and removing people of every kind."""
        from polydesk.desk.users import UserDesk

        return UserDesk(self._resources, self.context)

    @cached_property
    def categories(self) -> "CategoryDesk":
        """Reading and changing categories."""
        from polydesk.desk.categories import CategoryDesk

        return CategoryDesk(self._resources, self.context)

    @cached_property
    def people_lists(self) -> "PeopleLists":
        """Pages of people for whom conditions hold."""
        from polydesk.desk.people_lists import PeopleLists

        return PeopleLists(self._resources)

    @cached_property
    def ticket_counting(self) -> "TicketCounting":
        """Counts of the tickets of a customer."""
        from polydesk.desk.own_counts import TicketCounting

        return TicketCounting(self._resources)

    @cached_property
    def people_search(self) -> "PeopleSearch":
        """Finding people by addresses, numbers and words."""
        from polydesk.desk.people_search import PeopleSearch

        return PeopleSearch(self._resources)

    @cached_property
    def files(self) -> "FileDesk":
        """Files."""
        from polydesk.desk.files import FileDesk

        return FileDesk(self._resources, self.context)

    def part(self, name: str, fingerprint: str, former_fingerprint: str) -> "Desk":
        """Return the desk for a part of the request that takes effect once by itself."""
        return Desk(self._resources, self.context.part(name, fingerprint, former_fingerprint))

    def recalled(self, by: Principal) -> Any:
        """Return the outcome of this request when it took effect before, of a deletion the ticket; None for a new one.

        Looks at nothing but the record and what the caller may see today. Raises KeyReused for a key of another
        request, and NotFound when the caller may not see the ticket any more, or it has been purged.
        """
        key = self.context.idempotency_key
        record = self._resources.idempotency.lookup(key, self.context.now) if key else None
        if record is None:
            return None
        if "ticket" in record:
            return self.tickets.recalled(record, by)
        if "deleted" in record:
            return self.tickets.recalled_deletion(record, by)
        if "stored" in record:
            return self.files.recalled_file(record)
        if "person" in record:
            from polydesk.storage.people import person_of

            return person_of(record["person"])
        if "category" in record:
            return self.categories.recalled(record)
        return self.files.recalled(record) if "file" in record else self.states.recalled(record)

    @cached_property
    def tag_lists(self) -> "TagLists":
        """Lists of the desk's tags."""
        from polydesk.desk.tag_lists import TagLists

        return TagLists(self._resources)

    @property
    def catalog(self) -> Catalog:
        """Categories, priorities and groups."""
        return self._resources.catalog()

    def fresh_catalog(self) -> Catalog:
        """Return categories, priorities and groups as they are in the table now."""
        return self._resources.fresh_catalog()

    @property
    def labels(self) -> "Labels":
        """The declared labels."""
        return self._resources.labels()

    @property
    def memberships(self) -> "Memberships":
        """Which agents belong to which groups."""
        return self._resources.memberships()

    def label(self, *names: str) -> "Label":
        """Return the first label that one of the names, or else ids, means, however new it is. Raises LabelNotFound."""
        from polydesk.desk.label_lookup import find_label

        return find_label(self._resources, *names)

    def groups_of(self, tickets: "Iterable[Ticket]") -> Mapping[int, Group]:
        """Return the groups, with those that have one of the tickets, however new they are."""
        held = (ticket.assignee for ticket in tickets)
        return self._resources.groups(covering=[one.id for one in held if one and one.kind == "group"])

    def category(self, category_id: int) -> Category:
        """Return the category that a ticket has, however new it is, also a deleted one. Raises CategoryNotFound."""
        return self._resources.category(category_id)

    def usable_category(self, category_id: int) -> Category:
        """Return the category that a ticket is to have, however new it is. Raises CategoryNotFound."""
        category = self.category(category_id)
        if category.deleted:
            raise CategoryNotFound(category_id)
        return category

    def topic(self, key: str) -> Category:
        """Return the category with this key that a ticket is to have, however new it is. Raises TopicNotFound."""
        try:
            return self.catalog.topic(key)
        except TopicNotFound:
            return self.fresh_catalog().topic(key)

    def category_named(self, name: str) -> Category | None:
        """Return the category with this English name, however new it is, or None."""
        return self.catalog.category_named(name) or self._resources.fresh_catalog().category_named(name)
