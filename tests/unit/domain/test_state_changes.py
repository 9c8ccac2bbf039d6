"""Changes of the states and of the two defaults."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from polydesk.domain import state_changes
from polydesk.domain.errors import NameTaken, StateInUse, StateNotFound
from polydesk.domain.state import States, StateType, initial_states
from polydesk.domain.state_changes import (
    Details,
    InactiveDefault,
    LastActiveState,
    NextStateNotFound,
    Signature,
    StateNameMissing,
    StateTypeMissing,
)

CREATED_AT = datetime(2024, 1, 1, tzinfo=UTC)
NEW, OPEN, REMINDER, CLOSED, MERGED, REMOVED, PENDING_CLOSE = range(1, 8)
SIGNED = Signature(CREATED_AT + timedelta(hours=1), by_id=42)
IN_PROGRESS: Details = {"name": "in progress", "type": StateType.OPEN}


@pytest.fixture
def states() -> States:
    """Return the states of a new desk."""
    return initial_states(CREATED_AT, 1)


def change(states: States, state_id: int, details: Details) -> States:
    return state_changes.change(states, state_id, details, SIGNED)


def create(states: States, details: Details) -> States:
    return state_changes.create(states, details, SIGNED)


def delete(states: States, state_id: int) -> States:
    return state_changes.delete(states, state_id, SIGNED)


def changed(before: States, after: States) -> set[int]:
    """Return the ids of the states that have changed."""
    return {state_id for state_id, state in after.rows.items() if state != before.rows.get(state_id)}


def test_a_new_state_has_the_next_id_and_is_signed(states: States) -> None:
    after = create(states, IN_PROGRESS)

    state = after.rows[8]
    assert (state.id, state.name, state.type, state.active, state.note) == (
        8,
        "in progress",
        StateType.OPEN,
        True,
        None,
    )
    assert (state.created_by_id, state.updated_by_id) == (42, 42)
    assert (state.created_at, state.updated_at) == (SIGNED.at, SIGNED.at)
    assert (state.version, after.next_id, after.version) == (1, 9, 2)
    assert changed(states, after) == {8}


def test_a_state_needs_a_name_and_a_type(states: States) -> None:
    with pytest.raises(StateNameMissing):
        create(states, {})
    with pytest.raises(StateNameMissing):
        create(states, {"name": " \t"})
    with pytest.raises(StateTypeMissing):
        create(states, {"name": "waiting"})
    with pytest.raises(StateNameMissing):
        change(states, OPEN, {"name": ""})


def test_names_are_unique_ignoring_case(states: States) -> None:
    strasse = create(states, {"name": "Straße", "type": StateType.OPEN})
    with pytest.raises(NameTaken):
        create(strasse, {"name": "STRASSE", "type": StateType.NEW})
    with pytest.raises(NameTaken):
        change(states, CLOSED, {"name": "Open"})


def test_a_state_may_change_the_case_of_its_own_name(states: States) -> None:
    assert change(states, OPEN, {"name": "OPEN"}).rows[OPEN].name == "OPEN"


def test_a_change_keeps_other_properties_and_signs_the_state(states: States) -> None:
    after = change(states, PENDING_CLOSE, {"note": "soon"})

    state = after.rows[PENDING_CLOSE]
    assert (state.name, state.next_state_id, state.note) == ("pending close", CLOSED, "soon")
    assert (state.created_by_id, state.updated_by_id, state.updated_at) == (1, 42, SIGNED.at)
    assert (state.version, after.version) == (2, 2)


def test_a_change_to_the_same_values_returns_the_same_object(states: States) -> None:
    assert change(states, OPEN, {"name": "open", "active": True, "default_follow_up": True}) is states
    assert change(states, CLOSED, {"default_create": False}) is states


def test_the_next_state_must_exist(states: States) -> None:
    assert change(states, OPEN, {"next_state_id": CLOSED}).rows[OPEN].next_state_id == CLOSED
    assert change(states, PENDING_CLOSE, {"next_state_id": None}).rows[PENDING_CLOSE].next_state_id is None
    without_merged = delete(states, MERGED)
    for unknown in (0, 99, MERGED):
        with pytest.raises(NextStateNotFound):
            change(without_merged, OPEN, {"next_state_id": unknown})
    with pytest.raises(NextStateNotFound):
        create(states, {**IN_PROGRESS, "next_state_id": 8})


def test_a_new_default_replaces_the_previous_one(states: States) -> None:
    after = create(states, {**IN_PROGRESS, "default_create": True, "default_follow_up": True})

    assert (after.default_create_id, after.default_follow_up_id) == (8, 8)
    assert changed(states, after) == {NEW, OPEN, 8}
    assert after.rows[NEW].version == 2
    assert after.rows[NEW].updated_by_id == 42


def test_a_default_that_gives_this_up_is_replaced_by_the_active_state_with_the_lowest_id(states: States) -> None:
    follow_up_first = change(states, OPEN, {"default_follow_up": False})
    assert follow_up_first.default_follow_up_id == NEW
    assert changed(states, follow_up_first) == {NEW, OPEN}

    inactive_new = change(change(states, OPEN, {"default_create": True}), NEW, {"active": False})
    moved = change(inactive_new, MERGED, {"default_create": True})
    assert change(moved, MERGED, {"default_create": False}).default_create_id == OPEN


def test_the_active_state_with_the_lowest_id_remains_the_default(states: States) -> None:
    assert change(states, NEW, {"default_create": False}) is states


def test_a_default_that_becomes_inactive_is_replaced(states: States) -> None:
    after = change(states, NEW, {"active": False})
    assert after.default_create_id == OPEN
    assert not after.rows[NEW].active


def test_a_deleted_default_is_replaced_and_its_row_is_kept(states: States) -> None:
    after = delete(states, OPEN)

    assert after.default_follow_up_id == NEW
    assert after.get(OPEN).name == "open"
    assert OPEN not in {state.id for state in after.all()}
    with pytest.raises(StateNotFound):
        after.existing(OPEN)


def test_an_inactive_state_cannot_become_a_default(states: States) -> None:
    with pytest.raises(InactiveDefault):
        change(states, REMOVED, {"default_create": True})
    with pytest.raises(InactiveDefault):
        change(states, OPEN, {"active": False, "default_create": True})
    with pytest.raises(InactiveDefault):
        create(states, {**IN_PROGRESS, "active": False, "default_follow_up": True})


def test_the_last_active_state_cannot_be_deleted_or_made_inactive(states: States) -> None:
    for state_id in (OPEN, REMINDER, CLOSED, MERGED, PENDING_CLOSE):
        states = change(states, state_id, {"active": False})
    assert (states.default_create_id, states.default_follow_up_id) == (NEW, NEW)

    with pytest.raises(LastActiveState):
        change(states, NEW, {"active": False})
    with pytest.raises(LastActiveState):
        delete(states, NEW)


def test_the_next_state_of_another_one_cannot_be_deleted(states: States) -> None:
    with pytest.raises(StateInUse):
        delete(states, CLOSED)
    assert delete(delete(states, PENDING_CLOSE), CLOSED).rows[CLOSED].deleted


def test_a_state_that_is_its_own_next_state_can_be_deleted(states: States) -> None:
    assert delete(change(states, MERGED, {"next_state_id": MERGED}), MERGED).rows[MERGED].deleted


def test_the_name_of_a_deleted_state_can_be_used_again_but_not_its_id(states: States) -> None:
    after = create(delete(states, MERGED), {"name": "Merged", "type": StateType.MERGED})
    assert after.named("merged") == after.rows[8]


def test_a_deleted_state_cannot_be_changed_or_deleted_again(states: States) -> None:
    gone = delete(states, MERGED)
    with pytest.raises(StateNotFound):
        change(gone, MERGED, {"note": "?"})
    with pytest.raises(StateNotFound):
        delete(gone, MERGED)


def test_a_restored_state_has_its_name_and_default_again(states: States) -> None:
    gone = delete(states, OPEN)
    back = state_changes.restore(gone, states, gone, OPEN, SIGNED)

    assert back.default_follow_up_id == OPEN
    assert back.existing(OPEN).name == "open"
    assert back.rows[OPEN].version == 3


def test_a_restored_state_does_not_replace_a_newer_default_or_name(states: States) -> None:
    gone = delete(states, OPEN)
    moved_on = change(gone, CLOSED, {"default_follow_up": True})
    assert state_changes.restore(moved_on, states, gone, OPEN, SIGNED).default_follow_up_id == CLOSED

    renamed = change(gone, CLOSED, {"name": "open"})
    with pytest.raises(NameTaken):
        state_changes.restore(renamed, states, gone, OPEN, SIGNED)


def test_a_restored_state_loses_a_next_state_that_was_deleted(states: States) -> None:
    gone = delete(states, PENDING_CLOSE)
    closed_too = delete(gone, CLOSED)
    back = state_changes.restore(closed_too, states, gone, PENDING_CLOSE, SIGNED)
    assert back.existing(PENDING_CLOSE).next_state_id is None
    assert state_changes.restore(gone, states, gone, PENDING_CLOSE, SIGNED).rows[PENDING_CLOSE].next_state_id == 4


@pytest.mark.parametrize("name", ["OPEN", "Ｏｐｅｎ", " open\n"], ids=ascii)
def test_names_are_unique_however_they_are_written(states: States, name: str) -> None:
    with pytest.raises(NameTaken):
        create(states, {"name": name, "type": StateType.OPEN})
    with pytest.raises(NameTaken):
        change(states, CLOSED, {"name": name})


def test_a_name_shows_something(states: States) -> None:
    with pytest.raises(StateNameMissing):
        create(states, {**IN_PROGRESS, "name": "\u200b\u3164"})
    with pytest.raises(StateNameMissing):
        change(states, CLOSED, {"name": "\u2800"})


def with_stored_name(states: States, state_id: int, name: str) -> States:
    """Return the states with a name that an earlier release took."""
    return replace(states, rows={**states.rows, state_id: replace(states.rows[state_id], name=name)})


def test_states_that_an_earlier_release_gave_one_name_can_be_changed_and_told_apart(states: States) -> None:
    pair = with_stored_name(states, MERGED, "Ｏｐｅｎ")

    assert change(pair, MERGED, {"note": "x"}).rows[MERGED].note == "x"
    assert change(pair, MERGED, {"name": "ＯＰＥＮ", "note": "x"}).rows[MERGED].name == "ＯＰＥＮ"
    assert pair.named("Ｏｐｅｎ") == pair.rows[MERGED]
    assert pair.named("Open") == pair.rows[OPEN]
    with pytest.raises(NameTaken):
        change(pair, CLOSED, {"name": "Open"})


def test_a_state_with_a_namesake_of_an_earlier_release_can_come_back(states: States) -> None:
    pair = with_stored_name(states, MERGED, "Ｏｐｅｎ")
    gone = delete(pair, MERGED)

    assert not state_changes.restore(gone, pair, gone, MERGED, SIGNED).rows[MERGED].deleted
    taken = create(gone, {"name": "ｏｐｅｎ２", "type": StateType.OPEN})
    assert not state_changes.restore(taken, pair, gone, MERGED, SIGNED).rows[MERGED].deleted


def test_a_state_that_comes_back_meets_whoever_took_its_name(states: States) -> None:
    gone = delete(states, MERGED)
    taken = create(gone, {"name": "ＭＥＲＧＥＤ", "type": StateType.OPEN})

    with pytest.raises(NameTaken):
        state_changes.restore(taken, states, gone, MERGED, SIGNED)


def test_a_name_that_an_earlier_release_took_stays_until_it_is_changed(states: States) -> None:
    old = with_stored_name(states, MERGED, "\u200b")

    assert change(old, MERGED, {"name": "\u200b", "note": "x"}).rows[MERGED].note == "x"
