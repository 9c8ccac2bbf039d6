"""All roles of the stack have the permissions boundary that the operator names, and none by default."""

import re
from pathlib import Path
from typing import Any

from tests.template.stack import deployed, stack

BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"
PAGE = Path(__file__).parents[2] / "docs" / "deploy.md"

SCHEDULER = {"lambda:InvokeFunction", "sqs:SendMessage"}
"""What the transform lets a schedule do."""


def roles() -> dict[str, dict[str, Any]]:
    """Return the properties of all roles after the transform, which makes those of the schedules."""
    return {name: it["Properties"] for name, it in stack().items() if it["Type"] == "AWS::IAM::Role"}


def test_every_role_has_the_boundary_of_the_parameter() -> None:
    assert len(roles()) > len([it for it in deployed().values() if it["Type"] == "AWS::IAM::Role"])
    for name, role in roles().items():
        chosen = {"Fn::If": ["HasBoundary", {"Ref": "PermissionsBoundary"}, {"Ref": "AWS::NoValue"}]}
        assert role.get("PermissionsBoundary") == chosen, name


def test_a_role_has_a_boundary_only_with_the_parameter() -> None:
    for parameters, expected in (({}, None), ({"PermissionsBoundary": BOUNDARY}, BOUNDARY)):
        written = [it["Properties"] for it in deployed(parameters).values() if it["Type"] == "AWS::IAM::Role"]
        assert {role.get("PermissionsBoundary") for role in written} == {expected}


def test_the_deployment_page_names_every_action_that_a_boundary_has_to_allow() -> None:
    section = PAGE.read_text("utf-8").partition("\n## A permissions boundary\n")[2].partition("\n## ")[0]
    named = {word.rpartition(":")[2] for word in re.findall(r"`([\w:]+)`", section)}
    statements = [
        statement
        for it in deployed().values()
        if it["Type"] == "AWS::IAM::ManagedPolicy"
        for statement in it["Properties"]["PolicyDocument"]["Statement"]
    ]
    actions = {
        action
        for statement in statements
        for action in (statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]])
    }

    assert {action for action in actions | SCHEDULER if action.partition(":")[2] not in named} == set()
