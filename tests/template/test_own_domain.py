"""The APIs are at the root of a host name of the operator's, if there is one."""

import pytest

from tests.template.stack import deployed, refusals, stack
from tools.local_desk.template.names import ACCOUNT, REGION

NAME = "desk.example.com"
CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012"
DOMAIN = {"DomainName": NAME, "CertificateArn": CERTIFICATE}
ZONE = {**DOMAIN, "HostedZoneId": "Z0123456789ABCDEFGHIJ"}

RESOURCES = {"OwnDomain", "OwnDomainRoot", "OwnDomainRecord"}
OUTPUTS = {"OwnUrl", "OwnDomainTarget"}


@pytest.mark.parametrize(
    ("parameters", "resources", "outputs"),
    [
        ({}, set(), set()),
        (DOMAIN, {"OwnDomain", "OwnDomainRoot"}, OUTPUTS),
        (ZONE, RESOURCES, OUTPUTS),
    ],
    ids=["without a domain", "with a domain", "with a domain and a zone"],
)
def test_a_domain_and_its_record_exist_where_they_are_asked_for(
    parameters: dict[str, str], resources: set[str], outputs: set[str]
) -> None:
    assert RESOURCES & deployed(parameters).keys() == resources
    assert OUTPUTS & deployed(parameters, "Outputs").keys() == outputs
    assert refusals(parameters) == []


def test_the_domain_has_the_certificate_and_requires_tls_1_2() -> None:
    domain = deployed(DOMAIN)["OwnDomain"]["Properties"]

    assert (domain["DomainName"], domain["RegionalCertificateArn"]) == (NAME, CERTIFICATE)
    assert domain["SecurityPolicy"] == "TLS_1_2"
    assert domain["EndpointConfiguration"] == {"Types": ["REGIONAL"]}


def test_the_root_of_the_domain_is_the_stage_of_the_api() -> None:
    """A mapping without a base path is the root. The stage exists before the mapping."""
    root = stack()["OwnDomainRoot"]["Properties"]

    assert root == {"DomainName": {"Ref": "OwnDomain"}, "RestApiId": {"Ref": "Api"}, "Stage": {"Ref": "Apiv1Stage"}}
    assert stack()["Apiv1Stage"]["Properties"]["StageName"] == "v1"


def test_the_record_leads_to_the_domain_at_api_gateway() -> None:
    record = deployed(ZONE)["OwnDomainRecord"]["Properties"]

    assert (record["Name"], record["Type"], record["HostedZoneId"]) == (NAME, "A", ZONE["HostedZoneId"])
    target = stack()["OwnDomainRecord"]["Properties"]["AliasTarget"]
    assert target == {
        "DNSName": {"Fn::GetAtt": ["OwnDomain", "RegionalDomainName"]},
        "HostedZoneId": {"Fn::GetAtt": ["OwnDomain", "RegionalHostedZoneId"]},
    }


def test_the_output_is_the_url_without_a_path() -> None:
    outputs = deployed(DOMAIN, "Outputs")

    assert outputs["OwnUrl"]["Value"] == f"https://{NAME}"
    assert outputs["BaseUrl"]["Value"].endswith("/v1")


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"DomainName": NAME}, "DomainName needs CertificateArn"),
        ({"CertificateArn": CERTIFICATE}, "CertificateArn needs DomainName"),
        ({"HostedZoneId": "Z1"}, "HostedZoneId needs DomainName"),
    ],
    ids=["a domain without a certificate", "a certificate without a domain", "a zone without a domain"],
)
def test_a_value_that_would_have_no_effect_is_refused(parameters: dict[str, str], refusal: str) -> None:
    assert [sentence for sentence in refusals(parameters) if sentence.startswith(refusal)]
