"""The largest things: messages as the table holds them, answers as a function returns them."""

from tests.functional.happyfox.happyfox_calls import AGENT, CUSTOMER, JSON, answered, new, page, read
from tools.local_desk.client import Client

FACE = "\U0001f600"


def test_the_largest_messages_fit_into_the_table(api: Client) -> None:
    everything = new(
        text=FACE * 50_000,
        html="<p>" + "é" * 59_000 + "</p>",
        cc=", ".join(f"{'a' * 60}{one}@example.com" for one in range(50)),
        bcc=", ".join(f"{'b' * 60}{one}@example.com" for one in range(50)),
        tags=[f"{FACE * 47}{one}" for one in range(50)],
    )
    reply = {"user": CUSTOMER} | {name: everything[name] for name in ("text", "html", "cc", "bcc")}

    ticket = answered(api.post(f"{JSON}/tickets/", json=everything))

    assert len(ticket["first_message"]) == 50_000
    assert answered(api.post(f"{JSON}/ticket/1/user_reply/", json=reply))["messages_count"] == 2


def test_a_history_that_is_too_large_for_an_answer_is_shown_from_both_ends(api: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", json=new(text="The first words")))
    for one in range(10):
        note = {"staff": AGENT, "text": f"{one} " + FACE * 49_990}
        whole = answered(api.post(f"{JSON}/ticket/1/staff_update/", json=note))

    shown = read(api, 1)

    assert shown == whole
    assert shown["messages_count"] == 11
    assert shown["first_message"] == shown["updates"][0]["message"]["text"] == "The first words"
    ids = [update["update_id"] for update in shown["updates"]]
    assert ids == [100001, *range(100013 - len(ids), 100012)]
    assert shown["updates_left_out"] == 11 - len(ids)
    assert len(ids) > 5
    for response_format in ("xml", "yaml"):
        assert api.get(f"/api/1.1/{response_format}/ticket/1/").status == 200
        assert api.get(f"/api/1.1/{response_format}/tickets/?include_updates=1").status == 200


def test_a_page_of_the_largest_messages_shows_how_each_begins(api: Client) -> None:
    for _ in range(40):
        answered(api.post(f"{JSON}/tickets/", json=new(text=FACE * 50_000)))

    found = page(api, size=50)

    assert found["page_info"]["count"] == 40
    assert {len(ticket["first_message"]) for ticket in found["data"]} == {1001}
    assert page(api, size=50, include_updates=1)["page_info"]["count"] == 40
