"""Tickets in the table: committed steps and reads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from polydesk.domain import actions
from polydesk.domain.actions import NewTicket
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Step
from polydesk.domain.errors import NameTaken
from polydesk.domain.person import Author
from polydesk.domain.state import initial_states
from polydesk.domain.ticket import Message, Ticket
from polydesk.storage import keys
from polydesk.storage.both_indexes import BothOwnSets
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.tickets import StarUnchanged, Tickets
from polydesk.storage.transaction import ABSENT, PutItem
from tests.fakes.desk import places_on
from tests.unit.domain.samples import AGENT, CUSTOMER, NOW

STATES = initial_states(NOW, 1)
OTHER_CUSTOMER = 6


@pytest.fixture
def tickets(table: Table) -> Tickets:
    return Tickets(table, places_on(table))


def context(hour: int = 1, by: Author = CUSTOMER) -> ActionContext:
    return ActionContext(NOW + timedelta(hours=hour), by, STATES)


def open_ticket(tickets: Tickets, number: int, customer_id: int = 5, state_id: int = 1) -> Ticket:
    """Open a ticket in this state."""
    opening = NewTicket("It is broken", Message("Help"), customer_id, 1, 2)
    desk = replace(STATES, default_create_id=state_id)
    step = actions.open_ticket(number, opening, replace(context(0), states=desk))
    return tickets.commit(step, [], Deadline(5.0))


def commit(step: Step | None, tickets: Tickets) -> Ticket:
    assert step is not None
    return tickets.commit(step, [], Deadline(5.0))


def everything(table: Table, *partitions: str) -> list[Item]:
    return [item for pk in partitions for item in table.query(pk)]


def test_numbers_are_consecutive(tickets: Tickets) -> None:
    assert [tickets.next_number() for _ in range(3)] == [1, 2, 3]


def test_a_ticket_is_read_back_as_each_step_left_it(tickets: Tickets) -> None:
    ticket = open_ticket(tickets, 1)
    assert tickets.get(1) == ticket

    ticket = commit(actions.comment(ticket, context(1, AGENT), Message("We are on it")), tickets)
    ticket = commit(actions.change_customer_details(ticket, context(2), {"customer_alias": "Carl"}), tickets)
    ticket = commit(actions.change_customer_details(ticket, context(3), {"customer_alias": None}), tickets)
    ticket = commit(actions.close(ticket, context(4), "Thanks", 9), tickets)

    assert tickets.get(1) == ticket
    assert tickets.get(2) is None


def test_the_history_comes_newest_first_with_the_votes_on_its_messages(tickets: Tickets) -> None:
    ticket = open_ticket(tickets, 1)
    ticket = commit(actions.comment(ticket, context(1, AGENT), Message("We are on it")), tickets)
    said, _ = next(tickets.newest_first(1))
    for hour, score in ((2, 1), (3, -1)):
        ticket = commit(actions.evaluate_comment(ticket, context(hour), said, score, None), tickets)
    commit(actions.star(ticket, context(4, AGENT), 3, starred=True), tickets)

    history = list(tickets.newest_first(1))

    assert [update.version for update, _ in history] == [5, 4, 3, 2, 1]
    assert [vote.score if vote else None for _, vote in history] == [None, None, None, -1, None]
    assert [update.version for update, _ in tickets.newest_first(1, 3)] == [3, 2, 1]
    assert list(tickets.newest_first(2)) == []


def test_a_step_from_an_older_version_is_refused_and_changes_nothing(tickets: Tickets, table: Table) -> None:
    ticket = open_ticket(tickets, 1)
    commit(actions.comment(ticket, context(1), Message("first")), tickets)
    before = everything(table, "M#0", "T#1", "IX", "IX#0")

    for step in (
        actions.comment(ticket, context(2), Message("second")),
        actions.close(ticket, context(2)),
        actions.star(ticket, context(2, AGENT), 3, starred=True),
    ):
        assert step is not None
        with pytest.raises(VersionMismatch):
            tickets.commit(step, [], Deadline(5.0))
    with pytest.raises(VersionMismatch):
        open_ticket(tickets, 1)

    assert everything(table, "M#0", "T#1", "IX", "IX#0") == before


def test_preceding_operations_are_part_of_the_same_transaction(tickets: Tickets, table: Table) -> None:
    reservation = PutItem(keys.login("a"), {}, ABSENT, NameTaken())
    ticket = open_ticket(tickets, 1)
    step = actions.comment(ticket, context(), Message("once"))
    assert step is not None
    tickets.commit(step, [reservation], Deadline(5.0))

    again = actions.comment(step.after, context(), Message("twice"))
    assert again is not None
    with pytest.raises(NameTaken):
        tickets.commit(again, [reservation], Deadline(5.0))
    assert len(list(tickets.newest_first(1))) == 2


def test_a_star_is_set_once_and_removed_once(tickets: Tickets) -> None:
    ticket = open_ticket(tickets, 1)
    assert not tickets.is_starred(1, 3)

    ticket = commit(actions.star(ticket, context(by=AGENT), 3, starred=True), tickets)
    assert tickets.is_starred(1, 3)
    assert not tickets.is_starred(1, 4)
    with pytest.raises(StarUnchanged):
        commit(actions.star(ticket, context(by=AGENT), 3, starred=True), tickets)

    ticket = commit(actions.star(ticket, context(by=AGENT), 3, starred=False), tickets)
    assert not tickets.is_starred(1, 3)
    with pytest.raises(StarUnchanged):
        commit(actions.star(ticket, context(by=AGENT), 3, starred=False), tickets)


def test_the_read_mark_only_moves_forward_and_survives_a_step_computed_before_it(tickets: Tickets) -> None:
    ticket = open_ticket(tickets, 1)
    step = actions.comment(ticket, context(1, AGENT), Message("We are on it"))
    tickets.mark_read(ticket, 1)
    commit(step, tickets)

    found = tickets.get(1)
    assert found is not None
    assert (found.version, found.customer_read_upto) == (2, 1)
    for upto in (0, 1):
        with pytest.raises(VersionMismatch):
            tickets.mark_read(found, upto)
    with pytest.raises(VersionMismatch):
        tickets.mark_read(replace(found, number=2), 5)
    assert tickets.get(2) is None


def test_a_ticket_an_entry_and_its_vote_are_read_together(tickets: Tickets) -> None:
    ticket = open_ticket(tickets, 1)

    assert tickets.with_entry(1, 1)[0] == ticket
    assert tickets.with_entry(1, 2) == (ticket, None, None)
    assert tickets.with_entry(2, 1) == (None, None, None)
    assert set(tickets.entries([(1, 1), (1, 2), (2, 1)])) == {(1, 1)}


def test_a_customers_tickets_outside_the_sets_are_found_unless_they_are_hidden(table: Table) -> None:
    tickets = Tickets(table, places_on(table, is_begun=False))
    for number in (1, 2, 3):
        open_ticket(tickets, number)
    open_ticket(tickets, 4, OTHER_CUSTOMER)
    third = tickets.get(3)
    assert third is not None
    commit(actions.mark_spam(third, context(by=AGENT), spam=True), tickets)

    def outside(customer_id: int) -> list[int]:
        own = BothOwnSets(table, lambda: False)
        return list(own.outside([customer_id], lambda slot: slot.state_id == 1).newest_first())

    assert outside(5) == [2, 1]
    first = tickets.get(1)
    assert first is not None
    tickets.move_to_sets(first, NOW)
    assert outside(5) == [2]
    assert outside(OTHER_CUSTOMER) == [4]
    assert outside(99) == []
