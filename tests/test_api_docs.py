"""What is told of the API is true: docs/api.md runs, the OpenAPI document names every route, its examples are today's."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Route

from app.web.api import ALL, OPERATIONS, router
from app.web.api_subscriptions import OPERATIONS as SUBSCRIPTIONS
from app.web.openapi import EXAMPLES, document
from app.web.operations import PARAMETERS, ROOT
from app.web.server import ROUTERS
from tests.api import post_office, still
from tests.api_examples import ASKED, MAILED, examples

pytestmark = pytest.mark.usefixtures("backend")  # over a file, and over a server

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api.md"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.S)
ANY = "…"


def exchanges() -> list[tuple[str, str, str]]:
    """Each request of the page with the kind and the text of the answer that follows it."""
    found, asked = [], None
    for kind, text in BLOCK.findall(PAGE.read_text("utf-8")):
        if text.startswith(("GET ", "POST ")):
            asked = text
        elif asked:
            found.append((asked, kind, text))
            asked = None
    return found


@pytest.fixture
def office():
    """A server that can mail, with a subscription whose tokens stand for MANAGE and CONFIRM."""
    with post_office() as one:
        yield one


def answered(office, asked):
    """What a request of the page is answered: method and address, headers, and after an empty line what is posted."""
    head, _, body = asked.strip().partition("\n\n")
    first, *lines = head.split("\n")
    method, address = first.split(" ", 1)
    headers = dict(line.split(": ", 1) for line in lines)
    if "/subscriptions" not in address:
        return still().request(method, address, headers=headers)
    address = office.tokens(address.replace("MANAGE", "{manage}").replace("CONFIRM", "{confirm}"))
    return office.reader.request(method, address, headers=headers, content=body or None)


@pytest.mark.parametrize(("asked", "kind", "told"), exchanges(), ids=lambda text: text.split("\n")[0][:60])
def test_the_page_of_the_api_runs(asked, kind, told, office):
    found = answered(office, asked)
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
    paths = document(ALL)["paths"]
    told = {(path, method.upper()) for path, held in paths.items() for method in held}
    routes = {
        (re.sub(r"{(\w+):path}", r"{\1}", r.path).removeprefix(ROOT), method)
        for r in router.routes
        if isinstance(r, Route)
        for method in r.methods
    }
    assert told == routes
    assert len({one.name for one in ALL}) == len({one.path for one in ALL}) == len(ALL)


def test_the_server_has_no_route_below_the_api_that_the_document_does_not_tell():
    found = {
        r.path for one in ROUTERS for r in one.routes if isinstance(r, Route) and r.path.startswith(ROOT)
    }
    told = {ROOT + re.sub(r":path", "", one.path) for one in ALL}
    assert {re.sub(r":path", "", path) for path in found} == told | {f"{ROOT}/openapi.json", f"{ROOT}/docs"}


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


@pytest.mark.parametrize("one", SUBSCRIPTIONS, ids=lambda one: one.name)
def test_a_subscription_is_told_with_what_is_posted_what_is_answered_and_every_refusal(one):
    whole = document(ALL)
    told = whole["paths"][one.path][one.method.lower()]
    assert set(told["responses"]) == {str(one.status), *one.refusals}
    assert "304" not in told["responses"]
    for status in one.refusals:
        (problem,) = told["responses"][status]["content"].items()
        assert problem == ("application/problem+json", {"schema": {"$ref": "#/components/schemas/problem"}})
    asked = [told["requestBody"]] if one.body else []
    for held in (*asked, told["responses"][str(one.status)]):
        content = held["content"]["application/json"]
        checked = Draft202012Validator({**content["schema"], "components": whole["components"]})
        assert [error.message for error in checked.iter_errors(content["example"])] == []


def posts(office, address, **how):
    return office.reader.post(ROOT + office.tokens(address), **how)


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (400, lambda o: posts(o, "/subscriptions", json={"address": "siti", "search": {"q": "kopi"}})),
        (400, lambda o: posts(o, "/subscriptions", json={"address": "siti@contoh.id", "search": {}})),
        (400, lambda o: posts(o, "/subscriptions", content=b"{")),
        (400, lambda o: posts(o, "/subscriptions?q=kopi", json={"address": "a@contoh.id", "search": {}})),
        (400, lambda o: posts(o, "/subscriptions/{manage}/dance")),
        (404, lambda o: posts(o, "/subscriptions/{manage}/confirm")),
        (404, lambda o: posts(o, "/subscriptions/{manage}x/pause")),
        (404, lambda o: o.reader.get(f"{ROOT}/subscriptions/x")),
        (405, lambda o: o.reader.get(f"{ROOT}/subscriptions")),
        (405, lambda o: o.reader.delete(ROOT + o.tokens("/subscriptions/{manage}"))),
    ],
)
def test_what_cannot_be_done_with_a_subscription_is_a_problem(office, status, ask):
    found = ask(office)
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert set(found.json()) == {"type", "title", "status", "detail"}


def test_a_subscription_that_ended_is_gone_and_can_be_ended_again(office):
    for act in ("unsubscribe", "unsubscribe", "delete"):
        assert posts(office, f"/subscriptions/{{manage}}/{act}").json() == {"standing": "gone"}
    for ask in (
        lambda: posts(office, "/subscriptions/{manage}/pause"),
        lambda: office.reader.get(ROOT + office.tokens("/subscriptions/{manage}")),
    ):
        found = ask()
        assert (found.status_code, found.headers["content-type"]) == (404, "application/problem+json")
        assert found.json()["detail"] == "There is no such subscription any more."


def test_a_server_without_mail_says_so_to_programs(office, monkeypatch):
    monkeypatch.delenv("PANTAU_SMTP_HOST")
    found = posts(office, "/subscriptions", json={"address": "siti@contoh.id", "search": {"q": "kopi"}})
    assert (found.status_code, found.headers["content-type"]) == (503, "application/problem+json")


def test_the_examples_are_what_the_api_answers_today():
    assert {one.name for one in ALL} == set(ASKED) | set(MAILED)
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
    for one in ALL:
        assert f'id="{one.name}"' in page
    assert "POST /api/v1/subscriptions</code>" in page
    assert "Kopi Arabika Ijen" in page
    assert still().get(f"{ROOT}/docs?bahasa=en").text.count("example of an answer") == len(ALL)
