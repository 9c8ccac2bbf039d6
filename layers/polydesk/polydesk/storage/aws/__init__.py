"""AWS services: the table in DynamoDB and its stream, the bucket, the queues and the event bus."""

from botocore.config import Config

CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=1, read_timeout=2)
"""How clients behave, except for the bucket's. Timeouts are short: a request has seconds, and its caller can retry.

All attempts together end before the shortest of the functions does: `tests/template/test_client_timeouts.py`.
"""
