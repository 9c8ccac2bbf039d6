"""Deploy the built stack to an AWS on this machine as to the real one: with `sam deploy`."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tools.local_aws.cloud import ROOT, Cloud
from tools.local_aws.emulated_template import emulated_template
from tools.sam import SAM

NAME = "polydesk"
BUILD = ROOT / ".aws-sam" / "local"
"""Where `make build-local` builds."""

DEPLOY_SECONDS = 240.0


class Failed(RuntimeError):
    """A command, a function or a request failed. The message has its output."""


class Stack:
    """A deployed stack: its outputs, the names of its resources, and its functions."""

    def __init__(self, cloud: Cloud) -> None:
        """Read the stack as it is in `cloud` now."""
        self.cloud = cloud
        cloudformation = cloud.client("cloudformation")
        [described] = cloudformation.describe_stacks(StackName=NAME)["Stacks"]
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=NAME)
        self.outputs: Mapping[str, str] = {it["OutputKey"]: it["OutputValue"] for it in described["Outputs"]}
        self.names: Mapping[str, str] = {
            it["LogicalResourceId"]: it["PhysicalResourceId"] for page in pages for it in page["StackResourceSummaries"]
        }

    @property
    def base_url(self) -> str:
        """The URL of the API in ministack's form, because the host name in the outputs has no DNS entry."""
        stage = self.outputs["BaseUrl"].rpartition("/")[2]
        return f"{self.cloud.url}/restapis/{self.names['Api']}/{stage}/_user_request_"

    @cached_property
    def _lambda(self) -> Any:
        return self.cloud.client("lambda")

    def function(self, logical_id: str) -> "DeployedFunction":
        """Return the configuration of a deployed function."""
        found = self._lambda.get_function_configuration(FunctionName=self.names[logical_id])
        return DeployedFunction(
            logical_id,
            found["FunctionName"],
            found["Handler"],
            found["Timeout"],
            found["MemorySize"],
            found["Environment"]["Variables"],
        )

    def invoke(self, logical_id: str, event: object) -> Any:
        """Invoke a function and return its answer. Raises Failed with the function's error."""
        answer = self._lambda.invoke(FunctionName=self.names[logical_id], Payload=json.dumps(event).encode())
        payload = answer["Payload"].read()
        if "FunctionError" in answer:
            raise Failed(f"{logical_id}: {payload.decode()}")
        return json.loads(payload)


@dataclass(frozen=True, slots=True)
class DeployedFunction:
    """A function's configuration. `timeout` is in seconds, `memory` in megabytes."""

    logical_id: str
    name: str
    handler: str
    timeout: int
    memory: int
    environment: Mapping[str, str]


def deploy(cloud: Cloud, build: Path = BUILD, **parameters: object) -> Stack:
    """Deploy a build for this machine with these parameters. Raises Failed."""
    template = emulated_template(build / "template.yaml")
    given = [f"{name}={value}" for name, value in parameters.items()]
    overrides = ["--parameter-overrides", *given] if given else []
    _sam(cloud, "deploy", "--config-env", "local", "--template-file", str(template), *overrides)
    return Stack(cloud)


def delete(cloud: Cloud) -> None:
    """Delete the stack. Raises Failed."""
    _sam(cloud, "delete", "--config-env", "local", "--no-prompts")


def _sam(cloud: Cloud, *command: str) -> None:
    environment = {
        **cloud.environment,
        "PATH": os.environ["PATH"],
        "HOME": str(cloud.log.parent),
        "SAM_CLI_TELEMETRY": "0",
        "SAM_CLI_POLL_DELAY": "1",
    }
    done = subprocess.run(
        [SAM, *command, "--config-file", ROOT / "samconfig.toml"],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=DEPLOY_SECONDS,
        check=False,
    )
    if done.returncode:
        raise Failed(f"sam {' '.join(command)}:\n{done.stdout[-4000:]}")
