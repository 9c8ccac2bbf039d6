"""The workflows in .github name what exists, take only pinned actions, and give credentials to deployments alone."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
NAMES = sorted(path.name for path in FOLDER.glob("*.yml"))

_PINNED = re.compile(r"^ *(?:- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
_LOCAL = re.compile(r"^ *uses: \./(\.github/workflows/\w+\.yml)$")
_COMMAND = re.compile(r"\bmake (?!a )([a-z-]+)")

each_workflow = pytest.mark.parametrize("name", NAMES)


def text(name: str) -> str:
    """Return the text of a workflow."""
    return (FOLDER / name).read_text(encoding="utf-8")


def jobs(name: str) -> dict[str, dict[str, Any]]:
    """Return the jobs of a workflow."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(text(name))["jobs"]
    return found


def commands(name: str) -> str:
    """Return all commands of a workflow."""
    return "\n".join(step.get("run", "") for job in jobs(name).values() for step in job.get("steps", ()))


def jobs_with_steps() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all jobs that have steps, by name."""
    for name in NAMES:
        for job_name, job in jobs(name).items():
            if "steps" in job:
                yield f"{name}: {job_name}", job


def test_there_are_checks_and_deployments() -> None:
    assert NAMES == ["ci.yml", "deploy.yml", "stack.yml"]
    assert "bash .ci/run" in commands("ci.yml")


@each_workflow
def test_actions_are_pinned_by_commit_and_say_their_version(name: str) -> None:
    for line in text(name).splitlines():
        if "uses:" in line:
            local = _LOCAL.match(line)
            assert _PINNED.match(line) or (local and (ROOT / local[1]).exists()), line


@each_workflow
def test_a_command_that_fails_in_a_pipe_fails_the_step(name: str) -> None:
    assert yaml.safe_load(text(name))["defaults"]["run"]["shell"] == "bash"


@each_workflow
def test_a_workflow_may_only_read_unless_a_job_says_more(name: str) -> None:
    assert yaml.safe_load(text(name))["permissions"] == {"contents": "read"}


def test_only_deployments_get_credentials_of_aws() -> None:
    with_identity = {
        f"{name}: {job_name}"
        for name in NAMES
        for job_name, job in jobs(name).items()
        if "id-token" in job.get("permissions", {})
    }

    assert with_identity == {"deploy.yml: changes", "deploy.yml: dev", "deploy.yml: prod", "stack.yml: deploy"}


def test_a_fork_gets_no_credentials() -> None:
    assert "github.event.pull_request.head.repo.full_name == github.repository" in jobs("deploy.yml")["changes"]["if"]


def test_what_is_built_is_built_without_credentials() -> None:
    for name, job in jobs_with_steps():
        steps = [step.get("run") or step["uses"].partition("@")[0] for step in job["steps"]]
        if "aws-actions/configure-aws-credentials" in steps:
            assert steps.index("make build") < steps.index("aws-actions/configure-aws-credentials"), name


def test_no_expression_stands_in_a_command_where_its_value_would_be_run() -> None:
    assert {name for name in NAMES if "${{" in commands(name)} == set()


@each_workflow
def test_targets_and_sections_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {target for target in _COMMAND.findall(commands(name)) if f"\n{target}:" not in makefile} == set()

    sections = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    used = {job["with"]["section"] for job in jobs(name).values() if "with" in job}
    used |= set(re.findall(r"--config-env ([a-z]+)", commands(name)))
    assert {one for one in used if sections[one]["global"]["parameters"]["stack_name"] != f"polydesk-{one}"} == set()


def test_a_pull_request_only_shows_its_changes() -> None:
    run = "\n".join(step.get("run", "") for step in jobs("deploy.yml")["changes"]["steps"])
    assert run.count("sam deploy") == run.count("--no-execute-changeset") == 1


def test_the_docs_name_every_variable_and_role() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    named = {variable for name in NAMES for variable in re.findall(r"vars\.([A-Z_]+)", text(name))}

    assert named == {"AWS_REGION", "AWS_CHANGES_ROLE", "AWS_DEPLOY_ROLE"}
    assert {variable for variable in named if f"`{variable}`" not in page} == set()
