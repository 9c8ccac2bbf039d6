"""How often schedules run in an idle month."""

import pytest

from tools.bench import idle, prices
from tools.local_desk.model import Schedule
from tools.local_desk.template import read
from tools.local_desk.template.intrinsics import TemplateError


@pytest.mark.parametrize(
    ("expression", "runs"),
    [
        ("rate(1 minute)", 43_200),
        ("rate(2 hours)", 360),
        ("cron(10 * * * ? *)", 720),
        ("cron(10 3 * * ? *)", 30),
    ],
)
def test_a_month_has_thirty_days(expression: str, runs: int) -> None:
    assert idle.runs(Schedule("sweep", expression)) == runs


@pytest.mark.parametrize(
    ("expression", "starts"),
    [("rate(1 minute)", 360), ("cron(10 * * * ? *)", 720), ("cron(10 3 * * ? *)", 30)],
)
def test_a_function_that_runs_each_minute_stays_warm_and_others_start_for_each_run(
    expression: str, starts: int
) -> None:
    assert idle.starts(Schedule("sweep", expression)) == starts


def test_the_schedules_of_the_template_run_49_020_times_a_month() -> None:
    schedules = [one for function in read().functions.values() for one in function.of_type(Schedule)]

    assert sum(map(idle.runs, schedules)) == 43_200 + 4_320 + 2 * 720 + 2 * 30


def test_a_month_is_priced_in_both_regions() -> None:
    line = idle.Line(prices.RUN, 15_000_000, "schedules")

    head, _, row, total, without = idle.report([line]).splitlines()
    assert "us-east-1" in head
    assert "eu-central-1" in head
    assert row.endswith("| 15,000,000 | 15.00 | 1.00 | 17.25 | 1.15 |")
    assert total == "| Total |  |  | 15.00 | 1.00 | 17.25 | 1.15 |"
    assert without == "| Total without the dashboard |  |  | 15.00 | 1.00 | 17.25 | 1.15 |"


def test_a_schedule_that_is_not_understood_is_not_priced() -> None:
    with pytest.raises(TemplateError, match="MON"):
        idle.runs(Schedule("sweep", "cron(0 3 ? * MON *)"))
