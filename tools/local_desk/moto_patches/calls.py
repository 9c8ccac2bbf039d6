"""moto, fit for threads and for thousands of tests."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.useragent import UserAgentString
from moto import mock_aws
from moto.core import models
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.config import DefaultConfig

from tools.local_desk.moto_patches.answers import quick_answers
from tools.local_desk.moto_patches.queries import cheap_queries
from tools.local_desk.moto_patches.transactions import cheap_transactions

_moto = threading.RLock()


@contextmanager
def one_call_at_a_time() -> Iterator[None]:
    """Inside, moto answers one AWS call after the other.

    moto has no isolation of its own: two threads inside one of its transactions lose writes. With this, each call is
    atomic as it is at AWS, and handlers still run side by side and meet between their calls. Calls that moto lets
    through to DynamoDB Local are not held up.
    """
    process = BotocoreStubber.process_request

    def alone(stubber: BotocoreStubber, request: Any) -> Any:
        with _moto:
            return process(stubber, request)

    whole = patch.object(BotocoreStubber, "process_request", alone)
    with whole, cheap_transactions(), cheap_queries(), quick_answers():
        yield


@contextmanager
def mocked(config: DefaultConfig | None = None) -> Iterator[None]:
    """Inside, moto answers every call that boto3 makes, and starts empty; see `moto.mock_aws` for its `config`.

    Calls that somebody makes by `requests` are not answered: to listen for them takes moto longer than most tests last.
    Nor do calls say which program makes them: nobody asks, and it takes botocore a fifth of a call.
    """
    quiet = patch.object(models, "RESPONSES_METHODS", ())
    nameless = patch.object(UserAgentString, "to_string", lambda _: "harness")
    with quiet, nameless, mock_aws(config=config), one_call_at_a_time():
        yield
