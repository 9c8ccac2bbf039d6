"""Parts of the product import only parts further inside, and some things are used in one place only."""

import ast
import re
import sys
from collections.abc import Callable, Iterator

from tests.template.sources import FALLBACKS, PRODUCT, Source

ABOVE = {"clock", "settings", "telemetry"}
"""Small modules that everything but the domain may use."""

MAY_IMPORT = {
    "domain": {"domain"},
    "formats": {"formats", "domain"},
    "storage": {"storage", "domain", *ABOVE},
    "desk": {"desk", "storage", "domain", *ABOVE},
    "jobs": {"jobs", "desk", "storage", "formats", "domain", *ABOVE},
    "http": {"http", "desk", "formats", "domain", *ABOVE},
    "dialects": {"dialects", "http", "desk", "formats", "domain", *ABOVE},
    "functions": {"dialects", "http", "jobs", "desk", "formats", "domain", *ABOVE},
    "polydesk": {"domain", *ABOVE},
}
"""The parts that each part may import. `polydesk` has the modules beside the parts, such as `settings`."""

IMPURE = {"asyncio", "http", "os", "pathlib", "random", "secrets", "socket", "subprocess", "threading", "time", "uuid"}
"""Modules of the standard library that depend on the machine or on anything outside the process."""

PURE_LIBRARIES = {"idna"}
"""Libraries that compute, as the pure parts of Python do: names of domains by IDNA 2008."""

EVENT_KEYS = {
    "httpMethod",
    "isBase64Encoded",
    "multiValueHeaders",
    "multiValueQueryStringParameters",
    "pathParameters",
    "queryStringParameters",
    "requestContext",
    "statusCode",
}
"""Keys of API Gateway's events."""

KEY_PREFIX = re.compile(r"[A-Z]{1,12}#.*")
PARTITIONS = {
    "CATALOG", "COUNTER", "DAY", "IX", "LABELS", "MEMBERS", "MIGRATION", "PURGE", "REVIEW", "ROSTER", "STATES", "SXB",
    "SXD", "TAGS", "TOKENS",
}  # fmt: skip
"""Keys, or parts of them, that are not prefixes."""


def offenders(found: Callable[[Source], set[str]], *, but_for: Callable[[Source], bool] | None = None) -> set[str]:
    """Return what is found in modules other than the exceptions, with the module's name."""
    return {
        f"{source.name}: {one}" for source in PRODUCT if but_for is None or not but_for(source) for one in found(source)
    }


def ours(source: Source) -> set[str]:
    """Return a module's imports from the product."""
    return {name for name in source.imports(also_for_types=True) if name.startswith("polydesk.")}


def others(source: Source) -> set[str]:
    """Return the other packages that a module imports at run time."""
    return {name.partition(".")[0] for name in source.imports()} - {"polydesk"}


def calls(source: Source) -> set[str]:
    """Return the source of each function that a module calls."""
    return {ast.unparse(node.func) for node in walk(source, ast.Call)}


def walk[N: ast.AST](source: Source, kind: type[N]) -> Iterator[N]:
    """Return all nodes of a kind."""
    return (node for node in ast.walk(source.tree) if isinstance(node, kind))


def test_every_part_of_the_product_has_been_found() -> None:
    assert {source.part for source in PRODUCT} == set(MAY_IMPORT)


def test_arrows_point_inward() -> None:
    def outward(source: Source) -> set[str]:
        return {name for name in ours(source) if name.split(".")[1] not in MAY_IMPORT[source.part]}

    assert offenders(outward) == set()


def test_no_dialect_knows_another() -> None:
    def foreign(source: Source) -> set[str]:
        own = source.name.removeprefix("polydesk.dialects.").partition(".")[0]
        return {name for name in ours(source) if name.startswith("polydesk.dialects.") and name.split(".")[2] != own}

    assert offenders(foreign, but_for=FALLBACKS.__contains__) == set()


def test_the_domain_stands_on_nothing_but_itself_and_pure_parts_of_python() -> None:
    def impure(source: Source) -> set[str]:
        return others(source) - (sys.stdlib_module_names - IMPURE) - PURE_LIBRARIES

    assert offenders(impure, but_for=lambda source: source.part != "domain") == set()


def test_only_storage_knows_aws() -> None:
    def aws(source: Source) -> set[str]:
        return others(source) & {"boto3", "botocore"}

    assert offenders(aws, but_for=lambda source: source.part == "storage") == set()


def test_nobody_uses_resources_of_boto3_or_a_tracer() -> None:
    def heavy(source: Source) -> set[str]:
        resources = {call for call in calls(source) if call.endswith(".resource")}
        return resources | {name for name in source.imports() if "Tracer" in name or "xray" in name}

    assert offenders(heavy) == set()


def test_only_http_knows_the_gateways_events() -> None:
    def keys(source: Source) -> set[str]:
        return EVENT_KEYS & set(source.texts())

    assert offenders(keys, but_for=lambda source: source.part == "http") == set()


def test_prefixes_of_keys_stand_in_one_package() -> None:
    def prefixes(source: Source) -> set[str]:
        return {text for text in source.texts() if KEY_PREFIX.fullmatch(text) or text in PARTITIONS}

    assert offenders(prefixes, but_for=lambda source: f"{source.name}.".startswith("polydesk.storage.keys.")) == set()


def test_only_the_settings_read_the_environment() -> None:
    def environment(source: Source) -> set[str]:
        return {ast.unparse(node) for node in walk(source, ast.Attribute)} & {"os.environ", "os.getenv"}

    assert offenders(environment, but_for=lambda source: source.name == "polydesk.settings") == set()


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    def asks(source: Source) -> set[str]:
        dates = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today"}
        return calls(source) & dates | {name for name in source.imports() if name.partition(".")[0] == "time"}

    assert offenders(asks, but_for=lambda source: source.name == "polydesk.clock") == set()


def test_nobody_keeps_the_clocks_functions_so_that_another_time_can_be_put_in_their_place() -> None:
    def keeps(source: Source) -> set[str]:
        return {name for name in ours(source) if name.startswith("polydesk.clock.")}

    assert offenders(keeps) == set()
