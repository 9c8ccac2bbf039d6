"""The first deployment: SAM's own checks and questions, with the answers that it has by default."""

import tomllib
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from samcli.commands._utils.template import get_template_parameters  # type: ignore[import-untyped]
from samcli.commands.deploy import guided_context  # type: ignore[import-untyped]
from samcli.commands.deploy.auth_utils import auth_per_resource  # type: ignore[import-untyped]
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider  # type: ignore[import-untyped]

from tools.local_desk.model import Route
from tools.local_desk.template import TEMPLATE, read

CONFIG = TEMPLATE.with_name("samconfig.toml")
SECTIONS = tomllib.loads(CONFIG.read_text(encoding="utf-8"))

STACKS = {"default": "polydesk", "dev": "polydesk-dev", "prod": "polydesk-prod"}
"""The stack that each section deploys."""

ENTER = "\n" * 100

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
"""SAM calls parts of itself and of a library that will be removed."""


def test_sam_finds_no_route_whose_authentication_was_forgotten() -> None:
    stacks, _ = SamLocalStackProvider.get_stacks(str(TEMPLATE))
    found = auth_per_resource(stacks)

    assert len(found) == sum(len(function.of_type(Route)) for function in read().functions.values())
    assert [name for name, is_authenticated in found if not is_authenticated] == []


def test_the_guided_deployment_accepts_its_default_for_every_question() -> None:
    settings = SECTIONS["default"]["deploy"]["parameters"]
    guided = guided_context.GuidedContext(
        template_file=str(TEMPLATE),
        stack_name=SECTIONS["default"]["global"]["parameters"]["stack_name"],
        s3_bucket=None,
        image_repository=None,
        image_repositories=None,
        s3_prefix=settings["s3_prefix"],
        region="eu-central-1",
        confirm_changeset=settings["confirm_changeset"],
        disable_rollback=False,
    )

    with (
        # These two ask AWS for the bucket of packages, and for repositories of images, of which there are none.
        patch.object(guided_context, "manage_stack", return_value="bucket"),
        patch.object(guided_context.GuidedContext, "prompt_image_repository", return_value={}),
        CliRunner().isolation(ENTER),
    ):
        guided.guided_prompts(get_template_parameters(str(TEMPLATE)))

    assert guided.guided_stack_name == "polydesk"
    assert guided.confirm_changeset is True
    assert guided.guided_parameter_overrides.keys() == read().parameters.keys()


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
