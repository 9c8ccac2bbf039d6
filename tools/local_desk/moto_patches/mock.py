"""moto's mock of AWS, fit for threads, for thousands of tests and for servers that run for days."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from botocore.useragent import UserAgentString
from moto import mock_aws
from moto.core import models
from moto.core.config import DefaultConfig

from tools.local_desk.moto_patches.answers import quick_answers
from tools.local_desk.moto_patches.direct import direct_calls
from tools.local_desk.moto_patches.expressions import quick_expressions
from tools.local_desk.moto_patches.isolation import one_call_at_a_time
from tools.local_desk.moto_patches.memory import bounded_memory
from tools.local_desk.moto_patches.paths import quick_paths
from tools.local_desk.moto_patches.queries import cheap_queries
from tools.local_desk.moto_patches.queues import cheap_queues
from tools.local_desk.moto_patches.transactions import cheap_transactions


@contextmanager
def mocked(config: DefaultConfig | None = None) -> Iterator[None]:
    """Let moto answer every boto3 call inside the block, from an empty state; see `moto.mock_aws` for its `config`.

    Calls made with `requests` are not answered: listening for them takes moto longer than most tests last. Nor do
    calls carry a user agent: nothing reads it, and building it takes botocore a fifth of a call.
    """
    no_requests = patch.object(models, "RESPONSES_METHODS", ())
    no_user_agent = patch.object(UserAgentString, "to_string", lambda _: "local-desk")
    with (
        bounded_memory(),
        no_requests,
        no_user_agent,
        mock_aws(config=config),
        one_call_at_a_time(),
        cheap_transactions(),
        cheap_queries(),
        cheap_queues(),
        quick_answers(),
        quick_expressions(),
        direct_calls(),
        quick_paths(),
    ):
        yield
