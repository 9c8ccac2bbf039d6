"""Parameters take the values that the docs name; CloudFormation refuses others before it changes anything."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.template.stack import declared

PARAMETERS: dict[str, dict[str, Any]] = declared()["Parameters"]
PAGE = Path(__file__).parents[2] / "docs" / "deploy.md"

NUMBERS = [name for name, it in PARAMETERS.items() if it["Type"] == "Number" and "AllowedValues" not in it]
CHOICES = [name for name, it in PARAMETERS.items() if it["Type"] == "String" and "AllowedValues" in it]
TEXTS = [name for name, it in PARAMETERS.items() if it["Type"] == "String" and "AllowedValues" not in it]

CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"

EXAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "PermissionsBoundary": (
        ["arn:aws:iam::123456789012:policy/boundary", "arn:aws-cn:iam::aws:policy/service/boundary"],
        ["boundary", "arn:aws:iam::123456789012:role/boundary", "arn:aws:iam::12345:policy/boundary"],
    ),
    "SecurityPolicy": (["SecurityPolicy_TLS13_1_3_2025_09"], ["TLS_1_0", "TLS_1_2"]),
    "DomainName": (
        ["desk.example.com", "a-1.b.c"],
        ["Desk.example.com", "https://desk.example.com", "desk", "desk.example.com/v1", f"{'a' * 252}.b"],
    ),
    "CertificateArn": ([CERTIFICATE], [CERTIFICATE.replace("acm", "iam"), "12345678-1234-1234-1234-123456789012"]),
    "HostedZoneId": (["Z0123456789ABCDEFGHIJ"], ["example.com", "/hostedzone/Z0123456789ABCDEFGHIJ"]),
    "AlarmEmail": (["ops@example.com"], ["ops", "ops@", "ops@example.com, me@example.com"]),
    "RestoredTable": (["polydesk-Table-1A2B3C4D5E6F7", "a_b.c", "t" * 100], ["a table", "table/old", "t" * 101]),
    "RestoredStream": (["2026-01-05T09:00:00.000"], ["2026-01-05", "latest", "stream/2026-01-05T09:00:00.000"]),
    "RestoredBucket": (["polydesk-files-1a2b3c4d5e6f"], ["Files", "s3://files", "a", "b" * 64]),
}
"""Values that are accepted, and values that are refused. Empty is accepted as well."""

DAYS_OF_LOGS = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
"""The retention that CloudWatch Logs knows."""


def accepts(name: str, value: str) -> bool:
    """Return whether CloudFormation takes a text for a parameter. It compares the whole of it with the pattern."""
    it = PARAMETERS[name]
    return len(value) <= it.get("MaxLength", 4096) and bool(re.fullmatch(it.get("AllowedPattern", ".*"), value))


def documented(name: str) -> str:
    """Return the values that the page on deployment names."""
    [row] = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith(f"| `{name}` |")]
    return row.split("|")[3].strip().replace(",", "") if name in NUMBERS else row.split("|")[3].strip()


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_has_the_bounds_of_the_docs(name: str) -> None:
    it = PARAMETERS[name]

    upper = f"to {it['MaxValue']}" if "MaxValue" in it else "or more"
    assert documented(name) == f"{it['MinValue']} {upper}"
    assert it["MinValue"] <= it["Default"] <= it.get("MaxValue", it["Default"])


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_has_the_values_of_the_docs(name: str) -> None:
    assert documented(name) == ", ".join(PARAMETERS[name]["AllowedValues"])
    assert PARAMETERS[name]["Default"] in PARAMETERS[name]["AllowedValues"]


def test_logs_are_kept_for_days_that_cloudwatch_knows() -> None:
    allowed = PARAMETERS["LogDays"]["AllowedValues"]

    assert set(allowed) <= DAYS_OF_LOGS
    assert documented("LogDays") == f"{', '.join(map(str, allowed[:8]))} … {allowed[-1]}"


def test_every_text_has_examples() -> None:
    assert set(TEXTS) == set(EXAMPLES)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_refused_unless_it_is_what_the_docs_describe(name: str) -> None:
    good, bad = EXAMPLES[name]

    assert [value for value in ["", PARAMETERS[name]["Default"], *good] if not accepts(name, value)] == []
    assert [value for value in bad if accepts(name, value)] == []
