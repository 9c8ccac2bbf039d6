"""The address of the local AWS, for this machine and for a container."""

import pytest

from tools.sam_local.addresses import listens_at, seen_from_container


@pytest.mark.parametrize(("platform", "address"), [("linux", "172.17.0.1"), ("darwin", "127.0.0.1")])
def test_the_local_aws_listens_where_containers_of_this_machine_find_it(platform: str, address: str) -> None:
    assert listens_at(platform) == address


@pytest.mark.parametrize(
    ("url", "platform", "seen"),
    [
        ("http://172.17.0.1:4566", "linux", "http://172.17.0.1:4566"),
        ("http://127.0.0.1:4566", "linux", "http://127.0.0.1:4566"),
        ("http://127.0.0.1:4566", "darwin", "http://host.docker.internal:4566"),
        ("http://localhost/aws", "darwin", "http://host.docker.internal/aws"),
        ("http://moto.example:5000", "darwin", "http://moto.example:5000"),
    ],
)
def test_docker_desktop_has_a_name_for_the_machine_around_it(url: str, platform: str, seen: str) -> None:
    assert seen_from_container(url, platform) == seen
