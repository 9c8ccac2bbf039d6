"""What the template says to people: comments, descriptions, and the groups of its parameters."""

import pytest

from tools.local_desk.model import Route
from tools.local_desk.template import TEMPLATE, read
from tools.local_desk.template.intrinsics import load

DECLARED = load(TEMPLATE.read_text(encoding="utf-8"))
FUNCTIONS = read().functions


MAX_DESCRIPTION = 256
"""Characters of the description of a function."""


SERVED = {
    "selectel": "Tickets API. ",
    "supportbee": "SupportBee. ",
    "happyfox": "HappyFox. ",
    "zammad": "Zammad. ",
    "gateway": "All APIs. ",
}
"""How the description of a function begins that answers calls."""


def test_every_resource_except_endpoints_has_a_comment() -> None:
    lines = TEMPLATE.read_text(encoding="utf-8").splitlines()
    endpoints = {name for name, function in FUNCTIONS.items() if function.of_type(Route)}
    silent = [
        name
        for name in DECLARED["Resources"]
        if name not in endpoints and not lines[lines.index(f"  {name}:") - 1].startswith("  # ")
    ]

    assert silent == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_in_the_console_what_it_does(name: str) -> None:
    description = FUNCTIONS[name].properties["Description"]
    api = FUNCTIONS[name].handler.partition("/")[0]

    assert description.startswith(SERVED.get(api, ""))
    assert description.endswith(".")
    assert len(description) <= MAX_DESCRIPTION
    assert [it for it, other in FUNCTIONS.items() if other.properties["Description"] == description] == [name]


def test_every_parameter_is_in_one_group() -> None:
    """The console shows the groups in this order, and in each its parameters."""
    groups = DECLARED["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    shown = [name for group in groups for name in group["Parameters"]]

    assert sorted(shown) == sorted(DECLARED["Parameters"])
    assert all(group["Label"]["default"] for group in groups)


def test_parameters_have_descriptions() -> None:
    assert all("Description" in parameter for parameter in DECLARED["Parameters"].values())
