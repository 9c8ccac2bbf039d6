"""Signed forms and links, and S3's responses, which are scripted."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from unittest.mock import Mock, patch
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.stub import Stubber

from polydesk.domain.errors import Unavailable
from polydesk.domain.file import File
from polydesk.domain.ticket import Attachment
from polydesk.storage.aws.bucket import CONFIG, FileBucket, ObjectInfo

FILE = File("3f2b-id", "отчёт.html", "text/html", 1234, 5, datetime(2026, 1, 6, tzinfo=UTC))


@pytest.fixture
def objects() -> FileBucket:
    return FileBucket("desk-files")


@pytest.fixture
def s3() -> Iterator[Stubber]:
    """The responses of S3, in order."""
    client = boto3.client("s3", config=CONFIG)
    with patch.object(boto3, "client", return_value=client), Stubber(client) as stubber:
        yield stubber


def policy_of(fields: dict[str, str]) -> Any:
    return json.loads(base64.b64decode(fields["policy"]))


def test_no_client_is_made_before_it_is_needed() -> None:
    with patch.object(boto3, "client", side_effect=AssertionError):
        FileBucket("desk-files")


def test_a_form_is_bound_to_key_type_and_exact_size(objects: FileBucket) -> None:
    form = objects.upload_form(FILE)

    assert form.url == "https://desk-files.s3.eu-central-1.amazonaws.com/"
    assert (form.fields["key"], form.fields["Content-Type"]) == ("3f2b-id", "text/html")
    assert form.fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    conditions = policy_of(form.fields)["conditions"]
    assert ["content-length-range", 1234, 1234] in conditions
    assert {"Content-Type": "text/html"} in conditions
    assert {"key": "3f2b-id"} in conditions
    assert {"bucket": "desk-files"} in conditions


def test_a_form_is_valid_for_ten_minutes(objects: FileBucket) -> None:
    fields = objects.upload_form(FILE).fields

    signed = datetime.strptime(fields["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    expires = datetime.fromisoformat(policy_of(fields)["expiration"])
    assert 599 <= (expires - signed).total_seconds() <= 601


def test_a_link_saves_the_file_under_its_name_for_five_minutes(objects: FileBucket) -> None:
    link = urlsplit(objects.link(FILE.attachment))
    query = parse_qs(link.query)

    assert (link.scheme, link.netloc, link.path) == ("https", "desk-files.s3.eu-central-1.amazonaws.com", "/3f2b-id")
    assert query["X-Amz-Expires"] == ["300"]
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["response-content-type"] == ["application/octet-stream"]
    (disposition,) = query["response-content-disposition"]
    assert disposition == "attachment; filename=\"_____.html\"; filename*=UTF-8''%D0%BE%D1%82%D1%87%D1%91%D1%82.html"


def test_a_name_in_a_link_cannot_break_out_of_its_header(objects: FileBucket) -> None:
    link = urlsplit(objects.link(Attachment("id", 'a"\r\nX-Evil: 1;&x=y.txt', "text/plain", 1)))

    (disposition,) = parse_qs(link.query)["response-content-disposition"]
    assert disposition.isprintable()
    assert disposition.split(";")[1] == ' filename="a___X-Evil_ 1_&x_y.txt"'


def test_an_uploaded_file_has_size_and_type(objects: FileBucket, s3: Stubber) -> None:
    found = {"ContentLength": 7, "ContentType": "a/b", "VersionId": "v1"}
    s3.add_response("head_object", found, {"Bucket": "desk-files", "Key": "x"})

    assert objects.head("x") == ObjectInfo(7, "a/b", "v1")


def test_a_file_that_was_not_uploaded_is_none(objects: FileBucket, s3: Stubber) -> None:
    s3.add_client_error("head_object", "404", http_status_code=404)

    assert objects.head("x") is None


def test_a_missing_permission_is_an_error_and_not_an_absent_file(objects: FileBucket, s3: Stubber) -> None:
    s3.add_client_error("head_object", "403", http_status_code=403)

    with pytest.raises(ClientError):
        objects.head("x")


@pytest.mark.parametrize("code", ["SlowDown", "503", "InternalError"])
def test_throttling_is_unavailable(objects: FileBucket, s3: Stubber, code: str) -> None:
    for operation in ("head_object", "put_object", "head_object"):
        s3.add_client_error(operation, code, http_status_code=503)
    s3.add_client_error("head_object", "404", http_status_code=404)
    for operation in ("copy_object", "list_objects_v2"):
        s3.add_client_error(operation, code, http_status_code=503)
    copies(s3, "x")
    s3.add_client_error("delete_objects", code, http_status_code=503)

    with pytest.raises(Unavailable):
        objects.head("x")
    with pytest.raises(Unavailable):
        objects.put(FILE, b"")
    for _ in range(2):
        with pytest.raises(Unavailable):
            objects.copy("x", "v1")
    for _ in range(2):
        with pytest.raises(Unavailable):
            objects.remove(["x"])


def test_an_unreachable_bucket_is_unavailable(objects: FileBucket) -> None:
    unreachable = Mock(head_object=Mock(side_effect=EndpointConnectionError(endpoint_url="https://s3")))

    with patch.object(boto3, "client", return_value=unreachable), pytest.raises(Unavailable):
        objects.head("x")


def copies(s3: Stubber, file_id: str, *versions: str) -> None:
    """Expect a look at a file's copies, and find these."""
    wanted = {"Bucket": "desk-files", "Prefix": f"attached/{file_id}/"}
    found = [{"Key": f"attached/{file_id}/{version}"} for version in versions]
    s3.add_response("list_objects_v2", {"IsTruncated": False, "Contents": found}, wanted)


def deletion(s3: Stubber, keys: list[str]) -> None:
    """Expect these objects to be deleted."""
    wanted = {"Bucket": "desk-files", "Delete": {"Objects": [{"Key": one} for one in keys], "Quiet": True}}
    s3.add_response("delete_objects", {}, wanted)


@pytest.mark.parametrize("undeleted", ["b", "attached/b/v1"])
def test_files_that_were_not_removed_are_returned(objects: FileBucket, s3: Stubber, undeleted: str) -> None:
    copies(s3, "a")
    copies(s3, "b", "v1")
    s3.add_response("delete_objects", {"Errors": [{"Key": undeleted, "Code": "InternalError"}]})

    assert objects.remove(["a", "b"]) == {"b"}


def test_a_file_is_removed_with_its_copies(objects: FileBucket, s3: Stubber) -> None:
    copies(s3, "a", "v1", "v2")
    deletion(s3, ["a", "attached/a/v1", "attached/a/v2"])

    assert objects.remove(["a"]) == set()


def test_the_copy_that_a_message_has_can_be_kept(objects: FileBucket, s3: Stubber) -> None:
    copies(s3, FILE.id, "v1", "v2", "v3")
    deletion(s3, [FILE.id, f"attached/{FILE.id}/v1", f"attached/{FILE.id}/v3"])

    assert objects.remove_all_but_copy([replace(FILE, copied="v2")]) == set()


def at(key: object) -> dict[str, object]:
    return {"Bucket": "desk-files", "Key": key}


def test_a_copy_that_is_there_is_not_written_again(objects: FileBucket, s3: Stubber) -> None:
    name = sha256(b"v1").hexdigest()[:32]
    s3.add_response("head_object", {"ContentLength": 1, "ContentType": "a/b"}, at(f"attached/a/{name}"))

    assert objects.copy("a", "v1") == name


def test_without_versions_every_attempt_copies(objects: FileBucket, s3: Stubber) -> None:
    """The bytes can be others than those that an earlier attempt has copied."""
    s3.add_response("copy_object", {})

    assert objects.copy("a", "null") == sha256(b"null").hexdigest()[:32]


def test_a_version_is_copied_and_linked(objects: FileBucket, s3: Stubber) -> None:
    name = sha256(b"v1").hexdigest()[:32]
    wanted = {
        "Bucket": "desk-files",
        "Key": f"attached/a/{name}",
        "CopySource": {"Bucket": "desk-files", "Key": "a", "VersionId": "v1"},
    }
    s3.add_client_error("head_object", "404", http_status_code=404, expected_params=at(wanted["Key"]))
    s3.add_response("copy_object", {}, wanted)

    assert objects.copy("a", "v1") == name

    link = urlsplit(objects.link(Attachment("a", "a.txt", "text/plain", 1, name)))
    assert link.path == f"/attached/a/{name}"
    assert urlsplit(objects.link(Attachment("a", "a.txt", "text/plain", 1))).path == "/a"


def test_many_objects_are_removed_a_thousand_at_a_time(objects: FileBucket, s3: Stubber) -> None:
    ids = [str(one) for one in range(1001)]
    for one in ids:
        copies(s3, one)
    for some in (ids[:1000], ids[1000:]):
        deletion(s3, some)

    objects.remove(ids)

    s3.assert_no_pending_responses()
