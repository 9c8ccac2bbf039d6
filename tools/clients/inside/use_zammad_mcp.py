"""Work through a desk with zammad-mcp, a server of the Model Context Protocol: its tools for tickets, by the protocol.

Behind them are searches of users, organizations and tickets, tickets with articles and tags, notes with booked time,
and the reference lists. Its tools for knowledge bases are left out: the desk has none.
"""

import asyncio
import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

NEW = "zammad-mcp@example.com"
TOOLS = {
    *("find_customer", "search_tickets", "get_ticket", "reference_data", "create_ticket"),
    *("add_note", "reply_to_customer", "update_ticket", "log_time"),
}


class Server:
    """The server, as a client of the protocol calls it."""

    def __init__(self, session: Any) -> None:
        """Call the tools of this session."""
        self._session = session

    async def __call__(self, tool: str, **arguments: Any) -> Any:
        """Return what a tool answers. Raises AssertionError for an error."""
        result = await self._session.call_tool(tool, arguments)
        text = result.content[0].text
        assert not getattr(result, "is_error", getattr(result, "isError", False)), (tool, text)
        answer = json.loads(text)
        assert "error" not in answer, (tool, answer)
        return answer


async def run() -> None:
    """Start the server and use its tools."""
    protocol: Any = import_module("mcp")
    transport: Any = import_module("mcp.client.stdio")
    settings = {name: os.environ[name] for name in ("ZAMMAD_URL", "ZAMMAD_TOKEN", "PATH")}
    program = str(Path(sys.executable).with_name("zammad-mcp"))
    parameters = protocol.StdioServerParameters(command=program, args=[], env=settings)
    async with (
        transport.stdio_client(parameters) as (reading, writing),
        protocol.ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        assert {tool.name for tool in (await session.list_tools()).tools} >= TOOLS
        await _use(Server(session))


async def _use(call: Server) -> None:
    reference = await call("reference_data")
    assert "notes" not in reference, reference
    assert {"new", "open"} <= {one["name"] for one in reference["states"]}
    group = reference["groups"][0]["name"]
    customer = os.environ["CUSTOMER"]
    found = await call("find_customer", query=customer)
    assert [one["email"] for one in found["users"]["results"]] == [customer], found
    made = await call("create_ticket", title="__zammad_mcp__", group=group, customer=customer, body="It smokes")
    number: int = made["id"]
    await call("add_note", ticket_id=number, body="Seen before", time_unit=15)
    await call("reply_to_customer", ticket_id=number, body="Unplug it")
    sent = await call("reply_to_customer", ticket_id=number, body="Unplug it", send=True)
    assert sent["sent"] is True
    changed = await call("update_ticket", ticket_id=number, state="open", priority="3 high", note="why")
    assert (changed["ticket"]["state"], changed["ticket"]["priority"]) == ("open", "3 high"), changed
    booked = await call("log_time", ticket_id=number, time_unit=5, type_id=1)
    assert booked["time_unit"] == "5.0", booked
    shown = await call("get_ticket", ticket_id=number)
    assert shown["time_booked"] == {"entries": 2, "total_units": 20.0}, shown
    assert len(shown["articles"]) == 5, shown
    for query in (f"number:{number}", "state.name:open AND title:__zammad_mcp__", f"customer.email:{customer}"):
        assert number in await _numbers(call, query, number), query


async def _numbers(call: Server, query: str, wanted: int) -> list[int]:
    """Search until a ticket is found: searches follow the table within seconds."""
    numbers: list[int] = []
    for _ in range(50):
        numbers = [one["id"] for one in (await call("search_tickets", query=query, sort_by="created_at"))["results"]]
        if wanted in numbers:
            break
        time.sleep(0.1)
    return numbers


if __name__ == "__main__":
    asyncio.run(run())
    print("customers, reference lists, a ticket with notes, a reply and times, searches")
