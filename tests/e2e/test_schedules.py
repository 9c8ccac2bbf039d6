"""Time, in the deployed stack: the schedule of each minute, the queue, and the function that acts."""

from tests.e2e.desk import Desk, eventually


def test_a_ticket_whose_time_has_come_is_closed_by_the_schedule_alone(desk: Desk, waiting_ticket: int) -> None:
    def is_closed() -> bool:
        closed: bool = desk.selectel("GET", f"tickets/{waiting_ticket}", "client")["is_closed"]
        return closed

    assert eventually(is_closed, seconds=120)
