"""What the functions of a template may do: the statements of their roles' policies, with names resolved."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tools.local_desk.model import Template
from tools.local_desk.template.intrinsics import load, resolve, text
from tools.local_desk.template.names import StackNames


@dataclass(frozen=True, slots=True)
class Statement:
    """Actions that are allowed on resources; `*` and `?` in a resource are wildcards."""

    actions: frozenset[str]
    resources: tuple[str, ...]

    def allows(self, action: str, arn: str) -> bool:
        """Return whether the action is allowed on this resource."""
        return action in self.actions and any(_pattern(resource).fullmatch(arn) for resource in self.resources)


@lru_cache(maxsize=1024)
def _pattern(resource: str) -> re.Pattern[str]:
    return re.compile(re.escape(resource).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)


Grants = Mapping[str, tuple[Statement, ...]]
"""The statements of each function, by logical id."""


def allowed(statements: Iterable[Statement], action: str, arn: str) -> bool:
    """Return whether one of the statements allows the action on the resource."""
    return any(statement.allows(action, arn) for statement in statements)


def grants(template: Template) -> Grants:
    """Return what each function may do, apart from logs and traces."""
    parameters = tuple((name, text(value)) for name, value in template.parameters.items())
    physical = tuple((table.logical_id, table.name) for table in template.tables)
    return _grants(template.path, template.path.stat().st_mtime_ns, parameters, physical)


@lru_cache(maxsize=16)
def _grants(
    path: Path, _changed: int, parameters: tuple[tuple[str, str], ...], physical: tuple[tuple[str, str], ...]
) -> Grants:
    document = load(path.read_text(encoding="utf-8"))
    names = StackNames(document, dict(parameters), dict(physical))
    resources = document["Resources"]
    found: dict[str, tuple[Statement, ...]] = {}
    for name, it in resources.items():
        if it["Type"] == "AWS::Serverless::Function" and "Role" in it["Properties"]:
            role, _, _ = it["Properties"]["Role"]["Fn::GetAtt"].partition(".")
            attached = resources[role]["Properties"]["ManagedPolicyArns"]
            policies = [policy["Ref"] for policy in attached if "Ref" in policy]
            found[name] = tuple(
                _statement(resolve(statement, names))
                for policy in policies
                for statement in resources[policy]["Properties"]["PolicyDocument"]["Statement"]
            )
    return found


def _statement(declared: Any) -> Statement:
    if declared["Effect"] != "Allow" or declared.keys() != {"Effect", "Action", "Resource"}:
        raise ValueError(f"only plain permissions are understood, not {declared}")
    return Statement(frozenset(_listed(declared["Action"])), tuple(_listed(declared["Resource"])))


def _listed(value: Any) -> list[str]:
    return [text(item) for item in value] if isinstance(value, list) else [text(value)]
