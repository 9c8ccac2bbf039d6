"""What `sam local invoke` would run, without its container: SAM's variables, built functions, Lambda's runtime."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.local_aws.cloud import Cloud
from tools.local_aws.runtime import invoke
from tools.local_aws.stack import BUILD
from tools.sam_local.desk import NotEmpty, sample_desk
from tools.sam_local.files import write
from tools.sam_local.resolver import resolve


@pytest.fixture(scope="module")
def prepared(cloud: Cloud, folder: Path) -> Path:
    """The folder that `make sam-local` writes, for a desk in an account of its own."""
    write(folder / "sam", cloud.url, sample_desk(cloud.url))
    return folder / "sam"


@pytest.fixture(scope="module")
def would_run(prepared: Path) -> dict[str, Any]:
    """What SAM makes of the built template and the file of variables."""
    return resolve(BUILD / "template.yaml", json.loads((prepared / "env.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("function", "name"),
    [
        ("SelectelCreateTicket", "selectel/create_ticket"),
        ("SelectelCreateFile", "selectel/create_file"),
        ("HappyfoxAddStaffUpdate", "happyfox/add_staff_update"),
        ("SchedulesSweepTimers", "schedules/sweep_timers"),
    ],
)
def test_a_function_takes_its_event(
    prepared: Path, would_run: dict[str, Any], folder: Path, function: str, name: str
) -> None:
    event = json.loads((prepared / "events" / f"{name}.json").read_text(encoding="utf-8"))
    task = BUILD / function
    assert Path(would_run["code"][function]).resolve() == task

    result = invoke(
        would_run["handlers"][function],
        task,
        would_run["environments"][function],
        event,
        folder / f"sam-{function}.log",
    )

    assert "errorMessage" not in (result.answer or {}), result.log
    if name.startswith(("selectel", "happyfox")):
        assert 200 <= result.answer["statusCode"] < 300, result.answer


def test_a_second_desk_in_the_same_aws_is_refused(cloud: Cloud, prepared: Path) -> None:
    assert prepared.exists()
    with pytest.raises(NotEmpty, match="has a desk already"):
        sample_desk(cloud.url)
