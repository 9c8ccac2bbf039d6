"""A desk whose tickets are written at once, for measurements, is one that passes the audit."""

from polydesk.desk.resources import shared_resources
from polydesk.storage import keys
from tools.bench.bulk import mixed_evenly, write_tickets
from tools.bench.desk import SampleDesk
from tools.engine import Engine
from tools.load import ticket_index_audit
from tools.load.contents import contents_of
from tools.local_desk.items import dump
from tools.local_desk.world import World

LAST_OF_ITS_QUARTER = 3_999


def test_tickets_written_at_once_are_in_all_their_places(engine: Engine) -> None:
    with World(engine, SampleDesk.PARAMETERS) as world:
        desk = SampleDesk(world)
        shared_resources().table.count_up(keys.counter("ticket"), by=LAST_OF_ITS_QUARTER - 10)
        written = write_tickets(shared_resources(), 20, mixed_evenly, desk.person("client"), desk.person("agent"))
        contents = contents_of(dump(world).values())

    assert LAST_OF_ITS_QUARTER in written
    assert contents.slot_blocks["0"]["v"] > 0
    assert [found for check in ticket_index_audit.INVARIANTS.values() for found in check(contents)] == []
    assert {ticket.number for ticket in contents.tickets.values() if ticket.in_sets} >= set(written)
