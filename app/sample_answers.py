"""What a site of the sample press answers: a saved page, one made of the records, a redirect, a refusal."""

import json
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from app.sample_forms import ROUTES
from app.sample_sites import JSON, Asked, Reply, Site


def answer(site: Site, host: str, target: str) -> Reply:
    """What a site says to GET target at one of its hosts; never a failure, but 404."""
    url = urlsplit(target)
    keys = [f"https://{host}{target}", f"https://{host}{url.path}", target, url.path]
    redirects, refused = site.table.get("redirects", {}), site.table.get("refused", {})
    for key in keys:
        if key in redirects:
            return Reply(body=b"", status=301, headers=(("Location", _absolute(host, redirects[key])),))
    for prefix, status in refused.items():
        if url.path.startswith(prefix):
            return _refusal(status)
    if url.path in site.table.get("gone", ()):
        return site.missing()
    asked = Asked(path=url.path, query=dict(parse_qsl(url.query)))
    return _saved(site, keys, asked) or _made(site, asked) or site.missing()


def _absolute(host: str, target: str) -> str:
    return target if target.startswith("http") else f"https://{host}{target}"


def _refusal(status: int) -> Reply:
    problem = {"code": "rest_forbidden", "message": "Sorry, you are not allowed to do that."}
    return Reply(body=json.dumps(problem | {"data": {"status": status}}).encode(), kind=JSON, status=status)


def _saved(site: Site, keys: Iterable[str], asked: Asked) -> Reply | None:
    if asked.query.keys() & {"s", "p", "feed"}:  # WordPress: a query, not the page at that path
        return None
    for key in keys:
        if key in site.pages:
            file, changed = site.pages[key]
            return Reply(body=file.read_bytes(), changed=changed)
    return None


def _made(site: Site, asked: Asked) -> Reply | None:
    if asked.path == "/robots.txt" and "robots" in site.table:
        return Reply(body=site.table["robots"].encode(), kind="text/plain; charset=UTF-8")
    for way, pattern, make in ROUTES[site.platform]:
        match = re.fullmatch(pattern, asked.path)
        if match and (way == "always" or way in site.table["ways"]):
            return make(site, match, asked)
    return None
