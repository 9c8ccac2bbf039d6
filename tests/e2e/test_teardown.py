"""The end: what can be changed while the desk is in use, and what is left when the stack is taken down."""

import pytest
from botocore.exceptions import ClientError

from tests.e2e.desk import Desk, set_up
from tools.local_aws.stack import NAME, delete


def test_a_token_that_is_replaced_no_longer_opens_the_door(desk: Desk) -> None:
    old, asked = desk.token("agent"), "/support/topics"
    new = set_up(desk.stack, {"tokens": [{"name": "agent", "person": "agent@example.com", "rotate": True}]})

    answers = [desk.http.get(asked, headers={"X-Token": token}) for token in (old, new["agent"]["token"])]

    assert [answer.status_code for answer in answers] == [401, 200]


def test_a_stack_that_is_taken_down_leaves_its_table_and_its_files(desk: Desk) -> None:
    cloud, names = desk.stack.cloud, desk.stack.names
    delete(cloud)

    with pytest.raises(ClientError, match="does not exist"):
        cloud.client("cloudformation").describe_stacks(StackName=NAME)
    assert cloud.client("lambda").list_functions()["Functions"] == []
    assert cloud.client("dynamodb").describe_table(TableName=names["Table"])["Table"]["ItemCount"] > 0
    assert cloud.client("s3").head_bucket(Bucket=names["Files"])
