"""The generated parts of docs/api: routes, fields and errors of each API, as tables between markers."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.openapi.apis import APIS, Api, Schema
from tools.openapi.doc_fields import NONE, body_rows, query_rows
from tools.openapi.media import JSON, ROOT

PAGES = ROOT / "docs" / "api"

_MARKED = "<!-- generated: {} -->\n"
_END = "<!-- end -->"

BODY_COLUMNS = ("Field", "Type", "Bounds", "Required", "Meaning")
QUERY_COLUMNS = ("Parameter", "Type", "Bounds", "Default", "Meaning")


def pages(document: Schema) -> dict[Path, str]:
    """Return the text of each page that it should have. Raises ValueError for a page without a marker."""
    return {page_of(api): _page(page_of(api), document, api) for api in APIS.values()}


def page_of(api: Api) -> Path:
    """Return the page of an API."""
    return PAGES / f"{api.page}.md"


def _page(path: Path, document: Schema, api: Api) -> str:
    text = path.read_text(encoding="utf-8")
    for name, lines in {"routes": _routes, "fields": _fields, "errors": _errors}.items():
        text = _between(text, name, "\n".join(lines(document, api)), path)
    return text


def _between(text: str, name: str, content: str, path: Path) -> str:
    marker = _MARKED.format(name)
    before, found, rest = text.partition(marker)
    _, end, after = rest.partition(_END)
    if not (found and end):
        raise ValueError(f"{path.relative_to(ROOT)} lacks `{marker.strip()}` … `{_END}`")
    return f"{before}{marker}\n{content}\n\n{_END}{after}"


def _operations(document: Schema, api: Api) -> Iterator[tuple[str, str, Schema]]:
    """Yield method, path and operation; of a path that answers with and without `.json`, only the one with it."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if api.tag in operation["tags"] and not operation["operationId"].endswith("WithoutSuffix"):
                yield method.upper(), path, operation


def _routes(document: Schema, api: Api) -> Iterator[str]:
    yield from _head("Method", "Path", "What it does", "Statuses")
    for method, path, operation in _operations(document, api):
        success, *failures = operation["responses"]
        what = operation["description"].partition(". ")[0].rstrip(".")
        yield _row(f"`{method}`", f"`{path}`", what[:1].lower() + what[1:], f"{success}; {', '.join(failures)}")


def _fields(document: Schema, api: Api) -> Iterator[str]:
    tables = [table for operation in _operations(document, api) for table in _tables(document, api, *operation)]
    for place, table in enumerate(tables):
        yield from ([""] if place else []) + table


def _tables(document: Schema, api: Api, method: str, path: str, operation: Schema) -> Iterator[list[str]]:
    if rows := query_rows(operation):
        yield [f"**`{method} {path}`**, query", "", *_head(*QUERY_COLUMNS), *(_row(*row) for row in rows)]
    if rows := body_rows(document, operation, api.token_fields):
        yield [f"**`{method} {path}`**", "", *_head(*BODY_COLUMNS), *(_row(*row) for row in rows)]


def _errors(document: Schema, api: Api) -> Iterator[str]:
    yield from _head("Status", *(["`error`"] if api.has_codes else []), "When")
    used = {status for _, _, operation in _operations(document, api) for status in operation["responses"]}
    for status in sorted(status for status in used if int(status) >= 400):
        response = document["components"]["responses"][f"{api.prefix}{status}"]
        codes = [", ".join(f"`{code}`" for code in _codes(document, response)) or NONE] if api.has_codes else []
        yield _row(status, *codes, response["description"])


def _codes(document: Schema, response: Schema) -> list[str]:
    name = response["content"][JSON]["schema"]["$ref"].rpartition("/")[2]
    codes: list[str] = document["components"]["schemas"][name]["properties"]["error"].get("enum", [])
    return codes


def _head(*columns: str) -> list[str]:
    return [_row(*columns), f"|{'---|' * len(columns)}"]


def _row(*cells: str) -> str:
    return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in cells) + " |"
