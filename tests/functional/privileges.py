"""Checks, in whatever test, that every function may make the calls to AWS that it makes, on the resources it names."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any
from unittest.mock import patch

from tools.local_desk import functions
from tools.local_desk.aws import session
from tools.local_desk.model import Function
from tools.local_desk.template import TEMPLATE
from tools.local_desk.template.grants import Grants, allowed, grants
from tools.local_desk.template.names import ACCOUNT, REGION
from tools.local_desk.world import World

Need = tuple[str, str]
"""An IAM action and the ARN of its resource."""

TRANSACTION = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}

CALLS = {"_api_call", "generate_presigned_post", "generate_presigned_url"}
"""The functions of botocore that make or sign a call. What tests put between call and service lies below them."""

DESK = tuple(str(TEMPLATE.parent / folder) for folder in ("functions", "layers"))

SOME_FILE = "00000000-0000-0000-0000-000000000000"
"""A key as forms for uploads have it. botocore does not tell it when it signs a form."""


def _dynamodb(operation: str, params: dict[str, Any]) -> Iterator[Need]:
    if operation == "TransactWriteItems":
        for item in params["TransactItems"]:
            for verb, it in item.items():
                yield f"dynamodb:{TRANSACTION[verb]}", _table(it)
    elif operation == "BatchGetItem":
        for name in params["RequestItems"]:
            yield "dynamodb:BatchGetItem", _table({"TableName": name})
    else:
        yield f"dynamodb:{operation}", _table(params)


def _table(params: dict[str, Any]) -> str:
    arn = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{params['TableName']}"
    return f"{arn}/index/{params['IndexName']}" if "IndexName" in params else arn


def _s3(operation: str, params: dict[str, Any]) -> Iterator[Need]:
    bucket = f"arn:aws:s3:::{params['Bucket']}"
    key = f"{bucket}/{params.get('Key')}"
    version = "Version" if "VersionId" in params else ""
    match operation:
        case "CreateBucket":  # is never called: botocore finds the address for a form under this name
            return
        case "HeadObject" | "GetObject":
            yield f"s3:GetObject{version}", key
            yield "s3:ListBucket", bucket  # without it a missing object is 403
        case "CopyObject":
            source = params["CopySource"]
            yield (
                f"s3:GetObject{'Version' if 'VersionId' in source else ''}",
                f"arn:aws:s3:::{source['Bucket']}/{source['Key']}",
            )
            yield "s3:PutObject", key
        case "DeleteObjects":
            for it in params["Delete"]["Objects"]:
                yield "s3:DeleteObject", f"{bucket}/{it['Key']}"
        case "DeleteObject":
            yield f"s3:DeleteObject{version}", key
        case "ListObjectsV2":
            yield "s3:ListBucket", bucket
        case _:
            yield f"s3:{operation}", key


def _sqs(operation: str, params: dict[str, Any]) -> Iterator[Need]:
    name = params["QueueUrl"].rpartition("/")[2]
    yield f"sqs:{operation.removesuffix('Batch')}", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def _events(operation: str, params: dict[str, Any]) -> Iterator[Need]:
    for entry in params["Entries"]:
        yield f"events:{operation}", f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{entry['EventBusName']}"


def _lambda(operation: str, params: dict[str, Any]) -> Iterator[Need]:
    yield f"lambda:{operation}", f"arn:aws:lambda:{REGION}:{ACCOUNT}:event-source-mapping:{params['UUID']}"


NEEDS: dict[str, Callable[[str, dict[str, Any]], Iterator[Need]]] = {
    "dynamodb": _dynamodb,
    "s3": _s3,
    "sqs": _sqs,
    "events": _events,
    "lambda": _lambda,
}


class Privileges:
    """Which functions run now, and what they have called without being allowed to."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self.grants: Grants = {}
        self.bucket = ""
        self.refused: set[tuple[str, str, str]] = set()
        self._running: dict[int, str] = {}

    def call(self, proceed: Callable[[Function, object], Any], function: Function, event: object) -> Any:
        """Run a function; calls to AWS in this thread are its own until it returns."""
        thread = threading.get_ident()
        outer = self._running.get(thread)
        self._running[thread] = function.logical_id
        try:
            return proceed(function, event)
        finally:
            del self._running[thread]
            if outer is not None:
                self._running[thread] = outer

    def called(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        """Compare a call, or a signed link, with what the function may do."""
        function = self._function()
        if function:
            service = model.service_model.service_name
            for action, arn in NEEDS[service](model.name, params):
                self._check(function, action, arn)

    def signed(self, **_: Any) -> None:
        """Compare a signed form for an upload with what the function may do."""
        function = self._function()
        if function:
            self._check(function, "s3:PutObject", f"arn:aws:s3:::{self.bucket}/{SOME_FILE}")

    def _check(self, function: str, action: str, arn: str) -> None:
        if not allowed(self.grants[function], action, arn):
            self.refused.add((function, action, arn))

    def _function(self) -> str | None:
        """Return the function that makes a call; it may have started the thread."""
        if not self.grants or not _called_by_the_desk():
            return None
        running = self._running
        found = running.get(threading.get_ident())
        return next(iter(running.values())) if found is None and len(running) == 1 else found


def _called_by_the_desk() -> bool:
    """Return whether code of the desk has called boto3, and no test that acts while a function runs."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_code.co_name not in CALLS:
        frame = frame.f_back
    while frame is not None and "site-packages" in frame.f_code.co_filename:
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(DESK)


@contextmanager
def watched() -> Iterator[Privileges]:
    """Watch the calls of all functions of the template inside."""
    privileges, hooks = Privileges(), session().events
    enter, call = World.__enter__, functions.call

    def entered(world: World) -> World:
        own = world.template.path == TEMPLATE
        privileges.grants = grants(world.template) if own else {}
        privileges.bucket = world.template.buckets[0].name if own else ""
        return enter(world)

    hooks.register("provide-client-params", privileges.called)
    hooks.register("choose-signer.s3.PutObject", privileges.signed)
    session().forget_clients()
    try:
        with (
            patch.object(World, "__enter__", entered),
            patch.object(functions, "call", lambda function, event: privileges.call(call, function, event)),
        ):
            yield privileges
    finally:
        hooks.unregister("provide-client-params", privileges.called)
        hooks.unregister("choose-signer.s3.PutObject", privileges.signed)
        session().forget_clients()
