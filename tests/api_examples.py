"""The examples of the OpenAPI document: what the API answers of the sample press, whose firms and events are invented.

`python -m tests.api_examples` writes them into app/web/data/api_examples.json; a test holds that file to today's answers.
"""

import json
from typing import Any
from unittest.mock import patch

from app.web.openapi import EXAMPLES
from app.web.operations import ROOT
from tests.api import NOW, Office, post_office, still

ID = "beritadaerah-4dec060b872b"
EVENT = "EV-2021-35.11-y397znfa"
ASKED = {
    "list_articles": "/articles?q=kopi&limit=1",
    "list_releases": "/releases?destination=Korea+Selatan&limit=1",
    "list_programmes": "/programmes?place=Solo&limit=1",
    "list_events": "/events?product=kopi&limit=1",
    "list_schemes": "/schemes?place=Solo&limit=1",
    "download": "/export/releases.jsonl?q=kopi+ijen",
    "cite_list": "/cite/releases.txt?q=kopi",
    "cite_article": f"/articles/{ID}/cite.ris",
    "feed": "/feeds/articles.atom?q=kopi+ijen",
    "copies": f"/articles/{ID}/copies",
    "history": f"/articles/{ID}/history",
    "why": f"/articles/{ID}/why?field=destinations",
    "article": f"/articles/{ID}",
    "event": f"/events/{EVENT}",
    "programme": "/schemes/PR-2021-33.75-f78y7kp5",
    "facets": "/facets/articles?facets=source,topic",
    "series": "/series/releases?unit=year",
    "totals": "/totals/releases?since=2021-01-01&until=2021-12-31",
    "suggest": "/suggest?prefix=sol&limit=3",
    "sources": "/sources",
    "regions": "/codes/regions",
    "countries": "/codes/countries",
    "chapters": "/codes/chapters",
    "schemas": "/schema",
    "schema": "/schema/money",
}
SUBSCRIPTION = {
    "address": "siti@contoh.go.id",
    "search": {"q": "kopi", "origin": ["35"]},
    "day": 4,
    "hour": 16,
}
MAILED = {  # name of an operation -> method, address with the place of a token, what is posted
    "subscribe": ("POST", "/subscriptions", SUBSCRIPTION),
    "subscription": ("GET", "/subscriptions/{manage}", None),
    "change_subscription": ("POST", "/subscriptions/{confirm}/confirm", None),
}
FEW = 2  # of a list
LONG = 1500  # characters of a text


def examples() -> dict[str, dict[str, Any]]:
    """Name of the operation -> address, media type and answer, of which long lists are cut short."""
    with patch("app.web.api_exports.now", lambda: NOW), patch("app.web.api_feeds.now", lambda: NOW):
        read = {name: _example(address) for name, address in ASKED.items()}
    return read | _subscriptions()


def _subscriptions() -> dict[str, dict[str, Any]]:
    with post_office() as office:
        return {name: _posted(office, *how) for name, how in MAILED.items()}


def _posted(office: Office, method: str, address: str, body: Any) -> dict[str, Any]:
    found = office.reader.request(method, ROOT + office.tokens(address), json=body)
    assert found.status_code in (200, 202), (address, found.text)
    shown = {"address": ROOT + address.format(manage="TOKEN", confirm="TOKEN"), "kind": "application/json"}
    return {**shown, **({"body": body} if body else {}), "answer": found.json()}


def _example(address: str) -> dict[str, Any]:
    found = still().get(ROOT + address)
    assert found.status_code == 200, (address, found.text)
    kind = found.headers["content-type"]
    kind = kind if "charset" in kind and "json" not in kind else kind.partition(";")[0]
    is_json = kind.endswith("json") and "ndjson" not in kind
    return {
        "address": ROOT + address,
        "kind": kind,
        "answer": short(found.json()) if is_json else found.text[:LONG],
    }


def short(value: Any) -> Any:
    """The same with no more than a few items of a list."""
    if isinstance(value, dict):
        return {key: short(one) for key, one in value.items()}
    return [short(one) for one in value[:FEW]] if isinstance(value, list) else value


if __name__ == "__main__":
    EXAMPLES.write_text(json.dumps(examples(), ensure_ascii=False, indent=1) + "\n", "utf-8")
