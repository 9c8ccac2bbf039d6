"""The last release's functions read tickets without a message, hundredths of a minute and channels."""

from decimal import Decimal
from pathlib import Path

from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.domain.channel import Channel
from polydesk.domain.handling import Handling
from polydesk.domain.person import Author
from tests.functional.callers import Tokens
from tests.functional.internals import current_desk, principal
from tests.functional.last_release.test_reading_new_items import answers_of_last_release, credentials
from tools.local_desk.items import dump
from tools.local_desk.world import World


def test_the_last_release_shows_them_in_whole_minutes(world: World, tokens: Tokens, tmp_path: Path) -> None:
    agent = principal(tokens["agent"]["token"])
    ticket = current_desk().tickets.open(TicketRequest("Printer", None, 4), agent)[0].ticket
    said = NewMessage("They called", public=False, channel=Channel.PHONE, origin_id=4, to="a@example.com")
    for minutes in ("12.5", "-0.75"):
        handling = Handling(minutes=Decimal(minutes), subject="Scanner")
        current_desk().tickets.handle_as(ticket.number, agent, Author.staff(3), handling, said)

    path, headers = "/api/1.1/json/ticket/1/", credentials("happyfox", tokens["happyfox"])
    wanted = {
        "now": world.clock.now.isoformat(),
        "items": list(dump(world).values()),
        "calls": [{"path": path, "headers": headers}],
    }
    old, new = answers_of_last_release(tmp_path, wanted)[0], world.client(headers).get(path)

    assert (old["status"], new.status) == (200, 200)
    for shown in (old["body"], new.json()):
        assert (shown["subject"], shown["messages_count"], shown["first_message"]) == ("Scanner", 2, "")
        assert shown["time_spent"] == 12
        assert [one["time_spent"] for one in shown["updates"]] == [None, 13, -1]
