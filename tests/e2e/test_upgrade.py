"""Calls while a release with another layer and other handlers is deployed, and while the one before is deployed again.

Every answer says which layer and which handler gave it; none may be given by two releases.

What the local AWS does not show:
- AWS changes code and layer of an unpublished function in two calls, seconds apart. ministack changes both between two
  requests, so the first test makes the first call alone.
- AWS moves the aliases one after the other while calls go on, and its API may reach the former version for moments
  after that. ministack moves all of them between two requests and answers none meanwhile.
- AWS keeps a deleted layer version for the functions that use it. ministack does too, which is no evidence for AWS.
"""

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tools.local_aws.desk import Desk
from tools.local_aws.next_release import AFTER, HANDLER, LAYER, next_release
from tools.local_aws.stack import BUILD, Stack, deploy
from tools.sample_events import event, with_credentials

BEFORE = "before"
ALIAS = "live"
PATHS = {"SelectelListTopics": "/support/topics", "ZammadListStates": "/api/v1/ticket_states"}
"""The functions that are called, and whose handlers change."""

PER_MINUTE = 77
"""Not the default of TicketsPerMinute."""

ENDPOINTS = pytest.mark.parametrize("name", PATHS)
OF_BEFORE = (200, BEFORE, BEFORE)
OF_AFTER = (200, AFTER, AFTER)

Answer = tuple[int, str, str]
"""Status, release of the layer, release of the handler."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """The answers in the order of the calls, by function; how many came while it ran; the versions after it."""

    answers: dict[str, list[Answer]]
    meanwhile: int
    versions: dict[str, str]


def read(status: int, headers: Any) -> Answer:
    return status, headers.get(LAYER, BEFORE), headers.get(HANDLER, BEFORE)


def call(desk: Desk, name: str) -> Answer:
    headers = {"X-Token": desk.token("agent"), "Authorization": f"Token token={desk.token('agent')}"}
    answer = desk.http.get(PATHS[name], headers=headers)
    return read(answer.status_code, answer.headers)


@contextmanager
def calls(desk: Desk) -> Iterator[dict[str, list[Answer]]]:
    """Call all endpoints, one after the other, before, during and after what is done inside."""
    answers: dict[str, list[Answer]] = {name: [] for name in PATHS}
    done = threading.Event()

    def call_all() -> None:
        for name, given in answers.items():
            given.append(call(desk, name))

    def repeat() -> None:
        while not done.is_set():
            call_all()

    call_all()
    with ThreadPoolExecutor(1) as pool:
        repeated = pool.submit(repeat)
        try:
            yield answers
        finally:
            done.set()
        repeated.result()
    call_all()


def versions(stack: Stack) -> dict[str, str]:
    """Return the versions that callers reach, by function."""
    client = stack.cloud.client("lambda")
    behind = [name.removesuffix(f"Alias{ALIAS}") for name in stack.names if name.endswith(f"Alias{ALIAS}")]
    return {name: client.get_alias(FunctionName=stack.names[name], Name=ALIAS)["FunctionVersion"] for name in behind}


def point_alias(stack: Stack, name: str, version: str) -> None:
    function = stack.names[name]
    stack.cloud.client("lambda").update_alias(FunctionName=function, Name=ALIAS, FunctionVersion=version)


def deploy_during_calls(desk: Desk, build: Path) -> Deployment:
    with calls(desk) as answers:
        first = min(map(len, answers.values()))
        stack = deploy(desk.stack.cloud, build)
        meanwhile = min(map(len, answers.values())) - first
    return Deployment(answers, meanwhile, versions(stack))


def in_turn(answers: list[Answer]) -> list[Answer]:
    """Return the answers without those that repeat the one before."""
    return [answer for answer, _ in groupby(answers)]


@pytest.fixture(scope="module")
def after(desk: Desk, folder: Path) -> Path:
    """The build of the next release."""
    return next_release(map(desk.stack.function, PATHS), folder / "after")


@pytest.fixture(scope="module")
def published(desk: Desk) -> dict[str, str]:
    """The versions before the upgrade."""
    return versions(desk.stack)


@pytest.fixture(scope="module")
def upgrade(desk: Desk, after: Path, published: dict[str, str]) -> Deployment:
    assert published
    return deploy_during_calls(desk, after)


@pytest.fixture(scope="module")
def return_to_before(desk: Desk, upgrade: Deployment) -> Deployment:
    assert upgrade.versions
    return deploy_during_calls(desk, BUILD)


def test_callers_do_not_reach_a_function_whose_code_is_new_and_whose_layer_is_not(
    desk: Desk, after: Path, folder: Path
) -> None:
    name, client = "SelectelListTopics", desk.stack.cloud.client("lambda")
    sample = with_credentials(event("selectel/list_topics"), desk.tokens)

    def change_code(build: Path) -> None:
        archive = shutil.make_archive(str(folder / "code"), "zip", build / name)
        client.update_function_code(FunctionName=desk.stack.names[name], ZipFile=Path(archive).read_bytes())

    change_code(after)
    try:
        unpublished = desk.stack.invoke(name, sample)

        assert read(unpublished["statusCode"], unpublished["headers"]) == (200, BEFORE, AFTER)
        assert call(desk, name) == OF_BEFORE
    finally:
        change_code(BUILD)


@ENDPOINTS
def test_during_an_upgrade_every_call_is_answered_by_one_release_and_the_switch_is_made_once(
    upgrade: Deployment, name: str
) -> None:
    assert upgrade.meanwhile > 0
    assert in_turn(upgrade.answers[name]) == [OF_BEFORE, OF_AFTER]


def test_another_layer_publishes_a_version_of_every_function_behind_the_api(
    published: dict[str, str], upgrade: Deployment
) -> None:
    """The code of all but two functions has not changed."""
    assert upgrade.versions.keys() == published.keys()
    assert not [name for name, version in published.items() if upgrade.versions[name] == version]


def test_one_function_goes_back_when_its_alias_does(desk: Desk, published: dict[str, str], upgrade: Deployment) -> None:
    """Its former version keeps the layer of its release, which the deployment has deleted."""
    first, second = PATHS
    point_alias(desk.stack, first, published[first])
    try:
        assert call(desk, first) == OF_BEFORE
        assert call(desk, second) == OF_AFTER
    finally:
        point_alias(desk.stack, first, upgrade.versions[first])


@ENDPOINTS
def test_going_back_is_a_deployment_of_the_release_before_and_switches_once_too(
    return_to_before: Deployment, name: str
) -> None:
    assert return_to_before.meanwhile > 0
    assert in_turn(return_to_before.answers[name]) == [OF_AFTER, OF_BEFORE]


def test_another_value_of_a_parameter_reaches_callers_with_a_new_version(
    desk: Desk, return_to_before: Deployment
) -> None:
    stack = deploy(desk.stack.cloud, TicketsPerMinute=PER_MINUTE)
    changed = versions(stack)
    called = stack.cloud.client("lambda").get_function_configuration(
        FunctionName=stack.names["SelectelCreateTicket"], Qualifier=ALIAS
    )

    assert not [name for name, version in return_to_before.versions.items() if changed[name] == version]
    assert called["Environment"]["Variables"]["TICKETS_PER_MINUTE"] == str(PER_MINUTE)
