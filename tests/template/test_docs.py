"""The documentation is consistent: links work, and it agrees with the template and the Makefile."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.local_desk.template.intrinsics import load

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("**/*.md")])
API_PAGES = sorted((DOCS / "api").glob("*.md"))
TEMPLATE: dict[str, Any] = load((ROOT / "template.yaml").read_text(encoding="utf-8"))

MAX_README_LINES = 150
"""Lines of the README, so that it stays an introduction."""

API_HEADINGS = ["Credentials", "Routes", "Fields", "Paging", "Errors", "Our choices"]
GENERATED = ["routes", "fields", "errors"]

_FENCE = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
_CODE_SPAN = re.compile(r"`[^`\n]+`")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MAKE = re.compile(r"\bmake((?: [a-z][a-z0-9-]*)+)")
_TARGET = re.compile(r"^([a-z][a-z0-9-]*):", re.MULTILINE)
_SECTION = re.compile(r"<!-- generated: (\w+) -->\n(?:(?!<!--).)*?<!-- end -->", re.DOTALL)

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
each_api_page = pytest.mark.parametrize("page", API_PAGES, ids=lambda page: page.stem)


def read(page: Path) -> str:
    """Return the text of a page."""
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """Return the text of a page without its code blocks."""
    return _FENCE.sub("", read(page))


def anchor(heading: str) -> str:
    """Return the fragment that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    """Return the fragments of a page."""
    return {anchor(heading) for heading in _HEADING.findall(prose(page))}


def rows(page: Path) -> Iterator[list[str]]:
    """Yield the cells of each table row of a page, without backticks."""
    for line in prose(page).splitlines():
        if line.startswith("|"):
            yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


def broken_links(page: Path) -> Iterator[str]:
    """Yield the relative links of a page whose file or heading does not exist."""
    for target in _LINK.findall(_CODE_SPAN.sub("", prose(page))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (fragment and fragment not in anchors(there)):
            yield target


def test_the_readme_is_short() -> None:
    assert len(read(ROOT / "README.md").splitlines()) <= MAX_README_LINES


@each_page
def test_relative_links_lead_to_files_and_headings(page: Path) -> None:
    assert list(broken_links(page)) == []


@each_page
def test_a_page_has_no_two_headings_with_one_anchor(page: Path) -> None:
    found = [anchor(heading) for heading in _HEADING.findall(prose(page)) if page.name != "CHANGELOG.md"]
    assert len(found) == len(set(found))


@each_page
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    text = read(page)
    code = "\n".join([*_FENCE.findall(text), *_CODE_SPAN.findall(prose(page))])
    named = {target for targets in _MAKE.findall(code) for target in targets.split()}
    assert named - set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8"))) == set()


def test_every_page_of_docs_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    left = [ROOT / "README.md"]
    while left:
        page = left.pop()
        targets = {(page.parent / target.partition("#")[0]).resolve() for target in _LINK.findall(prose(page))}
        new = {target for target in targets if target in PAGES} - reached
        reached |= new
        left += new
    assert set(PAGES) <= reached | {ROOT / "README.md"}


def test_the_deployment_page_has_every_parameter_with_its_default() -> None:
    documented = {cells[0]: cells[1] for cells in rows(DOCS / "deploy.md") if len(cells) > 1}
    defaults = {name: str(parameter["Default"]) or "empty" for name, parameter in TEMPLATE["Parameters"].items()}

    assert {name: documented.get(name) for name in defaults} == defaults


def test_the_operations_page_has_every_alarm_and_no_other() -> None:
    documented = {cells[0] for cells in rows(DOCS / "operate.md") if cells[0].endswith("Alarm") and cells[0] != "Alarm"}
    resources = TEMPLATE["Resources"].items()

    assert documented == {name for name, resource in resources if resource["Type"] == "AWS::CloudWatch::Alarm"}


def test_the_deployment_page_has_every_output() -> None:
    assert {name for name in TEMPLATE["Outputs"] if f"`{name}`" not in read(DOCS / "deploy.md")} == set()


def test_commands_that_delete_a_stack_name_it() -> None:
    """Without a name, SAM takes the stack of samconfig.toml, whatever stack the page is about."""
    commands = {line for page in PAGES for line in read(page).splitlines() if re.match(r"\s*\S*sam delete", line)}

    assert len(commands) == 1
    assert {line for line in commands if '--stack-name "$stack"' not in line} == set()


def test_there_are_pages_of_apis() -> None:
    assert {page.stem for page in API_PAGES} == {"tickets", "supportbee", "happyfox", "zammad"}


@each_api_page
def test_pages_of_apis_have_the_same_headings(page: Path) -> None:
    assert re.findall(r"^## (.+)$", prose(page), re.MULTILINE) == API_HEADINGS


@each_api_page
def test_pages_of_apis_have_a_place_for_everything_that_is_generated(page: Path) -> None:
    assert _SECTION.findall(read(page)) == GENERATED
    assert read(page).count("<!-- end -->") == len(GENERATED)


def test_the_version_of_the_sam_cli_is_the_installed_one() -> None:
    [installed] = re.findall(r"^aws-sam-cli==(\S+)$", read(ROOT / "tools/requirements/sam.txt"), re.MULTILINE)

    assert f"SAM CLI ({installed})" in read(ROOT / "README.md")
    assert f"| SAM CLI | {installed};" in read(ROOT / "docs" / "deploy.md")
