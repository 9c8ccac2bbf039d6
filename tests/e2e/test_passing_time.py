"""Time, in the deployed stack: the schedule of each minute, the queue, and the function that acts."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.desk import Desk, eventually
from tools.local_aws.differences import tell_the_time


@pytest.mark.usefixtures("runs")  # they can go on while this one waits
def test_a_ticket_whose_time_has_come_is_closed_by_the_schedule_alone(desk: Desk) -> None:
    wanted = {"summary": "Later", "comment_body": "Close it some day"}
    number = desk.selectel("POST", "tickets", "client", json=wanted)["number"]
    [waits] = [state for state in desk.zammad("GET", "ticket_states").json() if state["name"] == "pending close"]
    past = (datetime.now(UTC) - timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M:%S")
    update = {"staff": desk.person("agent"), "status": waits["id"], "pending_time": past}
    desk.succeed("POST", f"/api/1.1/json/ticket/{number}/staff_update/", auth=desk.happyfox, json=update)

    tell_the_time(desk.stack, datetime.now(UTC))

    def is_closed() -> bool:
        closed: bool = desk.selectel("GET", f"tickets/{number}", "client")["is_closed"]
        return closed

    assert eventually(is_closed, seconds=120)
