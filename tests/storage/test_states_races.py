"""States that several processes change in parallel, and tickets that enter them meanwhile."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from polydesk.desk.resources import Resources
from polydesk.domain.errors import NameTaken, StateInUse
from polydesk.domain.state import StateType
from polydesk.domain.ticket import Ticket
from polydesk.storage.idempotency import IdempotencyKey
from polydesk.storage.table import Table
from tests.fakes.desk import resources_on
from tests.storage.states_desk import change, create, delete, move, new_desk, open_ticket
from tests.storage.tables import ENGINE_ONLY

pytestmark = ENGINE_ONLY

ROUNDS = 100
OPEN = 2


def run_in_parallel(actions: Sequence[Callable[[], object]]) -> list[Exception | None]:
    """Run all actions in parallel, and return the error of each."""
    start = threading.Barrier(len(actions))
    errors: list[Exception | None] = [None] * len(actions)

    def run(position: int) -> None:
        start.wait()
        try:
            actions[position]()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            errors[position] = error

    threads = [threading.Thread(target=run, args=(position,)) for position in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_no_parallel_change_is_lost_and_one_default_remains(table: Table) -> None:
    resources = new_desk(table)
    active = [1, 2, 3, 4, 5, 7]
    functions = {state_id: resources_on(table) for state_id in active}

    for number in range(10):
        note = f"round {number}"
        errors = run_in_parallel(
            [
                partial(change, one, state_id, {"default_create": True, "note": note})
                for state_id, one in functions.items()
            ]
        )

        states = resources.fresh_states()
        assert errors == [None] * len(active)
        assert [states.rows[state_id].note for state_id in active] == [note] * len(active)
        assert states.default_create_id in active
        assert states.version == 1 + (number + 1) * len(active)


def test_only_one_parallel_creation_gets_a_name(table: Table) -> None:
    resources = new_desk(table)

    errors = run_in_parallel(
        [partial(create, resources_on(table), {"name": "waiting", "type": StateType.OPEN}) for _ in range(6)]
    )

    assert Counter(map(type, errors)) == {type(None): 1, NameTaken: 5}
    assert [state.name for state in resources.fresh_states().all()].count("waiting") == 1


def test_a_creation_that_is_sent_several_times_in_parallel_happens_once(table: Table) -> None:
    resources, once = new_desk(table), IdempotencyKey("digest", "what was sent")
    ids: list[int] = []

    def send(function: Resources) -> None:
        ids.append(create(function, {"name": "waiting", "type": StateType.OPEN}, once))

    errors = run_in_parallel([partial(send, resources_on(table)) for _ in range(6)])

    assert errors == [None] * 6
    assert ids == [8] * 6
    assert resources.fresh_states().next_id == 9


def test_a_ticket_that_enters_a_state_while_it_is_deleted_has_a_state_and_is_counted(table: Table) -> None:
    resources = new_desk(table)
    numbers = [open_ticket(resources).number for _ in range(3)]
    functions = [resources_on(table) for _ in numbers]

    for number in range(ROUNDS):
        state_id = create(resources, {"name": f"state {number}", "type": StateType.OPEN})
        for one in functions:
            one.fresh_states()
        moves = [partial(move, one, ticket, state_id) for one, ticket in zip(functions, numbers, strict=True)]

        refused, *failed = run_in_parallel([partial(delete, resources, state_id), *moves])

        assert failed == [None] * len(numbers)
        assert refused is None or isinstance(refused, StateInUse)
        assert_all_have_a_state(resources, numbers)
        assert resources.fresh_states().get(state_id).deleted == (refused is None)
        for ticket in numbers:
            move(resources, ticket, OPEN)
        assert state_id not in counted(resources)
        if refused:
            delete(resources, state_id)


def assert_all_have_a_state(resources: Resources, numbers: Sequence[int]) -> None:
    """Assert that each ticket is in a state with a name, and counted there."""
    states = resources.fresh_states()
    tickets = [found(resources, number) for number in numbers]
    assert all(states.get(ticket.state_id).name for ticket in tickets)
    assert counted(resources) == Counter(ticket.state_id for ticket in tickets)


def counted(resources: Resources) -> Counter[int]:
    """Return the number of tickets by state, as the index counts them."""
    counts: Counter[int] = Counter()
    for slot, count in resources.ticket_index.directory().totals.items():
        counts[slot.state_id] += count
    return counts


def found(resources: Resources, number: int) -> Ticket:
    """Return the ticket, which must exist."""
    ticket = resources.tickets.get(number)
    assert ticket is not None
    return ticket
