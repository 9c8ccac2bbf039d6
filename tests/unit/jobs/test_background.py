"""What a function without an HTTP caller raises."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from polydesk.desk.context import Deadline
from polydesk.domain.errors import Unavailable
from polydesk.jobs import background as module
from polydesk.jobs.background import RESERVED_SECONDS, UnexpectedError, background


@pytest.fixture(autouse=True)
def resources(monkeypatch: pytest.MonkeyPatch) -> object:
    """The process's resources, which no handler here uses."""
    resources = object()
    monkeypatch.setattr(module, "shared_resources", lambda: resources)
    return resources


def context(seconds: float = 60.0) -> Any:
    """Return a Lambda context with so much time left."""
    return SimpleNamespace(
        function_name="ticker", aws_request_id="1", get_remaining_time_in_millis=lambda: seconds * 1000
    )


def failing(error: Exception) -> Callable[[dict[str, Any], Any], Any]:
    """Return a function whose handler raises the error."""

    def handler(event: dict[str, Any], resources: Any, deadline: Deadline) -> Any:
        raise error

    return background(handler)


def test_a_handler_gets_the_event_and_the_resources_and_its_result_is_returned(resources: object) -> None:
    @background
    def handler(event: dict[str, Any], given: Any, deadline: Deadline) -> Any:
        """Do something."""
        return event, given

    assert handler({"time": "now"}, context()) == ({"time": "now"}, resources)
    assert handler.__doc__ == "Do something."


@pytest.mark.parametrize(("seconds", "expired"), [(RESERVED_SECONDS + 5, False), (RESERVED_SECONDS - 5, True)])
def test_the_deadline_leaves_time_to_finish(seconds: float, expired: bool) -> None:
    def handler(event: dict[str, Any], resources: Any, deadline: Deadline) -> Any:
        return deadline.expired

    assert background(handler)({}, context(seconds)) is expired


def test_an_error_of_the_desk_is_raised_as_it_is() -> None:
    with pytest.raises(Unavailable):
        failing(Unavailable())({}, context())


def test_another_error_is_raised_by_type_and_id_and_without_its_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(UnexpectedError) as raised:
        failing(ValueError("It smells of toner"))({}, context())

    [line] = caplog.records
    assert str(raised.value) == f"ValueError, error {vars(line)['error_id']}"
    assert raised.value.__suppress_context__
