"""The key by which an e-mail address or a login is compared. Addresses are kept and shown as they were written.

| Part | Key |
|---|---|
| before the `@` | Unicode's composed form (NFC), in lower case; quotes only where they are needed |
| domain | its A-label by IDNA 2008 (`bücher.example` is `xn--bcher-kva.example`), in lower case |
| a login without `@` | Unicode's composed form (NFC), in lower case |

So `straße@` and `strasse@` are two people, as they are for mail systems; so are `ﬁ@` and `fi@`. The two spellings of
one domain are one.
"""

import re
import unicodedata

MAX_LOGIN_LENGTH = 320
"""Characters of an address or a login: 64 before the `@` and 255 after it, in older mail systems. No name is longer."""

MAX_DOMAIN_LENGTH = 253

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NEEDS_ESCAPE = re.compile(r'(["\\])')
_PLAIN = re.compile(r'[^\s"(),:;<>@\[\]\\.]+(?:\.[^\s"(),:;<>@\[\]\\.]+)*')
"""A local part that needs no quotes (RFC 5321 calls it a dot-string)."""


def person_key(name: str) -> str:
    """Return the key of an e-mail address or a login: two names are the same if their keys are.

    A key is its own key. A text that is too long for a name is its own key, too.
    """
    if len(name) > MAX_LOGIN_LENGTH:
        return name
    local, at, domain = name.rpartition("@")
    return f"{_local_part(local)}@{_domain(domain)}" if at else _folded(name)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


def _local_part(local: str) -> str:
    """Return the part before the `@`; `"ada"` and `ada` are the same mailbox (RFC 5321, 4.1.2)."""
    if len(local) < 2 or not (local.startswith('"') and local.endswith('"')):
        return _folded(local)
    content = _folded(_ESCAPED.sub(r"\1", local[1:-1]))
    return content if _PLAIN.fullmatch(content) else f'"{_NEEDS_ESCAPE.sub(r"\\\1", content)}"'


def _domain(domain: str) -> str:
    if domain.isascii() or len(domain) > MAX_DOMAIN_LENGTH:
        return _folded(domain)
    import idna  # few addresses need it

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:  # no domain of IDNA 2008: a login may have any text after an `@`
        return _folded(domain)
