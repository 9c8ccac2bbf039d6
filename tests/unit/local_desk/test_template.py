"""Reading a SAM template: the results are as deployed, and errors are reported."""

import os
from pathlib import Path

import pytest

from tests.functional.local_desk.little import LITTLE
from tools.local_desk.model import GatewayResponse, QueueSource, Route, Schedule, StreamSource, Template
from tools.local_desk.template import read
from tools.local_desk.template.intrinsics import TemplateError, load


@pytest.fixture
def template() -> Template:
    return read(LITTLE)


def written(folder: Path, *, resources: str = "{}", more: str = "") -> Path:
    """Write a template with these resources."""
    path = folder / "template.yaml"
    path.write_text(f"Resources: {resources}\n{more}")
    return path


def test_a_function_has_properties_of_globals_and_its_own(template: Template) -> None:
    echo = template.functions["Echo"]

    assert (echo.handler, echo.timeout, echo.memory) == ("little_desk/echo.handler", 10, 512)
    assert echo.code == LITTLE.parent / "functions"
    assert echo.environment["TABLE_NAME"] == "polydesk-Table"
    assert echo.environment["COLOURS"] == "red+blue"
    assert "COLOURS" not in template.functions["Work"].environment


def test_resources_have_the_same_names_in_every_run(template: Template) -> None:
    assert [table.name for table in template.tables] == ["polydesk-Table"]
    assert [bucket.name for bucket in template.buckets] == ["polydesk-files"]
    assert [bus.name for bus in template.buses] == ["polydesk-events"]
    assert (
        template.functions["Echo"]
        .environment["TIMERS_QUEUE_URL"]
        .endswith("amazonaws.com/123456789012/polydesk-Timers")
    )


def test_the_caller_may_name_a_resource() -> None:
    template = read(LITTLE, physical={"Table": "another"})

    assert template.tables[0].name == "another"
    assert template.functions["Echo"].environment["TABLE_NAME"] == "another"
    assert template.functions["Follow"].of_type(StreamSource)[0].table_arn.endswith(":table/another")


def test_a_table_has_the_arguments_of_create_table(template: Template) -> None:
    (table,) = template.tables

    assert table.create["GlobalSecondaryIndexes"][0]["IndexName"] == "owners"
    assert table.create["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table.ttl_attribute == "expires_at"
    assert "SSESpecification" not in table.create


def test_a_queue_knows_its_dead_letter_queue(template: Template) -> None:
    timers, dead, *_ = template.queues

    assert timers.dead_letters == dead.arn
    assert timers.attributes["VisibilityTimeout"] == "60"
    assert dead.dead_letters is None


def test_events_are_read_by_their_type(template: Template) -> None:
    assert Route("POST", "/things") in template.functions["Echo"].events
    (stream,) = template.functions["Follow"].of_type(StreamSource)
    assert (stream.batch_size, stream.max_retries, stream.bisect, stream.partial) == (4, 2, True, True)
    assert stream.on_failure == "arn:aws:sqs:eu-central-1:123456789012:polydesk-StreamDead"
    (queue,) = template.functions["Work"].of_type(QueueSource)
    assert (queue.batch_size, queue.partial) == (5, True)
    (schedule,) = template.functions["Sweep"].of_type(Schedule)
    assert (schedule.expression, schedule.enabled) == ("rate(1 minute)", True)


def test_the_api_has_its_stage_binary_types_and_responses(template: Template) -> None:
    assert template.api is not None
    assert template.api.stage == "v1"
    assert template.api.binary_media_types == ("multipart/form-data", "image/png")
    assert template.api.gateway_responses["MISSING_AUTHENTICATION_TOKEN"].status == 404


def api(folder: Path, properties: str) -> Path:
    """Write a template with this API."""
    return written(
        folder, resources=f"{{A: {{Type: 'AWS::Serverless::Api', Properties: {{StageName: v1, {properties}}}}}}}"
    )


def test_gateway_responses_may_stand_in_the_definition_that_routes_are_merged_into(tmp_path: Path) -> None:
    response = (
        """{statusCode: '404', responseParameters: {gatewayresponse.header.X-A: "'b'"}, responseTemplates: {t: x}}"""
    )
    definition = f"{{paths: {{/a: {{}}}}, x-amazon-apigateway-gateway-responses: {{UNAUTHORIZED: {response}}}}}"
    template = read(api(tmp_path, f"MergeDefinitions: true, DefinitionBody: {definition}"))

    assert template.api is not None
    assert template.api.gateway_responses == {"UNAUTHORIZED": GatewayResponse(404, {"X-A": "'b'"}, {"t": "x"})}


@pytest.mark.parametrize(
    ("properties", "complaint"),
    [
        ("Cors: '*'", "Cors is not emulated"),
        ("Auth: {ApiKeyRequired: true}", "Auth is not emulated"),
        ("DefinitionBody: {paths: {}}", "without MergeDefinitions"),
        ("MergeDefinitions: true, DefinitionBody: {paths: {/a: {get: {x: y}}}}", "/a in a DefinitionBody"),
        ("MergeDefinitions: true, DefinitionBody: {security: []}", "security in a DefinitionBody"),
        ("GatewayResponses: {UNAUTHORIZED: {ResponseParameters: {Paths: {}}}}", "ResponseParameters.Paths"),
    ],
)
def test_an_api_that_is_not_emulated_is_refused(tmp_path: Path, properties: str, complaint: str) -> None:
    with pytest.raises(TemplateError, match=complaint):
        read(api(tmp_path, properties))


ANY_METHOD = """
A: {{Type: 'AWS::Serverless::Api', Properties: {{StageName: v1, MergeDefinitions: true, DefinitionBody: {{paths:
  {{/a: {{x-amazon-apigateway-any-method: {{x-amazon-apigateway-integration: {{type: aws_proxy, httpMethod: POST, uri:
  !Sub "arn:aws:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/{invoked}/invocations"}}}}}}}}}}}}}}
F: {{Type: 'AWS::Serverless::Function', Properties: {{CodeUri: x, Handler: a.b}}}}
"""


@pytest.mark.parametrize("invoked", ["${F.Arn}", "${F.Alias}"])
def test_all_other_methods_of_a_path_go_to_the_function_in_the_definition(tmp_path: Path, invoked: str) -> None:
    resources = "\n  ".join(["", *ANY_METHOD.format(invoked=invoked).splitlines()])
    template = read(written(tmp_path, resources=resources))

    assert template.api is not None
    assert template.api.any_method == {"/a": "F"}


def test_another_integration_of_all_methods_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="/a: only the proxy integration of a function"):
        read(written(tmp_path, resources="\n  ".join(["", *ANY_METHOD.format(invoked="elsewhere").splitlines()])))


def test_outputs_evaluate_every_intrinsic_function(template: Template) -> None:
    assert template.outputs == {
        "BaseUrl": "https://polydesk-Api.execute-api.eu-central-1.amazonaws.com/v1",
        "Word": "Open",
        "First": "one",
        "Literal": "${Kept} no",
        "TableArn": "arn:aws:dynamodb:eu-central-1:123456789012:table/polydesk-Table",
    }


def test_parameters_replace_their_defaults_everywhere() -> None:
    template = read(LITTLE, {"Limit": "5", "Colours": "green"})

    assert template.functions["Echo"].environment["LIMIT"] == "5"
    assert template.functions["Echo"].environment["COLOURS"] == "green"
    assert template.conditions == {"Greets": True, "Limited": True, "Both": True, "Either": True}
    assert template.outputs["WhenLimited"] == "polydesk-OnlyWhenLimited"
    assert "yes" in template.outputs["Literal"]


def test_a_resource_whose_condition_does_not_hold_is_left_out(template: Template) -> None:
    assert template.conditions == {"Greets": True, "Limited": False, "Both": False, "Either": True}
    assert "OnlyWhenLimited" not in [queue.logical_id for queue in template.queues]
    assert len(template.functions["Echo"].policies[0]["Statement"]) == 1


def test_a_policy_is_resolved_to_the_arns_that_a_function_uses(template: Template) -> None:
    (statement,) = template.functions["Echo"].policies[0]["Statement"]

    table = "arn:aws:dynamodb:eu-central-1:123456789012:table/polydesk-Table"
    assert statement["Resource"] == [table, f"{table}/index/*"]


def test_a_date_stays_text() -> None:
    assert load("Version: 2012-10-17") == {"Version": "2012-10-17"}


def test_functions_that_disagree_about_a_variable_cannot_share_a_process(tmp_path: Path) -> None:
    globals_ = "Globals: {Function: {Handler: a.b, CodeUri: .}}"
    function = "{{Type: 'AWS::Serverless::Function', Properties: {{Environment: {{Variables: {{X: {0}}}}}}}}}"
    resources = f"{{A: {function.format(1)}, B: {function.format(2)}}}"
    template = read(written(tmp_path, resources=resources, more=globals_))

    with pytest.raises(ValueError, match="X='2'"):
        _ = template.environment


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("!ImportValue shared", "!ImportValue is not emulated"),
        ("{'Fn::Transform': {Name: x}}", "Fn::Transform is not emulated"),
        ("{'Fn::Sub': x, Other: y}", "Fn::Sub stands alone"),
        ("!Ref Nowhere", "nothing in the template is named Nowhere"),
        ("!Sub '${Nowhere}'", "nothing in the template is named Nowhere"),
        ("!GetAtt Q.Colour", "!GetAtt Q.Colour is not emulated"),
        ("!GetAtt Q", "Fn::GetAtt does not take"),
        ("!FindInMap [A, B, C]", "Mappings hold nothing for A.B.C"),
        ("!If [Unknown, 1, 2]", "no condition is named Unknown"),
        ("!Join [',', text]", "Fn::Join does not take"),
    ],
)
def test_an_invalid_intrinsic_function_is_refused(tmp_path: Path, value: str, complaint: str) -> None:
    path = written(tmp_path, resources=f"{{Q: {{Type: 'AWS::SQS::Queue', Properties: {{Tags: {value}}}}}}}")

    with pytest.raises(TemplateError, match=complaint):
        read(path)


@pytest.mark.parametrize(
    ("events", "complaint"),
    [
        ("{E: {Type: SNS}}", "an event of type SNS is not emulated"),
        ("{E: {Type: Api, Properties: {RestApiId: x, Method: GET, Path: /, Auth: {}}}}", "Auth is not emulated"),
        ("{E: {Type: Api, Properties: {RestApiId: x, Method: GET, Path: /}}}", "RestApiId names no API"),
        ("{E: {Type: SQS, Properties: {Queue: q, MaximumConcurrency: 2}}}", "MaximumConcurrency is not emulated"),
    ],
)
def test_an_event_that_is_not_emulated_is_refused(tmp_path: Path, events: str, complaint: str) -> None:
    function = f"{{Type: 'AWS::Serverless::Function', Properties: {{Handler: a.b, CodeUri: ., Events: {events}}}}}"

    with pytest.raises(TemplateError, match=complaint):
        read(written(tmp_path, resources=f"{{F: {function}}}"))


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({"Unknown": "1"}, "takes no parameter Unknown"),
        ({"Greeting": "bye"}, "Greeting cannot be 'bye'"),
    ],
)
def test_an_unknown_parameter_is_refused(parameters: dict[str, str], complaint: str) -> None:
    with pytest.raises(TemplateError, match=complaint):
        read(LITTLE, parameters)


def test_a_parameter_without_a_default_needs_a_value(tmp_path: Path) -> None:
    path = written(tmp_path, more="Parameters: {Needed: {Type: String}}")

    with pytest.raises(TemplateError, match="Needed has no default"):
        read(path)
    assert read(path, {"Needed": "this"}).parameters == {"Needed": "this"}


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert read(path).queues == ()

    written(tmp_path, resources="{Q: {Type: 'AWS::SQS::Queue'}}")
    os.utime(path, ns=(1, 1))

    assert [queue.logical_id for queue in read(path).queues] == ["Q"]
