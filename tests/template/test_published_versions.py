"""Which builds publish new versions of the functions behind the API, and that the API calls nothing else.

SAM names a version by what it is of; CloudFormation publishes one for each new name. A build names what is uploaded by
its content.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.template.stack import definition, resources_of, stack

ALIASES = resources_of("Lambda::Alias")
FUNCTIONS = resources_of("Lambda::Function")


def versions(**uploaded: str) -> dict[str, str]:
    """Return the name of the version that each alias points to, by the alias."""
    return {
        name: it["Properties"]["FunctionVersion"]["Fn::GetAtt"][0]
        for name, it in stack(**uploaded).items()
        if it["Type"] == "AWS::Lambda::Alias"
    }


def integrations(value: Any) -> Iterator[Any]:
    """Yield what the methods of a definition call."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from [item["uri"]] if name == "x-amazon-apigateway-integration" else integrations(item)


@pytest.mark.parametrize("changed", [{"layer": "layer2"}, {"functions": "functions2"}], ids=["layer", "functions"])
def test_another_layer_alone_or_other_code_alone_publishes_a_version_of_every_function(
    changed: dict[str, str],
) -> None:
    before, after = versions(), versions(**changed)

    assert before.keys() == after.keys() == ALIASES.keys()
    assert set(before.values()).isdisjoint(after.values())


def test_the_api_calls_aliases_and_no_function_without_a_version() -> None:
    called = [set(re.findall(r"\w+", json.dumps(uri))) for uri in integrations(definition()["paths"])]

    assert len(called) > len(ALIASES)
    assert not [words for words in called if words & FUNCTIONS.keys()]
    assert all(len(words & ALIASES.keys()) == 1 for words in called)
    assert set().union(*called) >= ALIASES.keys()


def test_the_api_may_call_aliases_alone() -> None:
    permitted = [
        it["FunctionName"]["Ref"]
        for it in resources_of("Lambda::Permission").values()
        if it["Principal"] == "apigateway.amazonaws.com"
    ]

    assert set(permitted) == ALIASES.keys()
