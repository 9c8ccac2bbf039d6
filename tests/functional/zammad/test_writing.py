"""Creating and changing states: what is taken, in which forms, and what becomes of the two defaults."""

from typing import Any

import pytest

from polydesk.domain.state_changes import Details
from tests.functional.callers import Tokens
from tests.functional.internals import current_desk, principal
from tests.functional.zammad.states import (
    CLOSED,
    CREATION,
    MERGED,
    NEW,
    OPEN,
    PENDING_CLOSE,
    STATES,
    Json,
    change,
    create,
    defaults,
    listed,
    made,
    refusal,
    show,
)
from tools.local_desk.client import Client


def test_a_state_of_which_only_the_least_is_said(zammad: Client) -> None:
    state = made(zammad.post(STATES, json={"name": "waiting", "state_type_id": 3}), 201)
    assert (state["active"], state["ignore_escalation"], state["next_state_id"], state["note"]) == (
        True,
        False,
        None,
        None,
    )
    assert (state["default_create"], state["default_follow_up"]) == (False, False)


def test_what_is_unknown_or_not_the_clients_to_say_is_ignored(zammad: Client) -> None:
    body = {
        **CREATION,
        "id": 77,
        "created_by_id": 1,
        "updated_by_id": 1,
        "created_at": "1999-01-01T00:00:00.000Z",
        "updated_at": None,
        "colour": {"red": [1]},
        "created_by": "nobody",
    }
    state = made(zammad.post(STATES, json=body), 201)
    assert (state["id"], state["created_by_id"], state["updated_by_id"]) == (8, 2, 2)
    assert state["created_at"] == state["updated_at"] > "2000"
    assert "colour" not in state


def test_types_and_next_states_are_found_by_name(zammad: Client) -> None:
    body = {"name": "waiting", "state_type": "pending action", "next_state": "Closed"}
    state = made(zammad.post(STATES, json=body), 201)
    assert (state["state_type_id"], state["next_state_id"]) == (4, CLOSED)


def test_an_id_counts_more_than_a_name(zammad: Client) -> None:
    body = {"name": "waiting", "state_type": "nonsense", "state_type_id": 2, "next_state": "?", "next_state_id": MERGED}
    state = made(zammad.post(STATES, json=body), 201)
    assert (state["state_type_id"], state["next_state_id"]) == (2, MERGED)


def test_an_empty_id_leaves_the_word_to_the_name(zammad: Client) -> None:
    body = {"name": "x", "state_type": "open", "state_type_id": None, "next_state": "closed", "next_state_id": None}
    state = made(zammad.post(STATES, json=body), 201)
    assert (state["state_type_id"], state["next_state_id"]) == (2, CLOSED)


def test_every_type_can_be_had_by_id_and_by_name(zammad: Client) -> None:
    types = ["new", "open", "pending reminder", "pending action", "closed", "merged", "removed"]
    for number, name in enumerate(types, start=1):
        assert show(zammad, create(zammad, f"by id {number}", state_type_id=str(number)))["state_type_id"] == number
        assert show(zammad, create(zammad, f"by name {number}", state_type=name))["state_type_id"] == number


@pytest.mark.parametrize(("given", "taken"), [("true", True), ("false", False), (0, False), ("1", True), ("F", False)])
def test_a_boolean_may_be_written_as_a_text_or_a_number(zammad: Client, given: Any, taken: bool) -> None:
    assert change(zammad, MERGED, active=given, ignore_escalation=given)["active"] is taken
    assert show(zammad, MERGED)["ignore_escalation"] is taken


def test_a_next_state_is_set_on_any_kind_changed_and_cleared(zammad: Client) -> None:
    assert change(zammad, OPEN, next_state_id="4")["next_state_id"] == CLOSED
    assert change(zammad, OPEN, next_state_id=OPEN)["next_state_id"] == OPEN
    assert change(zammad, OPEN, name="opened")["next_state_id"] == OPEN
    assert change(zammad, OPEN, next_state_id=None)["next_state_id"] is None


def test_a_name_and_a_note_are_cut_to_250_characters(zammad: Client) -> None:
    state = change(zammad, MERGED, name="é" * 300, note="ж" * 251)
    assert (state["name"], state["note"]) == ("é" * 250, "ж" * 250)
    assert refusal(zammad.post(STATES, json={**CREATION, "name": "é" * 999})) == (422, "Object already exists!")


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("R&D, 2 > 1", "R&D, 2 > 1"),
        ("<script>alert(1)</script>Hello <b>you</b>", "Hello <b>you</b>"),
        ("<SCRIPT SRC=//x></SCRIPT><i onclick='x()'>a</i><style>b{}</style>", "<i>a</i>"),
        ("<a href='javascript:x()'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("ask Pat <pat@x.example>, <b>not</b> if (a < b)", "ask Pat &lt;pat@x.example&gt;, <b>not</b> if (a &lt; b)"),
        ("<p dir=rtl>a<section>b</section>", '<p dir="rtl">a</p><section>b</section>'),
        ("", ""),
        (None, None),
    ],
)
def test_a_note_keeps_harmless_html(zammad: Client, note: str | None, kept: str | None) -> None:
    assert change(zammad, MERGED, note=note)["note"] == kept


def test_a_note_with_a_picture_inside_is_refused(zammad: Client) -> None:
    status, problem = refusal(zammad.put(f"{STATES}/{MERGED}", json={"note": "a <img src='data:image/png;base64,AA'>"}))

    assert status == 422
    assert problem.startswith("Inline images are not taken in 'note'.")


def test_a_note_that_is_cut_has_no_open_tag(zammad: Client) -> None:
    for note in ("<b>" + "x" * 400, "<i>y</i>" * 100, "x" * 240 + "<b title='" + "y" * 50 + "'>z</b>", "<div>" * 9999):
        kept = change(zammad, MERGED, note=note)["note"]
        assert len(kept) <= 250
        for tag in ("b", "i", "div"):
            assert kept.count(f"<{tag}>") == kept.count(f"</{tag}>")
        assert change(zammad, MERGED, note=kept)["note"] == kept


def test_a_new_default_takes_it_from_the_other(zammad: Client) -> None:
    state_id = create(zammad, default_create=True)
    assert defaults(zammad) == ([state_id], [OPEN])
    change(zammad, state_id, default_follow_up=True)
    assert defaults(zammad) == ([state_id], [state_id])
    assert show(zammad, NEW)["updated_by_id"] == 2


def test_a_default_that_is_unset_falls_to_the_first_active_state(zammad: Client) -> None:
    assert change(zammad, OPEN, default_follow_up=False)["default_follow_up"] is False
    assert defaults(zammad) == ([NEW], [NEW])
    assert change(zammad, NEW, default_create=False)["default_create"] is True


def test_a_default_that_is_deactivated_or_deleted_falls_to_the_first_active_state(zammad: Client) -> None:
    change(zammad, NEW, active=False)
    assert defaults(zammad) == ([OPEN], [OPEN])
    assert zammad.delete(f"{STATES}/{OPEN}").status == 200
    assert defaults(zammad) == ([3], [3])


def test_some_state_stays_active_and_an_inactive_one_is_no_default(zammad: Client) -> None:
    for state_id in (OPEN, 3, CLOSED, MERGED, PENDING_CLOSE):
        change(zammad, state_id, active=False)
    text = "The last active state can't be deleted or made inactive."
    assert refusal(zammad.put(f"{STATES}/{NEW}", json={"active": False})) == (422, text)
    assert refusal(zammad.delete(f"{STATES}/{NEW}")) == (422, text)
    assert refusal(zammad.put(f"{STATES}/{OPEN}", json={"default_create": True})) == (
        422,
        "An inactive state can't be a default.",
    )
    assert defaults(zammad) == ([NEW], [NEW])


def test_a_refused_change_changes_nothing(zammad: Client) -> None:
    before = listed(zammad)
    zammad.put(f"{STATES}/{OPEN}", json={"note": "x", "name": "closed"})
    zammad.put(f"{STATES}/{OPEN}", json={"note": "x", "active": "perhaps"})
    zammad.put(f"{STATES}/{OPEN}", json={"note": "x", "next_state": "nowhere"})
    assert listed(zammad) == before


def test_a_change_to_what_is_so_already_is_no_change(zammad: Client) -> None:
    before = zammad.get(f"{STATES}/{OPEN}")
    after = zammad.put(f"{STATES}/{OPEN}", json={"name": "open", "active": True})
    assert (after.json(), after.headers["ETag"]) == (before.json(), before.headers["ETag"])
    assert made(zammad.put(f"{STATES}/{OPEN}")) == before.json()


def test_the_body_is_json_whatever_it_calls_itself(zammad: Client) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/vnd.api+json"):
        response = zammad.put(f"{STATES}/{OPEN}", content='{"note": "x"}', headers={"Content-Type": kind})
        assert made(response)["note"] == "x"


def test_every_answer_with_one_state_names_its_version(zammad: Client) -> None:
    created = zammad.post(STATES, json=CREATION)
    changed = zammad.put(f"{STATES}/8", json={"note": "x"})
    tags = [created.headers["ETag"], changed.headers["ETag"], zammad.get(f"{STATES}/8").headers["ETag"]]
    assert tags == ['"1"', '"2"', '"2"']


def test_losing_a_default_makes_another_version(zammad: Client) -> None:
    create(zammad, default_create=True)
    assert zammad.get(f"{STATES}/{NEW}").headers["ETag"] == '"2"'


@pytest.mark.parametrize("tag", ['"2"', '"nonsense"', 'W/"1"'])
def test_what_expects_another_version_changes_nothing(zammad: Client, tag: str) -> None:
    before, text = listed(zammad), "If-Match does not name the current version. Read it again and send its ETag."
    headers = {"If-Match": tag}
    assert refusal(zammad.put(f"{STATES}/{MERGED}", json={"note": "x"}, headers=headers)) == (412, text)
    assert refusal(zammad.delete(f"{STATES}/{MERGED}", headers=headers)) == (412, text)
    assert listed(zammad) == before


def test_a_malformed_expectation_changes_nothing(zammad: Client) -> None:
    before = listed(zammad)
    for headers in ({"If-Match": "nonsense"}, {"If-Match": "1"}):
        assert refusal(zammad.put(f"{STATES}/{MERGED}", json={"note": "x"}, headers=headers))[0] == 400
        assert refusal(zammad.delete(f"{STATES}/{MERGED}", headers=headers))[0] == 400
    assert listed(zammad) == before


def test_what_expects_the_current_version_is_done(zammad: Client) -> None:
    changed = zammad.put(f"{STATES}/{MERGED}", json={"note": "x"}, headers={"If-Match": '"1"'})
    assert made(changed)["note"] == "x"
    assert zammad.delete(f"{STATES}/{MERGED}", headers={"If-Match": changed.headers["ETag"]}).status == 200


def test_a_creation_with_a_key_happens_once(zammad: Client) -> None:
    body: Json = {**CREATION, "default_create": True}
    headers = {"Idempotency-Key": "a1"}
    first = zammad.post(STATES, json=body, headers=headers)
    change(zammad, 8, name="renamed", default_create=False)

    again = zammad.post(STATES, json=body, headers=headers)

    assert (again.status, again.text, again.headers["ETag"]) == (201, first.text, first.headers["ETag"])
    assert len(listed(zammad)) == 8
    text = "This Idempotency-Key was used for a different request."
    assert refusal(zammad.post(STATES, json=CREATION, headers=headers)) == (422, text)


def test_a_refused_creation_leaves_its_key_free(zammad: Client) -> None:
    headers = {"Idempotency-Key": "a1"}
    assert zammad.post(STATES, json={**CREATION, "name": "open"}, headers=headers).status == 422
    assert zammad.post(STATES, json=CREATION, headers=headers).status == 201


def test_a_name_is_one_line_in_one_form(zammad: Client) -> None:
    assert change(zammad, MERGED, name=" \u3000cafe\u0301\n")["name"] == "café"
    assert change(zammad, MERGED, name="cafe\u0301")["name"] == "café"
    assert change(zammad, MERGED, name="e\u0301" * 300)["name"] == "é" * 250
    for name in ("ＣＬＯＳＥＤ", " Closed "):
        assert refusal(zammad.put(f"{STATES}/{MERGED}", json={"name": name})) == (422, "Object already exists!")
    sentence = (
        "Invalid value for param 'name': \"a\\r\\nBcc: x@y\". Line breaks and control characters are not allowed here."
    )
    assert refusal(zammad.put(f"{STATES}/{MERGED}", json={"name": "a\r\nBcc: x@y"})) == (422, sentence)


def test_a_next_state_is_found_however_its_name_is_written(zammad: Client) -> None:
    assert change(zammad, OPEN, next_state="ＣＬＯＳＥＤ")["next_state_id"] == CLOSED
    status, sentence = refusal(zammad.put(f"{STATES}/{OPEN}", json={"next_state": "\u0301" * 100_000}))
    assert (status, sentence[:44]) == (422, "No lookup value found for 'next_state': \"\u0301\u0301\u0301")


def test_a_name_of_an_earlier_release_can_be_sent_back(tokens: Tokens, zammad: Client) -> None:
    old: Details = {"name": "me\nrged "}
    current_desk().states.change(MERGED, lambda _: old, principal(tokens["admin"]["token"]))
    state = show(zammad, MERGED)

    assert state["name"] == "me\nrged "
    assert made(zammad.put(f"{STATES}/{MERGED}", json={**state, "note": "x"}))["name"] == "me\nrged "
    assert change(zammad, MERGED, name="merged")["name"] == "merged"
    assert refusal(zammad.post(STATES, json={**CREATION, "name": "Merged"})) == (422, "Object already exists!")
