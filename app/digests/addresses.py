"""Mail addresses as people type them: what can be written to, and how one is shown where others may look."""

import re

from entities.errors import BadInput

# RFC 5322.
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
MOST_LOCAL, MOST = 64, 254  # octets, RFC 5321
NONE = "no mail address; write it as nama@contoh.go.id"


def read_address(written: str) -> str:
    """An address with its domain in small letters, a domain of other scripts in its ASCII form; BadInput for any other.

    Quoted names, comments and addresses within brackets are refused: they are rarer than attempts to smuggle
    something into a header.
    """
    local, at, domain = written.strip(" ").rpartition("@")
    domain = _ascii(domain).lower()
    labels = domain.split(".")
    usable = (
        at
        and LOCAL.fullmatch(local)
        and len(local) <= MOST_LOCAL
        and len(labels) > 1
        and all(LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
    if not usable or len(f"{local}@{domain}") > MOST:
        raise BadInput(NONE)
    return f"{local}@{domain}"


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def masked(address: str) -> str:
    """An address as lists and logs show it: its first letter and its domain."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}"
