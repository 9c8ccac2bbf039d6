"""Replaces what messages cannot hold by something that a reader sees, and refuses pictures inside the HTML.

| Element | Becomes |
|---|---|
| picture of another address than the web's, such as `data:` or `cid:` | refused: InlinePicture |
| video, sound, frame, object | its kind in brackets, a link to its address |
| drawing, formula | its kind in brackets, and its words |
| input, button, meter | what it shows, in brackets; nothing for hidden ones and passwords |
| select, option, form | lines |
| document with a direction | block of that direction, up to the end |
| link of another scheme, such as `file:` | its words, and the address as text |
| link that runs or holds a document (`javascript:`, `vbscript:`, `data:`) | its words |
"""

import re
from collections.abc import Callable, Iterable, Iterator

from polydesk.formats.html.tokens import End, Start, Text, Token, names

SCHEMES = names(
    """bitcoin ftp ftps geo http https im irc ircs magnet mailto mms mx news nntp openpgp4fpr sip sms smsto ssh tel url
    webcal wtai xmpp"""
)
"""Schemes of the addresses that links may have."""

_ACTIVE = frozenset({"data", "javascript", "vbscript"})
_PICTURE_SCHEMES = frozenset({"", "ftp", "ftps", "http", "https"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+")
"""Characters that browsers drop from an address."""

_EMBEDDED = {
    "applet": ("program", ""),
    "audio": ("audio", "src"),
    "bgsound": ("audio", "src"),
    "canvas": ("drawing", ""),
    "embed": ("object", "src"),
    "frame": ("page", "src"),
    "iframe": ("page", "src"),
    "object": ("object", "data"),
    "source": ("source", "src"),
    "video": ("video", "src"),
}
_DOCUMENT = frozenset({"body", "html"})
_FOREIGN = {"math": "formula", "svg": "drawing"}
_RENAMED = {
    "dialog": "div",
    "fieldset": "div",
    "form": "div",
    "legend": "div",
    "listing": "pre",
    "optgroup": "div",
    "select": "div",
    "textarea": "pre",
    "xmp": "pre",
}
KEPT = names(
    """a abbr acronym address area article aside b bdi bdo big blockquote br caption center cite code col colgroup data
    dd del details dfn dir div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li
    main map mark menu nav ol p pre q rp rt rtc ruby s samp search section small span strike strong sub summary sup
    table tbody td tfoot th thead time tr tt u ul var wbr"""
)
"""The tags of messages. Of other ones only the content stays."""

_ALIGNED = {"align", "char", "charoff"}
_CELL = {*_ALIGNED, "abbr", "colspan", "headers", "rowspan", "scope"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "area": {"alt", "href"},
    "blockquote": {"cite"},
    "col": {*_ALIGNED, "span"},
    "colgroup": {*_ALIGNED, "span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "hr": {"align", "size", "width"},
    "img": {"align", "alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "table": {*_ALIGNED, "summary"},
    "tbody": _ALIGNED,
    "td": _CELL,
    "tfoot": _ALIGNED,
    "th": _CELL,
    "thead": _ALIGNED,
    "time": {"datetime"},
    "tr": _ALIGNED,
}
"""Their attributes."""


class InlinePicture(ValueError):
    """The HTML holds a picture, or refers to a part of a mail, instead of naming an address of the web."""


def marked(read: Iterable[Token]) -> Iterator[Token]:
    """Yield tokens that only have tags of messages and addresses that may be followed. Raises InlinePicture."""
    lost_target = ""
    """What to write behind the open link. A link within it ends it."""
    for token in read:
        match token:
            case Text():
                yield token
            case Start("a"):
                yield from _behind(lost_target)
                yield from _start(token)
                lost_target = _lost_target(token)
            case Start():
                yield from _start(token)
                if token.name == "area":
                    yield from _behind(_lost_target(token))
            case End():
                yield from _end(token)
                if token.name == "a":
                    yield from _behind(lost_target)
                    lost_target = ""
    yield from _behind(lost_target)


def _behind(target: str) -> Iterator[Token]:
    if target:
        yield Text(f" ({target})")


def scheme(address: str) -> str:
    """Return the scheme of an address as a browser reads it, in lower case; empty for a relative one."""
    found = _SCHEME.match(_IGNORED.sub("", address))
    return found[1].lower() if found else ""


def _start(tag: Start) -> Iterator[Token]:
    if tag.name in _EMBEDDED:
        yield from _embedded(tag)
    elif tag.name in _FOREIGN:
        yield Text(f" [{_FOREIGN[tag.name]}] ")
    elif tag.name in {"img", "image"}:
        yield _picture(tag)
    elif tag.name in _CONTROLS:
        yield from _CONTROLS[tag.name](tag)
    elif tag.name in _DOCUMENT:
        if "dir" in tag.attributes:
            yield _kept("div", tag.attributes)
    elif (name := _RENAMED.get(tag.name, tag.name)) in KEPT:
        yield _kept(name, tag.attributes)


def _end(tag: End) -> Iterator[Token]:
    if tag.name == "button":
        yield Text("]")
    elif (name := _RENAMED.get(tag.name, tag.name)) in KEPT:
        yield End(name)


def _kept(tag: str, attributes: dict[str, str]) -> Start:
    names = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
    kept = {name: value for name, value in attributes.items() if name in names}
    for name in ("cite", "href"):
        if scheme(kept.get(name, "")) not in SCHEMES | {""}:
            del kept[name]
    return Start(tag, kept)


def _lost_target(link: Start) -> str:
    """Return the address of a link that cannot be followed and is worth reading."""
    target = link.attributes.get("href", "")
    return target.strip() if scheme(target) not in SCHEMES | _ACTIVE | {""} else ""


def _embedded(tag: Start) -> Iterator[Token]:
    kind, attribute = _EMBEDDED[tag.name]
    address = tag.attributes.get(attribute, "")
    if tag.name == "source" and not address:  # of a picture, which has another address too
        return
    if tag.name in {"embed", "object"} and scheme(address) in {"cid", "data"}:
        raise InlinePicture
    if address and scheme(address) in SCHEMES | {""}:
        yield from (Text(" "), Start("a", {"href": address}), Text(f"[{kind}]"), End("a"), Text(" "))
    else:
        yield Text(f" [{kind}] ")


def _picture(tag: Start) -> Start:
    given = tag.attributes
    address = given.get("src") or given.get("href") or given.get("xlink:href") or _first(given.get("srcset", ""))
    if scheme(address) not in _PICTURE_SCHEMES:
        raise InlinePicture
    return _kept("img", ({"src": address} if address else {}) | {k: v for k, v in given.items() if k != "src"})


def _first(candidates: str) -> str:
    """Return the first address of a list of pictures for several sizes."""
    words = candidates.split(maxsplit=1)
    return words[0].rstrip(",") if words else ""


def _input(tag: Start) -> Iterator[Token]:
    given = tag.attributes
    match given.get("type", "text").lower():
        case "hidden" | "password" | "file":
            pass
        case "image":
            yield _picture(Start("img", {name: given[name] for name in ("src", "alt") if name in given}))
        case "checkbox" | "radio":
            yield Text(" [x] " if "checked" in given else " [ ] ")
        case _:
            yield Text(f" [{given.get('value', '').strip() or ' '}] ")


def _button(_: Start) -> Iterator[Token]:
    yield Text("[")


def _option(tag: Start) -> Iterator[Token]:
    yield Start("br")


def _gauge(tag: Start) -> Iterator[Token]:
    if value := tag.attributes.get("value"):
        yield Text(f" [{value}/{tag.attributes.get('max') or 1}] ")


_CONTROLS: dict[str, Callable[[Start], Iterator[Token]]] = {
    "button": _button,
    "input": _input,
    "meter": _gauge,
    "option": _option,
    "progress": _gauge,
}
