"""A timer in the deployed stack, through schedule, queue and function."""

from datetime import UTC, datetime, timedelta

import pytest

from tools.local_aws.desk import Desk, eventually
from tools.local_aws.differences import set_scheduled_time


@pytest.mark.usefixtures("runs")  # they run while this test waits
def test_a_pending_ticket_is_closed_by_the_schedule_alone(desk: Desk) -> None:
    wanted = {"summary": "Later", "comment_body": "Close it some day"}
    number = desk.selectel("POST", "tickets", "client", json=wanted)["number"]
    [pending] = [state for state in desk.zammad("GET", "ticket_states").json() if state["name"] == "pending close"]
    past = (datetime.now(UTC) - timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M:%S")
    update = {"staff": desk.person("agent"), "status": pending["id"], "pending_time": past}
    desk.call("POST", f"/api/1.1/json/ticket/{number}/staff_update/", auth=desk.happyfox, json=update)

    set_scheduled_time(desk.stack, datetime.now(UTC))

    def is_closed() -> bool:
        closed: bool = desk.selectel("GET", f"tickets/{number}", "client")["is_closed"]
        return closed

    assert eventually(is_closed, seconds=120)
