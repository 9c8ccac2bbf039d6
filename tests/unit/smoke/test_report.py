"""The lines of the smoke test."""

import httpx

from tools.smoke.report import Report
from tools.smoke.stack import Failed


def fail() -> str:
    """Fail as a check does."""
    raise Failed("403 instead of 404")


def lose_the_connection() -> str:
    """Fail as a request does."""
    raise httpx.ConnectError("refused")


def test_a_line_says_what_passed_and_how_long_it_took() -> None:
    lines: list[str] = []
    report = Report(lines.append)

    assert report.run("Unknown path", lambda: "404")
    assert lines == ["ok      0.0 s  Unknown path: 404"]
    assert report.summary == "1 passed, 0 failed"


def test_a_failure_is_shown_and_the_next_check_runs() -> None:
    lines: list[str] = []
    report = Report(lines.append)

    results = [report.run("One", fail), report.run("Two", lose_the_connection), report.run("Three", str)]

    assert results == [False, False, True]
    assert [line.split(" s  ")[1] for line in lines] == ["One: 403 instead of 404", "Two: refused", "Three"]
    assert report.summary == "1 passed, 2 failed"
