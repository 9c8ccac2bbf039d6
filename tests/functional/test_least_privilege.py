"""A call that a role does not allow fails the test in which a function makes it."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.privileges import SOME_FILE, Privileges
from tests.functional.schedules.timer_calls import mark_spam
from tests.functional.selectel.tickets import commented, opened
from tests.functional.uploads import uploaded
from tools.local_desk.client import Client
from tools.local_desk.template.grants import Statement, grants
from tools.local_desk.world import World


def without(privileges: Privileges, world: World, function: str, action: str) -> None:
    """Take an action from what a function may do."""
    kept = tuple(
        Statement(statement.actions - {action}, statement.resources) for statement in grants(world.template)[function]
    )
    privileges.grants = {**grants(world.template), function: kept}


def found(privileges: Privileges) -> set[tuple[str, str]]:
    """Return the functions and actions that were refused, and forget them."""
    refused, privileges.refused = privileges.refused, set()
    return {(function, action) for function, action, _ in refused}


@pytest.mark.parametrize("action", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"])
def test_a_write_of_a_transaction_needs_its_own_action(
    world: World, client: Client, privileges: Privileges, action: str
) -> None:
    without(privileges, world, "SelectelCreateTicket", action)

    opened(client)

    assert found(privileges) == {("SelectelCreateTicket", action)}


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:ListBucket"])
def test_attaching_a_file_needs_to_look_at_it_and_to_copy_it(
    world: World, client: Client, privileges: Privileges, action: str
) -> None:
    opened(client)
    file_id = uploaded(world, client)
    without(privileges, world, "SelectelCreateComment", action)

    commented(client, 1, files=[file_id])

    assert found(privileges) == {("SelectelCreateComment", action)}


def test_signing_a_form_needs_the_permission_that_it_passes_on(
    world: World, client: Client, privileges: Privileges
) -> None:
    without(privileges, world, "SelectelCreateFile", "s3:PutObject")

    uploaded(world, client)

    assert found(privileges) == {("SelectelCreateFile", "s3:PutObject")}


@pytest.mark.parametrize("action", ["s3:DeleteObject", "s3:ListBucket", "dynamodb:DeleteItem"])
def test_a_purge_needs_to_delete(
    world: World, client: Client, tokens: Tokens, privileges: Privileges, action: str
) -> None:
    number = opened(client, files=[uploaded(world, client)])["number"]
    mark_spam(tokens, number, True)
    world.clock.advance(days=31)
    without(privileges, world, "SchedulesPurgeSpam", action)

    world.fire("SchedulesPurgeSpam")

    assert found(privileges) == {("SchedulesPurgeSpam", action)}


def test_a_permission_holds_for_its_resource_alone(world: World) -> None:
    allowed = grants(world.template)
    [form] = [it for it in allowed["SelectelCreateFile"] if "s3:PutObject" in it.actions]
    bucket = f"arn:aws:s3:::{world.template.buckets[0].name}"

    assert form.allows("s3:PutObject", f"{bucket}/{SOME_FILE}")
    assert not form.allows("s3:PutObject", f"{bucket}/attached/{SOME_FILE}")
    assert not form.allows("s3:PutObject", f"{bucket}-2/{SOME_FILE}")
