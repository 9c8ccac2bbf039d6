"""How often schedules run in an idle month."""

import pytest

from tools.bench import idle
from tools.local_desk.model import Schedule
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


def test_a_schedule_that_is_not_understood_is_not_priced() -> None:
    with pytest.raises(TemplateError, match="MON"):
        idle.runs(Schedule("sweep", "cron(0 3 ? * MON *)"))
