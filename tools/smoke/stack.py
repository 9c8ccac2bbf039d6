"""A deployed stack, as its operator sees it: with the credentials and the Region of the AWS CLI."""

import json
from collections.abc import Mapping
from typing import Any

import boto3


class Failed(Exception):
    """A check failed. The message says what was expected and what came."""


class Stack:
    """A deployed stack. `endpoint` is the URL of a local AWS, or empty."""

    def __init__(self, name: str, endpoint: str = "", base_url: str = "") -> None:
        """Read the stack's outputs and resources. `base_url` replaces that of the outputs. Raises botocore's errors."""
        self.name = name
        self.is_local = bool(endpoint)
        self._session = boto3.Session()
        self._clients: dict[str, Any] = {}
        cloudformation = self.client("cloudformation")
        [described] = cloudformation.describe_stacks(StackName=name)["Stacks"]
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
        self.outputs: Mapping[str, str] = {it["OutputKey"]: it["OutputValue"] for it in described["Outputs"]}
        self.names: Mapping[str, str] = {
            it["LogicalResourceId"]: it["PhysicalResourceId"] for page in pages for it in page["StackResourceSummaries"]
        }
        self.base_url = (base_url or self._base_url(endpoint)).rstrip("/")

    def _base_url(self, endpoint: str) -> str:
        """Return the URL of the API. The host name in the outputs of a local AWS has no DNS entry."""
        url = self.outputs["BaseUrl"]
        if not endpoint:
            return url
        return f"{endpoint.rstrip('/')}/restapis/{self.names['Api']}/{url.rpartition('/')[2]}/_user_request_"

    def client(self, service: str) -> Any:
        """Return a boto3 client for a service."""
        if service not in self._clients:
            self._clients[service] = self._session.client(service)  # type: ignore[call-overload]
        return self._clients[service]

    def invoke(self, logical_id: str, event: object) -> Any:
        """Invoke a function and return its answer. Raises Failed with the function's error."""
        answer = self.client("lambda").invoke(FunctionName=self.names[logical_id], Payload=json.dumps(event).encode())
        payload = answer["Payload"].read()
        if "FunctionError" in answer:
            raise Failed(f"{logical_id}: {payload.decode()}")
        return json.loads(payload)
