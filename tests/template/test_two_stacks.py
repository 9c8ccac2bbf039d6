"""Stacks stand beside each other in one account: a name that the template gives has the stack's name in it."""

from tests.template.stack import references, stack

GIVEN = {
    "AWS::ApiGateway::RestApi": "Name",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CloudWatch::Dashboard": "DashboardName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::Archive": "ArchiveName",
    "AWS::Events::EventBus": "Name",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Scheduler::Schedule": "Name",
}
"""The property that names a resource of each type, which CloudFormation names itself without it."""


def test_a_name_has_the_name_of_the_stack_in_it() -> None:
    named = {
        name: it["Properties"][GIVEN[it["Type"]]]
        for name, it in stack().items()
        if GIVEN.get(it["Type"], "") in it.get("Properties", {})
    }

    assert {"Api", "Bus", "Dashboard", "Logs", "RequestLogs"} <= named.keys()
    assert {name for name, value in named.items() if "AWS::StackName" not in references(value)} == set()


def test_no_two_log_groups_have_one_name() -> None:
    names = [str(it["Properties"]["LogGroupName"]) for it in stack().values() if it["Type"] == "AWS::Logs::LogGroup"]

    assert len(set(names)) == len(names)
