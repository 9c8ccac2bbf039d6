"""The first deployment: SAM's own checks and questions, with the answers that it has by default."""

import tomllib
from typing import Any

import pytest

from tools import sam
from tools.local_desk.model import Route
from tools.local_desk.template import TEMPLATE, read

CONFIG = TEMPLATE.with_name("samconfig.toml")
SECTIONS = tomllib.loads(CONFIG.read_text(encoding="utf-8"))

STACKS = {"default": "polydesk", "dev": "polydesk-dev", "prod": "polydesk-prod"}
"""The stack that each section deploys."""

FIND_UNAUTHENTICATED = """
import json, sys
from samcli.commands.deploy.auth_utils import auth_per_resource
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider

stacks, _ = SamLocalStackProvider.get_stacks(sys.argv[1])
print(json.dumps(auth_per_resource(stacks)))
"""

ANSWER_WITH_ENTER = """
import json, sys
from unittest.mock import patch
from click.testing import CliRunner
from samcli.commands._utils.template import get_template_parameters
from samcli.commands.deploy import guided_context

template, stack_name, s3_prefix = sys.argv[1:]
guided = guided_context.GuidedContext(
    template, stack_name, None, None, None, s3_prefix, region="eu-central-1", confirm_changeset=True,
    disable_rollback=False,
)
with (
    patch.object(guided_context, "manage_stack", return_value="bucket"),
    patch.object(guided_context.GuidedContext, "prompt_image_repository", return_value={}),
    CliRunner().isolation("\\n" * 100),
):
    guided.guided_prompts(get_template_parameters(template))
print(json.dumps([guided.guided_stack_name, guided.confirm_changeset, list(guided.guided_parameter_overrides)]))
"""
"""What would ask AWS for a bucket of packages, and for repositories of images, is replaced."""


def test_sam_finds_no_route_whose_authentication_was_forgotten() -> None:
    found = sam.run(FIND_UNAUTHENTICATED, TEMPLATE)

    assert len(found) == sum(len(function.of_type(Route)) for function in read().functions.values())
    assert [name for name, is_authenticated in found if not is_authenticated] == []


def test_the_guided_deployment_accepts_its_default_for_every_question() -> None:
    name = SECTIONS["default"]["global"]["parameters"]["stack_name"]
    prefix = SECTIONS["default"]["deploy"]["parameters"]["s3_prefix"]
    stack_name, asks_before_it_changes, parameters = sam.run(ANSWER_WITH_ENTER, TEMPLATE, name, prefix)

    assert (stack_name, asks_before_it_changes) == ("polydesk", True)
    assert set(parameters) == read().parameters.keys()


@pytest.mark.parametrize("section", STACKS)
def test_a_section_deploys_a_stack_of_its_own_without_further_options(section: str) -> None:
    deploy: dict[str, Any] = SECTIONS[section]["deploy"]["parameters"]

    assert SECTIONS[section]["global"]["parameters"]["stack_name"] == STACKS[section]
    assert (deploy["capabilities"], deploy["resolve_s3"]) == ("CAPABILITY_IAM", True)
    assert deploy["s3_prefix"] == STACKS[section]
    assert deploy["confirm_changeset"] is (section != "dev")
    assert deploy["fail_on_empty_changeset"] is False


@pytest.mark.parametrize("section", [*STACKS, "local"])
def test_a_section_names_only_parameters_that_the_template_has(section: str) -> None:
    given = SECTIONS[section]["deploy"]["parameters"].get("parameter_overrides", [])

    read(parameters=dict(pair.split("=", 1) for pair in given))
