"""Lets clients of DynamoDB and SQS call moto's functions, without HTTP between them.

A call is written as a request, signed, matched against the addresses of all services, read, answered as a response and
read again: more than half of its time. Here botocore still checks and writes the parameters, moto's function gets them
as it would, and its result is copied by the shape of the operation's output. Errors, and results that are not plain,
are written and read as usual.
"""

import calendar
import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from botocore.awsrequest import AWSResponse
from botocore.endpoint import Endpoint
from botocore.utils import parse_timestamp
from moto.core.config import passthrough_url
from moto.core.exceptions import ServiceException
from moto.core.parse import JSONParser
from moto.core.responses import ActionResult, BaseResponse
from moto.dynamodb.responses import DynamoHandler
from moto.dynamodbstreams.responses import DynamoDBStreamsHandler
from moto.sqs.responses import SQSResponse
from werkzeug.exceptions import HTTPException

from tools.local_desk.moto_patches.answers import AS_THEY_ARE, copied
from tools.local_desk.moto_patches.isolation import LOCK
from tools.local_desk.template.names import ACCOUNT

Answer = tuple[AWSResponse, dict[str, Any]]

HANDLERS: Mapping[str, type[BaseResponse]] = {
    "dynamodb": DynamoHandler,
    "dynamodbstreams": DynamoDBStreamsHandler,
    "sqs": SQSResponse,
}

METHODS = {
    "BatchGetItem": "batch_get_item",
    "BatchWriteItem": "batch_write_item",
    "CreateQueue": "create_queue",
    "CreateTable": "create_table",
    "DeleteItem": "delete_item",
    "DeleteMessageBatch": "delete_message_batch",
    "DescribeTable": "describe_table",
    "GetItem": "get_item",
    "GetRecords": "get_records",
    "GetShardIterator": "get_shard_iterator",
    "PutItem": "put_item",
    "Query": "query",
    "ReceiveMessage": "receive_message",
    "Scan": "scan",
    "SendMessage": "send_message",
    "SendMessageBatch": "send_message_batch",
    "TransactGetItems": "transact_get_items",
    "TransactWriteItems": "transact_write_items",
    "UpdateItem": "update_item",
    "UpdateTimeToLive": "update_time_to_live",
}
"""Operations that are called often. Others go the usual way."""

SCALARS: Mapping[str, type] = {"string": str, "boolean": bool, "integer": int, "long": int, "double": float}

KINDS = AS_THEY_ARE | {"B", "BS"}
"""Kinds of attribute values that a client reads as moto has them."""


class NotPlainError(Exception):
    """A result that is not made of dictionaries, lists and scalars of the shape's types."""


@contextmanager
def direct_calls() -> Iterator[None]:
    """Call DynamoDB, its streams and SQS directly inside the block."""
    usual = Endpoint.make_request

    def make_request(endpoint: Any, operation: Any, request: dict[str, Any]) -> Any:
        handler = HANDLERS.get(operation.service_model.service_name)
        if handler is None or operation.name not in METHODS or passthrough_url(request["url"]):
            return usual(endpoint, operation, request)
        with LOCK:
            return _call(handler(), endpoint, operation, request)

    with patch.object(Endpoint, "make_request", make_request):
        yield


def _call(handler: Any, endpoint: Any, operation: Any, request: dict[str, Any]) -> Answer:
    handler.automated_parameter_parsing = True
    handler.params = handler.body = _parameters(operation, request["body"])
    handler.uri_match, handler.querystring, handler.response_headers = {}, {}, {}
    handler.headers, handler.region = request["headers"], request["context"]["client_region"]
    handler.current_account, handler.uri = ACCOUNT, request["url"]
    try:
        result = getattr(handler, METHODS[operation.name])()
        return _response(request, 200), {**_shown(result.result, operation.output_shape), **_metadata()}
    except NotPlainError:
        return _read(endpoint, operation, request, *handler.serialized(result))
    except ServiceException as error:
        return _read(endpoint, operation, request, *handler.serialized(ActionResult(error)))
    except HTTPException as error:
        return _read(endpoint, operation, request, error.code or 400, {}, error.description or "")


def _parameters(operation: Any, body: bytes) -> Any:
    """Read the parameters as moto does."""
    if operation.service_model.service_name == "sqs":
        parser: Any = JSONParser(operation)
        return parser.parse({"body": body})
    return json.loads(body, object_hook=_decoded if b'"B' in body else None)


def _decoded(read: dict[str, Any]) -> dict[str, Any]:
    """Decode a binary value. Members of a map may have the same names, but are objects."""
    match read:
        case {"B": str(encoded)} if len(read) == 1:
            return {"B": b64decode(encoded)}
        case {"BS": [str(), *_] as members} if len(read) == 1:
            return {"BS": [b64decode(member) for member in members]}
    return read


def _shown(value: Any, shape: Any) -> Any:
    """Copy what a client would read of this value. Raises NotPlainError if that takes more than copying."""
    kind = shape.type_name
    if kind in SCALARS and type(value) is SCALARS[kind]:
        return value
    if shape.name == "AttributeValue" and (attribute := copied(value, KINDS)) is not None:
        return attribute
    if kind == "structure" and type(value) is dict and shape.name != "AttributeValue":
        members = shape.members
        if not members.keys() >= value.keys():
            raise NotPlainError  # moto may have a member under another name
        return {name: _shown(value[name], members[name]) for name in members if value.get(name) is not None}
    if kind == "list" and type(value) is list:
        return [_shown(element, shape.member) for element in value]
    if kind == "map" and type(value) is dict:
        return {key: _shown(one, shape.value) for key, one in value.items()}
    if kind == "timestamp" and type(value) is datetime:
        seconds: Any = calendar.timegm(value.timetuple()) + value.microsecond // 1000 / 1000
        return parse_timestamp(seconds)
    raise NotPlainError


def _read(endpoint: Any, operation: Any, request: Any, status: int, headers: Any, body: Any) -> Answer:
    """Read a response that moto has written."""
    content = body if isinstance(body, bytes) else str(body).encode()
    written = {"status_code": int(status), "headers": headers, "body": content}
    parser = endpoint._response_parser_factory.create_parser(operation.service_model.resolved_protocol)
    read = parser.parse(written, operation.output_shape)
    if status >= 300:
        endpoint._add_modeled_error_fields(written, read, operation, parser)
    return _response(request, int(status)), {**read, **_metadata(int(status))}


def _response(request: Mapping[str, Any], status: int) -> AWSResponse:
    return AWSResponse(request["url"], status, {}, None)  # type: ignore[arg-type]


def _metadata(status: int = 200) -> dict[str, Any]:
    number = uuid4().hex
    return {"ResponseMetadata": {"RequestId": number, "HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": 0}}
