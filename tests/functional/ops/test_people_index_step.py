"""Step 3 of the migrations: everybody is in the index of people."""

import pytest

from polydesk import settings
from polydesk.desk.resources import Resources
from polydesk.domain.errors import BeingPrepared
from polydesk.domain.person import Person
from polydesk.domain.person_kind import anybody
from polydesk.domain.person_terms import person_terms
from polydesk.jobs.migrations import people_index
from polydesk.storage import keys
from polydesk.storage.people_index import PeopleIndex
from polydesk.storage.transaction import DeleteItem
from tests.functional.ops.migrations import run_step
from tools.faults import before_the_first
from tools.local_desk.items import Item, dump
from tools.local_desk.world import World

STEP = 3
MANY = 1_000


def desk() -> Resources:
    """What a function has that starts now."""
    return Resources(settings.get())


def index() -> PeopleIndex:
    """The index as a function sees it that starts now."""
    return desk().people_index


def everybody() -> list[Person]:
    """All people but the system, by id."""
    people = desk().people
    return list(people.get_many(range(2, people.last_id() + 1)).values())


def indexed(world: World) -> dict[tuple[str, str], Item]:
    """The items of the index."""
    return {key: item for key, item in dump(world).items() if key[0] == "ROSTER" or key[0].startswith("PW#")}


def test_before_the_step_lists_of_people_are_being_prepared(old_world: World) -> None:
    assert not index().is_complete
    with pytest.raises(BeingPrepared):
        index().page(anybody, 0, MANY)


def test_the_step_indexes_everybody(old_world: World) -> None:
    people = everybody()

    answer = run_step(old_world, STEP)

    assert (answer["name"], answer["complete"], answer["found"]) == ("people index", True, [])
    assert answer["changed"] == len(people) > 5
    assert index().page(anybody, 0, MANY).ids == [person.id for person in people]
    for person in people:
        for term, fields in person_terms(person).items():
            assert person.id in index().ids_with(term, MANY, fields=fields)


def test_records_that_come_after_the_step_change_nothing(old_world: World) -> None:
    run_step(old_world, STEP)
    before = indexed(old_world)

    old_world.pump()

    assert indexed(old_world) == before


def test_running_it_again_changes_nothing_and_restores_what_is_missing(old_world: World) -> None:
    run_step(old_world, STEP)
    before = indexed(old_world)
    assert run_step(old_world, STEP, again=True)["changed"] == 0
    assert indexed(old_world) == before

    lost = [keys.Key(*key) for key in before if key[0] == "ROSTER" or key[0] == "PW#ad"]
    assert len(lost) > 1
    for key in lost:
        desk().table.write(DeleteItem(key))

    assert run_step(old_world, STEP, again=True)["changed"] == len(everybody())
    assert indexed(old_world) == before


def test_parts_do_what_one_run_does(old_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_index, "PEOPLE_PER_PART", 4)
    monkeypatch.setattr("polydesk.jobs.migrations.runner.RUN_SECONDS", -1.0)

    runs = [run_step(old_world, STEP)]
    while not runs[-1]["complete"]:
        assert not index().is_complete
        runs.append(run_step(old_world, STEP))

    assert len(runs) > 2
    assert index().page(anybody, 0, MANY).ids == [person.id for person in everybody()]


def test_somebody_who_is_renamed_during_the_step_is_found_by_the_new_name_alone(old_world: World) -> None:
    first = everybody()[0]

    def rename() -> None:
        old_world.invoke("OpsSetUpDesk", {"people": [{"email": first.email, "name": "Quentin"}]})

    with before_the_first("UpdateItem", rename):
        run_step(old_world, STEP)
    old_world.pump()

    assert index().ids_with("quentin", MANY) == [first.id]
    former = person_terms(first).keys() - person_terms(desk().people.get(first.id)).keys()
    assert former
    assert all(first.id not in index().ids_with(term, MANY) for term in former)
