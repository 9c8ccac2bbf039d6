"""A ticket is the same ticket in every API."""

from tests.functional.supportbee.supportbee_calls import assigned, history, history_kinds, is_done
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_what_is_done_here_stands_in_one_history_with_what_is_said_there(
    world: World, api: Client, client: Client, agent: Client, ticket: int
) -> None:
    world.clock.advance(minutes=1)
    api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": {"user_id": 3}})
    agent.post(f"/support/tickets/{ticket}/comments", json={"body": "I am on it"})
    api.post(f"/tickets/{ticket}/star.json")
    client.post(f"/support/tickets/{ticket}/close", json={})
    api.post(f"/tickets/{ticket}/archive.json")
    assert history_kinds(ticket) == ["assigned", "replied", "starred", "closed", "archived"]
    assert [update.by.person_id for update in history(ticket)] == [3, 3, 3, 4, 3]


def test_assignments_and_comments_share_one_numbering(api: Client, client: Client, ticket: int) -> None:
    assignment = assigned(api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": {"user_id": 3}}))
    comment = client.post(f"/support/tickets/{ticket}/comments", json={"body": "Thank you"}).json()
    assert comment["id"] == assignment["id"] + 1


def test_what_staff_do_among_themselves_is_no_comment(api: Client, client: Client, ticket: int) -> None:
    for noun in ("archive", "star"):
        api.post(f"/tickets/{ticket}/{noun}.json")
    assignment = assigned(api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": {"group_id": 1}}))
    assert [one["body"] for one in client.get(f"/support/tickets/{ticket}/comments").json()["items"]] == ["Help"]
    assert client.get(f"/support/comments/{assignment['id']}").status == 404


def test_what_is_done_here_is_the_latest_change_there(world: World, api: Client, client: Client, ticket: int) -> None:
    opened = client.get(f"/support/tickets/{ticket}").json()
    world.clock.advance(minutes=1)
    api.post(f"/tickets/{ticket}/star.json")
    after = client.get(f"/support/tickets/{ticket}").json()
    assert after["updated_at"] > opened["updated_at"]
    assert {**after, "updated_at": None} == {**opened, "updated_at": None}


def test_a_version_seen_there_guards_a_change_here(api: Client, agent: Client, client: Client, ticket: int) -> None:
    seen = agent.get(f"/support/tickets/{ticket}").headers["ETag"]
    client.post(f"/support/tickets/{ticket}/comments", json={"body": "One more thing"})
    assert api.post(f"/tickets/{ticket}/archive.json", headers={"If-Match": seen}).status == 412
    seen = agent.get(f"/support/tickets/{ticket}").headers["ETag"]
    assert is_done(api.post(f"/tickets/{ticket}/archive.json", headers={"If-Match": seen}))


def test_a_closed_ticket_can_be_assigned_and_stays_closed(api: Client, client: Client, ticket: int) -> None:
    client.post(f"/support/tickets/{ticket}/close", json={})
    assigned(api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": {"user_id": 3}}))
    assert client.get(f"/support/tickets/{ticket}").json()["is_closed"]
