"""What the state of a ticket means here, whoever put it there and however it is called."""

import pytest

from polydesk.desk import desk
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Draft, Step
from polydesk.domain.handling import Handling, handle
from polydesk.domain.ticket import Ticket
from tests.functional.callers import Tokens
from tests.functional.internals import act
from tests.functional.schedules.timer_calls import change_state
from tests.functional.selectel.tickets import commented, found, numbers, opened, page, refusal, reopened
from tools.local_desk.client import Client
from tools.local_desk.world import World

NEW, OPEN, REMINDER, CLOSED, MERGED, REMOVED, PENDING_CLOSE = range(1, 8)


def move(tokens: Tokens, number: int, state_id: int) -> None:
    """Put a ticket into a state, active or not."""

    def there(ticket: Ticket, context: ActionContext) -> Step | None:
        draft = Draft(ticket, context)
        draft.move(context.states.get(state_id))
        return draft.step("moved")

    act(tokens["agent"]["token"], number, there)


@pytest.mark.parametrize(
    ("state_id", "en", "ru", "is_closed", "is_resolved"),
    [
        (NEW, "New", "Новый", False, False),
        (OPEN, "Open", "Открыт", False, False),
        (REMINDER, "Pending reminder", "Ожидает напоминания", False, False),
        (CLOSED, "Closed", "Закрыт", True, True),
        (MERGED, "Merged", "Объединён", True, True),
        (REMOVED, "Removed", "Удалён", True, True),
        (PENDING_CLOSE, "Pending close", "Ожидает закрытия", False, True),
    ],
)
def test_a_state_is_shown_in_two_languages_and_by_what_it_means(
    client: Client, tokens: Tokens, state_id: int, en: str, ru: str, is_closed: bool, is_resolved: bool
) -> None:
    opened(client)
    move(tokens, 1, state_id)

    ticket = found(client, 1)

    assert ticket["status"] == {"en": en, "ru": ru}
    assert (ticket["is_closed"], ticket["is_resolved"]) == (is_closed, is_resolved)
    assert (ticket["closed_at"] is not None) == is_closed


@pytest.mark.parametrize(
    ("state_id", "next_state_id", "is_resolved"),
    [
        (NEW, CLOSED, False),
        (OPEN, CLOSED, False),
        (REMINDER, CLOSED, False),
        (PENDING_CLOSE, MERGED, True),
        (PENDING_CLOSE, OPEN, False),
        (PENDING_CLOSE, None, False),
        (CLOSED, OPEN, True),
    ],
)
def test_only_a_ticket_that_a_timer_will_close_is_resolved_by_its_next_state(
    client: Client, tokens: Tokens, state_id: int, next_state_id: int | None, is_resolved: bool
) -> None:
    change_state(tokens, state_id, next_state_id=next_state_id)
    opened(client)
    move(tokens, 1, state_id)

    ticket = found(client, 1)

    assert (ticket["is_closed"], ticket["is_resolved"]) == (state_id == CLOSED, is_resolved)


@pytest.mark.parametrize("state_id", [REMINDER, PENDING_CLOSE])
def test_a_clients_comment_takes_up_a_ticket_that_waits_and_an_agents_does_not(
    client: Client, agent: Client, tokens: Tokens, state_id: int
) -> None:
    opened(client)
    move(tokens, 1, state_id)

    commented(agent, 1)
    assert found(client, 1)["status"]["en"].startswith("Pending")
    commented(client, 1)
    assert found(client, 1)["status"]["en"] == "Open"


@pytest.mark.parametrize("state_id", [MERGED, REMOVED])
def test_whatever_is_closed_is_reopened_and_not_closed_again(client: Client, tokens: Tokens, state_id: int) -> None:
    opened(client)
    move(tokens, 1, state_id)

    assert refusal(client.post("/support/tickets/1/close"))[:2] == (409, "conflict")
    assert refusal(client.post("/support/tickets/1/comments", json={"body": "b"}))[:2] == (409, "conflict")
    assert reopened(client, 1)["status"]["en"] == "Open"


def test_lists_follow_the_kinds_of_states_and_hide_what_is_removed(
    client: Client, agent: Client, tokens: Tokens
) -> None:
    for state_id in range(1, 8):
        move(tokens, opened(client)["number"], state_id)

    for caller in (client, agent):
        assert numbers(page(caller, only_opened=1)) == [PENDING_CLOSE, REMINDER, OPEN, NEW]
        assert numbers(page(caller, only_closed=1)) == [MERGED, CLOSED]
        assert numbers(page(caller)) == [PENDING_CLOSE, MERGED, CLOSED, REMINDER, OPEN, NEW]
        assert page(caller)["item_count"] == 6
    assert found(client, REMOVED)["number"] == REMOVED


def test_a_state_of_the_desks_own_goes_by_its_own_name_in_both_languages(
    world: World, client: Client, tokens: Tokens
) -> None:
    opened(client)
    zammad = world.client({"Authorization": f"Token token={tokens['admin']['token']}"})
    made = zammad.post("/api/v1/ticket_states", json={"name": "ждём детали", "state_type_id": 2})
    assert made.status == 201, made
    desk.reset()
    move(tokens, 1, made.json()["id"])

    assert found(client, 1)["status"] == {"en": "Ждём детали", "ru": "Ждём детали"}
    assert numbers(page(client, only_opened=1)) == [1]


def test_a_warm_function_learns_of_a_state_as_soon_as_a_ticket_is_in_it(
    world: World, client: Client, tokens: Tokens
) -> None:
    opened(client)
    zammad = world.client({"Authorization": f"Token token={tokens['admin']['token']}"})
    made = zammad.post("/api/v1/ticket_states", json={"name": "parts", "state_type_id": 5}).json()

    def close(ticket: Ticket, context: ActionContext) -> Step | None:
        return handle(ticket, context, Handling(state=context.states.get(made["id"])))

    act(tokens["agent"]["token"], 1, close)

    assert (found(client, 1)["is_closed"], found(client, 1)["status"]["en"]) == (True, "Parts")
