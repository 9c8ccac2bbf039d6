"""A rotated token, and what deleting the stack retains."""

import pytest
from botocore.exceptions import ClientError

from tools.local_aws.desk import Desk, set_up
from tools.local_aws.stack import NAME, delete


def test_a_rotated_token_is_no_longer_accepted(desk: Desk) -> None:
    old, path = desk.token("agent"), "/support/topics"
    new = set_up(desk.stack, {"tokens": [{"name": "agent", "person": "agent@example.com", "rotate": True}]})

    answers = [desk.http.get(path, headers={"X-Token": token}) for token in (old, new["agent"]["token"])]

    assert [answer.status_code for answer in answers] == [401, 200]


def test_deleting_the_stack_retains_its_table_and_its_bucket(desk: Desk) -> None:
    cloud, names = desk.stack.cloud, desk.stack.names
    delete(cloud)

    with pytest.raises(ClientError, match="does not exist"):
        cloud.client("cloudformation").describe_stacks(StackName=NAME)
    assert cloud.client("lambda").list_functions()["Functions"] == []
    assert cloud.client("dynamodb").describe_table(TableName=names["Table"])["Table"]["ItemCount"] > 0
    assert cloud.client("s3").head_bucket(Bucket=names["Files"])
