"""Step 1 of the migrations: every address and login leads to its person by the key that releases use now."""

import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.jobs.migrations import person_keys
from polydesk.storage.people import People
from polydesk.storage.retry import Deadline
from tests.functional.callers import caller, set_up
from tests.functional.happyfox.happyfox_calls import JSON, key_holder
from tests.functional.ops.migrations import run_step
from tools.faults import before_the_first
from tools.last_release import ReleaseTable
from tools.local_desk.items import dump, load
from tools.local_desk.world import World

SHARP, UNICODE, PUNYCODE, DECOMPOSED, COMPOSED, FIONA = 6, 7, 8, 9, 10, 11
"""Ids of people in the table of the last release."""

RESUME = "r\u00e9sum\u00e9@example.com"
PAIRS = [{"person": PUNYCODE, "name_leads_to": UNICODE}, {"person": COMPOSED, "name_leads_to": DECOMPOSED}]
"""The people of that table who have the name of an older one."""


def found(name: str) -> int | None:
    """The id of the person to whom the name leads."""
    person = shared_resources().people.find(name)
    return person.id if person else None


def pointers(world: World) -> dict[str, int]:
    """To whom each pointer leads."""
    return {
        pk.removeprefix("LOGIN#"): int(item["person"]["N"])
        for (pk, _), item in dump(world).items()
        if pk.startswith("LOGIN#")
    }


def opened(world: World, table: ReleaseTable, email: str) -> Any:
    """The answer to a ticket that HappyFox opens for this address."""
    body = {"name": "Some", "email": email, "category": 1, "subject": "Hello", "text": "Help"}
    return key_holder(world, table.tokens["happyfox"]).post(f"{JSON}/tickets/", json=body)


def test_before_the_step_people_are_found_by_their_own_names_alone(old_world: World) -> None:
    assert found("straße@example.com") == found("STRASSE@example.com".replace("SS", "ß")) == SHARP
    assert found("strasse@example.com") is None
    assert (found("ﬁona"), found("fiona"), found("signs-in@example.com")) == (FIONA, None, FIONA)
    assert found("ada@bücher.example") in (UNICODE, PUNYCODE)
    assert found("upper.case@example.com") == 5


def test_the_step_moves_what_was_folded_and_lists_the_pairs(old_world: World) -> None:
    before = pointers(old_world)

    answer = run_step(old_world, 1)

    assert (answer["name"], answer["complete"], answer["found"]) == ("keys of people", True, PAIRS)
    after = pointers(old_world)
    assert after.items() - before.items() == {
        ("straße@example.com", SHARP),
        ("ﬁona", FIONA),
        ("ada@xn--bcher-kva.example", UNICODE),
        (RESUME, DECOMPOSED),
    }
    assert before.keys() - after.keys() == {
        "strasse@example.com",
        "fiona",
        "ada@bücher.example",
        unicodedata.normalize("NFD", RESUME),
    }
    assert found("ada@bücher.example") == found("ADA@xn--bcher-kva.example") == UNICODE
    assert found(RESUME) == found(unicodedata.normalize("NFD", RESUME)) == DECOMPOSED


def test_both_people_of_a_pair_keep_their_tickets_and_tokens(old_world: World, table: ReleaseTable) -> None:
    def numbers(email: str) -> list[int]:
        listed = caller(old_world, table.tokens[email]["token"]).get("/support/tickets")
        assert listed.status == 200, listed
        return [ticket["number"] for ticket in listed.json()["items"]]

    people = [name for name in table.tokens if "@" in name and name != "gone@example.com"]
    before = {email: numbers(email) for email in people}

    run_step(old_world, 1)

    assert {email: numbers(email) for email in people} == before
    assert before["ada@bücher.example"]


def test_running_again_changes_nothing_and_lists_the_same_pairs(old_world: World) -> None:
    run_step(old_world, 1)
    before = pointers(old_world)

    answer = run_step(old_world, 1, again=True)

    assert (answer["changed"], answer["found"]) == (0, PAIRS)
    assert pointers(old_world) == before


def test_parts_do_what_one_run_does(old_world: World, table: ReleaseTable, monkeypatch: pytest.MonkeyPatch) -> None:
    run_step(old_world, 1)
    expected = pointers(old_world)
    load(old_world, [item for item in table.items if item["pk"]["S"].startswith("LOGIN#")])
    monkeypatch.setattr(person_keys, "PEOPLE_PER_PART", 2)
    monkeypatch.setattr("polydesk.jobs.migrations.runner.RUN_SECONDS", -1.0)

    runs = [run_step(old_world, 1, again=True), *(run_step(old_world, 1) for _ in range(6))]

    assert [run["complete"] for run in runs] == [False] * 6 + [True]
    assert [pair for run in runs for pair in run["found"]] == PAIRS
    assert pointers(old_world) == expected


def test_a_person_who_changes_meanwhile_is_settled_as_changed(old_world: World) -> None:
    def rename() -> None:
        people: People = shared_resources().people
        before = people.get(SHARP)
        people.save(before, replace(before, email="sharp@example.com", login="straße"), Deadline(5.0))

    with before_the_first("TransactWriteItems", rename):
        assert run_step(old_world, 1)["complete"]

    assert (found("sharp@example.com"), found("straße"), found("straße@example.com")) == (SHARP, SHARP, None)


def test_during_the_upgrade_a_name_that_was_folded_is_free_for_a_new_customer(
    old_world: World, table: ReleaseTable
) -> None:
    answer = opened(old_world, table, "strasse@example.com")

    assert answer.status == 200, answer
    new = answer.json()["user"]["id"]
    assert new != SHARP
    assert (found("strasse@example.com"), found("straße@example.com")) == (new, SHARP)


def test_during_the_upgrade_the_set_up_declares_a_person_whose_name_was_folded(old_world: World) -> None:
    set_up(old_world, {"people": [{"email": "strasse@example.com", "name": "Second", "login": "fiona"}]})

    assert found("strasse@example.com") == found("fiona") not in (None, SHARP, FIONA)
    assert (found("straße@example.com"), found("ﬁona")) == (SHARP, FIONA)


def test_a_name_that_was_given_up_during_the_upgrade_can_be_taken(old_world: World) -> None:
    people = shared_resources().people
    before = people.get(SHARP)
    people.save(before, replace(before, email="sharp@example.com", login="sharp"), Deadline(5.0))

    set_up(old_world, {"people": [{"email": "strasse@example.com", "name": "Second"}]})

    assert found("strasse@example.com") not in (None, SHARP)


def test_a_person_of_a_pair_who_is_renamed_leaves_the_other_the_name(old_world: World) -> None:
    run_step(old_world, 1)
    people = shared_resources().people
    before = people.get(PUNYCODE)

    people.save(before, replace(before, email="punycode@example.com", login="punycode"), Deadline(5.0))

    assert found("ada@bücher.example") == UNICODE
    assert found("punycode@example.com") == PUNYCODE
    assert run_step(old_world, 1, again=True)["found"] == PAIRS[1:]
