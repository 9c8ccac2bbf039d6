"""The template that is deployed to ministack differs in what it does not take as AWS does, and in nothing else."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tools.local_aws.emulated_template import emulated_template
from tools.local_desk.template import TEMPLATE
from tools.local_desk.template.intrinsics import load

ORIGINAL = load(TEMPLATE.read_text(encoding="utf-8"))
SENDERS = {"QueuesTickets", "FollowsTable", "ReportsRuns"}
"""Policies that allow sending to a queue."""


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """The template for ministack."""
    shutil.copyfile(TEMPLATE, tmp_path / "template.yaml")
    return load(emulated_template(tmp_path / "template.yaml").read_text(encoding="utf-8"))


def statements(template: Any, policy: str) -> Any:
    """Return the statements of one of a template's policies."""
    return template["Resources"][policy]["Properties"]["PolicyDocument"]["Statement"]


def test_alarms_on_expressions_policies_and_media_types_are_changed_and_nothing_else(written: Any) -> None:
    changed = {name for name, it in written["Resources"].items() if it != ORIGINAL["Resources"][name]}

    alarms = {name for name, it in ORIGINAL["Resources"].items() if "Metrics" in it.get("Properties", {})}
    assert changed == alarms | SENDERS | {"SeesSources", "Api"}
    assert len(alarms) == 3
    assert not any("Metrics" in it.get("Properties", {}) for it in written["Resources"].values())
    apart = {"Resources", "Parameters"}
    assert {key: it for key, it in written.items() if key not in apart} == {
        key: it for key, it in ORIGINAL.items() if key not in apart
    }


def test_the_media_types_of_the_api_are_written_as_they_are_meant(written: Any) -> None:
    original, emulated = (template["Resources"]["Api"]["Properties"] for template in (ORIGINAL, written))

    assert emulated == {**original, "BinaryMediaTypes": ["*/*"]}


@pytest.mark.parametrize("policy", sorted(SENDERS))
def test_who_may_send_may_send_batches_to_the_same_queue(written: Any, policy: str) -> None:
    [sends] = [one for one in statements(ORIGINAL, policy) if one["Action"] == "sqs:SendMessage"]
    others = [one for one in statements(ORIGINAL, policy) if one != sends]

    batches = {**sends, "Action": ["sqs:SendMessage", "sqs:SendMessageBatch"]}
    assert statements(written, policy) == [*others, batches]


def test_who_may_read_event_sources_may_list_them(written: Any) -> None:
    listing = {"Effect": "Allow", "Action": "lambda:ListEventSourceMappings", "Resource": "*"}

    assert listing in statements(written, "SeesSources")
    assert [one for one in statements(written, "SeesSources") if one != listing] == statements(ORIGINAL, "SeesSources")


def test_the_label_of_a_stream_may_have_another_form(written: Any) -> None:
    changed = {name for name, it in written["Parameters"].items() if it != ORIGINAL["Parameters"][name]}

    assert changed == {"RestoredStream"}
    assert "AllowedPattern" not in written["Parameters"]["RestoredStream"]
