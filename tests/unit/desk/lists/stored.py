"""Stores a desk of random tickets in a table, with all indexes."""

from itertools import chain

from polydesk.desk.lists.reads import Reads
from polydesk.desk.lists.sources import reads_of
from polydesk.domain.facts import Fact, FactKind, Moment, facts_of, moments_of
from polydesk.domain.filters import Texts
from polydesk.domain.slot import Slot, is_hidden
from polydesk.domain.ticket import Ticket
from polydesk.storage import keys
from polydesk.storage.fact_index import FactIndex
from polydesk.storage.hidden_sets import HiddenSets, hide
from polydesk.storage.own_sets import OwnSets
from polydesk.storage.search_index.index import SearchIndex
from polydesk.storage.state_index.index import StateIndex
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.index import TicketIndex
from polydesk.storage.ticket_items import ticket_item
from polydesk.storage.ticket_places import TicketPlaces
from polydesk.storage.tickets import Tickets
from polydesk.storage.transaction import PutItem
from tests.fakes.list_reads import FakeDesk


def stored(desk: FakeDesk, table: Table) -> Reads:
    """Store the tickets of a desk with all that indexes have of them, and return what lists read. People stay fake."""
    index, own, facts, words = TicketIndex(table), OwnSets(table), FactIndex(table), SearchIndex(table)
    hidden = HiddenSets(table)
    for number, slot in desk.slots().items():
        for operation in index.operations(number, None, slot, recent=False):
            table.write(operation)
        if is_hidden(slot):
            table.write(hide(number))
    for number, ticket in desk.tickets.items():
        table.write(PutItem(keys.ticket(number), ticket_item(ticket)))
        _store_own(own, table, ticket, desk.slots()[number])
        _store_facts(facts, ticket, desk.stars[number])
        words.add(number, desk.terms(number, Texts.SUBJECT), public=True, in_subject=True)
        words.add(number, desk.terms(number, Texts.PUBLIC), public=True)
        words.add(number, desk.terms(number, Texts.ALL), public=False)
    rows = Tickets(table, TicketPlaces(StateIndex(table), index, own, lambda: True))
    return reads_of(index, own, hidden, facts, words, desk, rows)


def _store_own(own: OwnSets, table: Table, ticket: Ticket, slot: Slot) -> None:
    for operation in own.operations(ticket.customer_id, ticket.number, None, slot):
        table.write(operation)


def _store_facts(facts: FactIndex, ticket: Ticket, stars: set[int]) -> None:
    starred = (Fact(FactKind.STARRED_BY, person_id) for person_id in stars)
    facts.change(ticket.number, (), list(chain(facts_of(ticket), starred)))
    for moment, at in moments_of(ticket).items():
        if moment is not Moment.CREATED:
            facts.move(ticket.number, moment, None, at)
    facts.record_first(ticket.created_at.date(), ticket.number)
