"""A stack with a restored bucket uses that bucket, and leaves its own unchanged."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from polydesk.desk import desk
from tests.functional.callers import Tokens, caller, set_up
from tests.template.stack import deployed
from tools.local_desk import presigned
from tools.local_desk.template.names import REGION
from tools.local_desk.world import World

OWN, RESTORED = "polydesk-files", "files-of-before"
GIVEN = {"RestoredBucket": RESTORED}
"""The parameter of a stack with the bucket of another stack, which was deleted."""

POLICIES = {"ReadsFiles", "WritesFiles", "AttachesFiles", "RemovesFiles"}


def everything(parameters: dict[str, str]) -> dict[str, Any]:
    """Return all resources, globals and outputs except the bucket itself, with references resolved."""
    globals_, outputs = (deployed(parameters, section) for section in ("Globals", "Outputs"))
    return {**deployed(parameters), "Globals": globals_, "Outputs": outputs} | {"Files": None}


def mentioning(bucket: str, parameters: dict[str, str]) -> set[str]:
    """Return the resources and outputs that mention a bucket."""
    return {name for name, it in everything(parameters).items() if re.search(rf"\b{bucket}\b", str(it))}


def granted(policy: str, parameters: dict[str, str]) -> set[str]:
    """Return the resources of all statements of a policy."""
    statements = deployed(parameters)[policy]["Properties"]["PolicyDocument"]["Statement"]
    return {resource for statement in statements for resource in statement["Resource"]}


def versions_described(parameters: dict[str, str]) -> set[str]:
    """Return the functions whose versions are described by the bucket."""
    return {
        name
        for name, it in deployed(parameters).items()
        if RESTORED in str(it.get("Properties", {}).get("VersionDescription"))
    }


def test_everything_that_uses_the_stacks_own_bucket_uses_the_restored_one() -> None:
    usual = mentioning(OWN, {})

    assert usual == {*POLICIES, "FilesTlsOnly", "Globals", "Outputs"}
    assert mentioning(RESTORED, {}) == set()
    others = mentioning(RESTORED, GIVEN) - versions_described(GIVEN)
    assert others == usual - {"FilesTlsOnly"} | {"RestoredFilesTlsOnly"}
    assert mentioning(OWN, GIVEN) == {*POLICIES, "FilesTlsOnly"}


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_functions_may_use_both_buckets_during_a_deployment(policy: str) -> None:
    own = granted(policy, {})

    assert own
    assert granted(policy, GIVEN) == own | {resource.replace(OWN, RESTORED) for resource in own}


def test_both_buckets_deny_access_without_tls() -> None:
    own, restored = (deployed(GIVEN)[name]["Properties"] for name in ("FilesTlsOnly", "RestoredFilesTlsOnly"))

    assert (own["Bucket"], restored["Bucket"]) == (OWN, RESTORED)
    assert str(restored) == str(own).replace(OWN, RESTORED)
    assert "RestoredFilesTlsOnly" not in deployed({})


def test_a_version_is_described_by_the_restored_bucket() -> None:
    """So another bucket publishes new versions of the functions behind the API."""
    before, after = (deployed(it)["SelectelCreateFile"]["Properties"]["VersionDescription"] for it in ({}, GIVEN))

    assert after == f"{before} {RESTORED}"


@pytest.fixture
def world() -> Iterator[World]:
    """A stack with the bucket of another one."""
    with World(None, GIVEN) as world:
        world.aws.s3.create_bucket(Bucket=RESTORED, CreateBucketConfiguration={"LocationConstraint": REGION})
        world.aws.s3.put_bucket_versioning(Bucket=RESTORED, VersioningConfiguration={"Status": "Enabled"})
        yield world


@pytest.fixture
def tokens(world: World) -> Tokens:
    """The sample desk."""
    desk.reset()
    return set_up(world)


def test_files_are_stored_in_the_restored_bucket_and_read_from_it(world: World, tokens: Tokens) -> None:
    client = caller(world, tokens["client"]["token"])
    announced = client.post("/support/files", json={"name": "a.txt", "size": 5, "content_type": "text/plain"})
    assert announced.status == 200, announced.text
    file = announced.json()
    form = file["upload"]
    assert RESTORED in form["url"]
    assert presigned.upload(world.aws.s3, RESTORED, form["fields"], b"hello").status == 204

    opening = {"summary": "It is broken", "comment_body": "Please help", "files": [file["id"]]}
    assert client.post("/support/tickets", json=opening).status == 200
    assert world.aws.s3.list_objects_v2(Bucket=OWN).get("KeyCount") == 0
    assert world.aws.s3.list_objects_v2(Bucket=RESTORED)["KeyCount"] > 0
