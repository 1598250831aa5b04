"""What is told of the API is true: docs/api.md runs, the OpenAPI document names every route, its examples are today's."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Route

from app.web.api import OPERATIONS, router
from app.web.openapi import EXAMPLES, document
from app.web.operations import PARAMETERS, ROOT
from tests.api import still
from tests.api_examples import ASKED, examples

pytestmark = pytest.mark.usefixtures("backend")  # over a file, and over a server

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api.md"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.S)
ANY = "…"


def exchanges() -> list[tuple[str, str, str]]:
    """Each request of the page with the kind and the text of the answer that follows it."""
    found, asked = [], None
    for kind, text in BLOCK.findall(PAGE.read_text("utf-8")):
        if text.startswith("GET "):
            asked = text
        elif asked:
            found.append((asked, kind, text))
            asked = None
    return found


@pytest.mark.parametrize(("asked", "kind", "told"), exchanges(), ids=lambda text: text.split("\n")[0][:60])
def test_the_page_of_the_api_runs(asked, kind, told):
    first, *headers = asked.strip().split("\n")
    found = still().get(first.removeprefix("GET "), headers=dict(line.split(": ", 1) for line in headers))
    if kind == "http":
        head, _, told = told.partition("\n\n")
        status, *lines = head.strip().split("\n")
        assert str(found.status_code) == status.split()[1]
        for line in lines:
            name, value = line.split(": ", 1)
            assert like(value, found.headers[name]), (value, found.headers[name])
        kind = "json" if told.startswith("{") else "text"
    if kind == "json":
        assert shown(json.loads(told), found.json()) == []
    else:
        assert all(like(line, found.text, whole=False) for line in told.strip().split("\n"))


def shown(told, found, at: str = "") -> list[str]:
    """Where an answer is not as told: of objects and lists the parts that are told, of text what stands around an …"""
    if isinstance(told, dict):
        keys = [key for key in told if not isinstance(found, dict) or key not in found]
        return [f"{at}.{key}" for key in keys] or [
            wrong for key in told for wrong in shown(told[key], found[key], f"{at}.{key}")
        ]
    if isinstance(told, list):
        if not isinstance(found, list) or len(found) < len(told) or (not told and found):
            return [f"{at}: {found}"]
        return [wrong for n, one in enumerate(told) for wrong in shown(one, found[n], f"{at}[{n}]")]
    same = like(told, found) if isinstance(told, str) and isinstance(found, str) else told == found
    return [] if same else [f"{at}: {found!r}, not {told!r}"]


def like(told: str, found: str, *, whole: bool = True) -> bool:
    pattern = ".*".join(map(re.escape, told.split(ANY)))
    return (re.fullmatch if whole else re.search)(pattern, found, re.S if whole else 0) is not None


def test_a_page_that_tells_otherwise_is_found_out():
    """The comparison itself can fail."""
    assert shown({"a": 1, "b": ["x…z"]}, {"a": 1, "b": ["xyz", "more"], "c": 2}) == []
    assert shown({"a": 1}, {"a": 2})
    assert shown({"a": [1, 2]}, {"a": [1]})
    assert shown({"a": []}, {"a": [1]})
    assert shown({"b": 1}, {"a": 1})
    assert shown("x…z", "xy")
    assert len(exchanges()) > 12


# ---------------------------------------------------------------- OpenAPI


def test_the_document_names_every_route_and_no_other():
    told = set(document(OPERATIONS)["paths"])
    routes = {
        re.sub(r"{(\w+):path}", r"{\1}", r.path).removeprefix(ROOT)
        for r in router.routes
        if isinstance(r, Route)
    }
    assert told == routes
    assert len({one.name for one in OPERATIONS}) == len({one.path for one in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_every_operation_is_told_with_an_example_that_holds(one):
    told = document(OPERATIONS)["paths"][re.sub(r"{(\w+):path}", r"{\1}", one.path)]["get"]
    assert told["summary"].endswith(".")
    assert told["description"].endswith(".")
    assert set(told["responses"]) >= {"200", "304", "400", "503"}
    (example,) = [
        held["example"] for held in told["responses"]["200"]["content"].values() if "example" in held
    ]
    schema = {**one.returns, "$defs": {}} if one.returns else {"type": "string"}
    whole = json.loads(json.dumps(schema).replace("#/$defs/", "#/components/schemas/"))
    whole["components"] = document(OPERATIONS)["components"]
    assert [error.message for error in Draft202012Validator(whole).iter_errors(example)] == []


def test_the_examples_are_what_the_api_answers_today():
    assert {one.name for one in OPERATIONS} == set(ASKED)
    kept = json.loads(EXAMPLES.read_text("utf-8"))
    assert steady(kept) == steady(examples()), "run python -m tests.api_examples"


def steady(told):
    """Examples without what each backend has its own of: cursors, and how high it ranks."""
    text = re.sub(r"after=[\w-]+", "after=", json.dumps(told))
    return json.loads(re.sub(r'"score": [\d.]+', '"score": 0', text))


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_takes_the_parameters_it_is_told_to_take_and_no_others(one):
    values = {name: ask for name, ask in VALUES.items() if name in one.takes}
    address = ASKED[one.name].partition("?")[0]
    reader = still()
    for name, value in values.items():
        found = reader.get(ROOT + address, params={name: value})
        assert found.status_code in (200, 304), (name, found.text)
    for name in (*set(VALUES) - set(one.takes), "warna"):
        found = reader.get(ROOT + address, params={name: VALUES.get(name, "merah")})
        assert found.status_code == 400, name


VALUES = {
    "q": "kopi",
    "source": "side",
    "topic": "program",
    "place": "33",
    "origin": "Solo",
    "country": "Jepang",
    "destination": "JP",
    "product": "kopi",
    "group": "09",
    "program": "KUR",
    "exporter": "koperasi",
    "min_value": "1 juta",
    "max_value": "USD 100 ribu",
    "min_weight": "1",
    "max_weight": "18 ton",
    "since": "2021-01-01",
    "until": "2021-12-31",
    "by": "release",
    "copies": "no",
    "sort": "newest",
    "limit": "1",
    "facets": "topic",
    "unit": "week",
    "field": "destinations",
    "prefix": "so",
    "bom": "no",
    "bahasa": "en",
    "of": "articles",
    "format": "csv",
}


def test_every_parameter_is_told_and_tried():
    assert set(PARAMETERS) - {"after"} <= set(VALUES)
    assert {name for one in OPERATIONS for name in one.takes} == set(PARAMETERS)


def test_the_page_that_shows_the_document_needs_nothing_remote():
    page = still().get(f"{ROOT}/docs").text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script>" not in page
    for one in OPERATIONS:
        assert f'id="{one.name}"' in page
    assert "Kopi Arabika Ijen" in page
    assert still().get(f"{ROOT}/docs?bahasa=en").text.count("example of an answer") == len(OPERATIONS)
