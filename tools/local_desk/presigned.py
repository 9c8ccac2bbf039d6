"""Answers presigned S3 requests as S3 does: a form upload and a download.

The policy of an upload is checked (fields, size); signatures and expiry are not.
"""

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from botocore.exceptions import ClientError

from tools.local_desk.wire import Headers, HttpResponse

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_UNCHECKED = {"file", "policy", "x-amz-signature"}
_STORED = {"Content-Type": "ContentType", "Content-Disposition": "ContentDisposition", "Cache-Control": "CacheControl"}
_OVERRIDES = {"response-content-type": "ContentType", "response-content-disposition": "ContentDisposition"}


def upload(s3: "S3Client", bucket: str, fields: Mapping[str, str], content: bytes) -> HttpResponse:
    """Answer a presigned POST with these fields and this file.

    204, or 403 for fields that the policy does not allow, or 400 for a size outside its range.
    """
    policy = json.loads(base64.b64decode(fields["policy"]))
    if refusal := _refusal(policy["conditions"], {**fields, "bucket": bucket}, len(content)):
        return refusal
    stored: dict[str, Any] = {argument: fields[name] for name, argument in _STORED.items() if name in fields}
    metadata = {name.removeprefix("x-amz-meta-"): value for name, value in fields.items() if "x-amz-meta-" in name}
    s3.put_object(Bucket=bucket, Key=fields["key"], Body=content, Metadata=metadata, **stored)
    return HttpResponse(int(fields.get("success_action_status", 204)))


def download(s3: "S3Client", bucket: str, url: str) -> HttpResponse:
    """Answer a presigned GET: 200 or 404. The bucket is in the host name or in the path of the URL."""
    address = urlsplit(url)
    key = unquote(address.path).removeprefix("/").removeprefix(f"{bucket}/")
    query = parse_qs(address.query)
    try:
        found = s3.get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        return _error(404, error.response["Error"]["Code"], error.response["Error"].get("Message", ""))
    about: dict[str, Any] = dict(found)
    about |= {name: query[parameter][0] for parameter, name in _OVERRIDES.items() if parameter in query}
    headers = [(name, about[field]) for name, field in _STORED.items() if about.get(field)]
    return HttpResponse(200, Headers(headers), found["Body"].read())


def _refusal(conditions: list[Any], fields: Mapping[str, str], size: int) -> HttpResponse | None:
    allowed = set()
    for condition in conditions:
        operator, first, second = _operands(condition)
        if operator == "content-length-range":
            if size > int(second):
                return _error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
            if size < int(first):
                return _error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            continue
        name = first.removeprefix("$")
        allowed.add(name.casefold())
        value = fields.get(name, "")
        if not (value.startswith(second) if operator == "starts-with" else value == second):
            return _error(403, "AccessDenied", f"Invalid according to Policy: {json.dumps(condition)}")
    extra = {name for name in fields if name.casefold() not in allowed | _UNCHECKED | {"bucket"}}
    if extra:
        return _error(403, "AccessDenied", f"Invalid according to Policy: Extra input fields: {min(extra)}")
    return None


def _operands(condition: Any) -> tuple[str, Any, Any]:
    if isinstance(condition, dict):
        ((name, value),) = condition.items()
        return "eq", f"${name}", value
    operator, first, second = condition
    return operator, first, second


def _error(status: int, code: str, message: str) -> HttpResponse:
    body = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    return HttpResponse(status, Headers([("Content-Type", "application/xml")]), body.encode())
