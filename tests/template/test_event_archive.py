"""The event bus has an archive exactly if the operator names the days that it keeps events."""

import pytest

from tests.template.stack import deployed, stack
from tools.local_desk.template import read


@pytest.mark.parametrize("parameters", [{}, {"EventArchiveDays": "0"}], ids=["by default", "with 0 days"])
def test_without_days_there_is_no_archive(parameters: dict[str, str]) -> None:
    """An archive of 0 days would keep events for ever."""
    assert "EventArchive" not in deployed(parameters)
    assert "EventArchiveArn" not in deployed(parameters, "Outputs")


def test_with_days_the_archive_keeps_all_events_of_the_bus_for_so_long() -> None:
    thirty = {"EventArchiveDays": "30"}
    archive = deployed(thirty)["EventArchive"]["Properties"]

    assert archive["RetentionDays"] == "30"
    assert "EventPattern" not in archive
    assert stack()["EventArchive"]["Properties"]["SourceArn"] == {"Fn::GetAtt": ["Bus", "Arn"]}
    assert "EventArchiveArn" in deployed(thirty, "Outputs")


def test_the_local_desk_reads_the_template_with_an_archive() -> None:
    assert read(parameters={"EventArchiveDays": "30"}).conditions["KeepsEvents"] is True
