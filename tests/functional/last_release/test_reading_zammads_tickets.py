"""The last release's functions read what Zammad's API has written, while both releases run."""

from pathlib import Path
from typing import Any

from tests.functional.callers import Tokens
from tests.functional.last_release.test_reading_new_items import answers_of_last_release, credentials
from tests.functional.zammad.articles import file
from tests.functional.zammad.states import zammad_caller
from tests.functional.zammad.ticket_writes import changed, created
from tests.functional.zammad.user_calls import USERS, user
from tools.local_desk.items import dump
from tools.local_desk.world import World

HAPPYFOX = "/api/1.1/json"
PATHS = {
    "agent": [
        "/support/tickets",
        *(f"/support/tickets/{number}" for number in (1, 2, 3)),
        "/support/tickets/2/comments",
    ],
    "client": ["/support/tickets", "/support/tickets/2"],
    "admin": ["/api/v1/ticket_states"],
    "happyfox": [f"{HAPPYFOX}/tickets/", *(f"{HAPPYFOX}/ticket/{number}/" for number in (1, 2, 3))],
}


def write(world: World, tokens: Tokens) -> None:
    """Three tickets: without a message; with an internal opening; in a group that is deleted. And a removed user."""
    admin, agent = (zammad_caller(world, tokens[name]["token"]) for name in ("admin", "agent"))
    created(agent, title="No message", article=...)
    created(agent, article={"body": "Between us", "internal": True, "time_unit": "0.25", "attachments": [file()]})
    changed(agent, 2, state="open", article={"body": "They called", "type": "phone", "sender": "Customer"})
    changed(agent, 2, article={"body": "Less", "internal": True, "time_unit": "-1.75"})
    group = admin.post("/api/v1/groups", json={"name": "Sales"}).json()["id"]
    created(agent, customer_id="guess:guessed@example.com", group_id=group, owner_id=3, tags="vip")
    world.pump()
    changed(agent, 3, group_id=1)
    world.pump()
    assert admin.delete(f"/api/v1/groups/{group}").status == 200
    removed = user(admin, firstname="Ann", phone="+49 30 1234")["id"]
    assert admin.delete(f"{USERS}/{removed}").status == 200
    world.pump()


def test_the_last_release_reads_tickets_and_people_of_zammads_api(world: World, tokens: Tokens, tmp_path: Path) -> None:
    write(world, tokens)
    calls: list[dict[str, Any]] = [
        {"path": path, "headers": credentials(name, tokens[name])} for name, paths in PATHS.items() for path in paths
    ]
    wanted = {"now": world.clock.now.isoformat(), "items": list(dump(world).values()), "calls": calls}

    answers = answers_of_last_release(tmp_path, wanted)

    assert {call["path"]: answer["status"] for call, answer in zip(calls, answers, strict=False)} == (
        dict.fromkeys([call["path"] for call in calls], 200)
    )
    old: dict[str, Any] = {call["path"]: answer["body"] for call, answer in zip(calls, answers, strict=False)}
    shown = [old[f"{HAPPYFOX}/ticket/{number}/"] for number in (1, 2, 3)]
    assert [one["subject"] for one in shown] == ["No message", "Broken", "Broken"]
    assert [one["messages_count"] for one in shown] == [0, 3, 1]
    assert shown[1]["time_spent"] in (-2, -1)
    assert [one["body"] for one in old["/support/tickets/2/comments"]["items"]] == ["They called"]
