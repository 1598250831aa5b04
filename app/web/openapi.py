"""The OpenAPI 3.1 document of the API, made from its operations and the schemas of the records."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.web.api_subscriptions import SHAPES as SUBSCRIPTIONS
from app.web.operations import PARAMETERS, ROOT, Operation
from app.web.shapes import SHAPES
from entities.schema import STRING, definitions, ref

Json = dict[str, Any]
EXAMPLES = Path(__file__).with_name("data") / "api_examples.json"
IN_PATH = re.compile(r"{(\w+)(?::path)?}")
TOLD = {
    "id": "The id of an article, as lists name it; of an event also one that it had before.",
    "of": "What is looked for.",
    "suffix": "The format.",
    "token": "What stands at the end of a link in a mail.",
    "act": "What is done; `confirm` by the token of the link to confirm, all else by that of the link to manage.",
    "record": "The name of a record; `/schema` lists them.",
}
HEADERS = {
    "ETag": {"description": "Send it back as If-None-Match; 304 says that you have it.", "schema": STRING},
}
ABOUT = """Facts read from Indonesian regional news: export releases by small businesses and programmes for them. Read
only, but for subscriptions to the digest; GET and HEAD. Every value keeps the words it was read from and the link.
Errors are problem+json (RFC 9457)."""


def document(operations: Iterable[Operation], prefix: str = "") -> Json:
    """The document of these operations; prefix: where the server stands below its host."""
    paths: Json = {}
    for one in operations:
        paths.setdefault(IN_PATH.sub(r"{\1}", one.path), {})[one.method.lower()] = operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pantau",
            "version": version("pantau"),
            "description": " ".join(ABOUT.split()),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": prefix + ROOT}],
        "paths": paths,
        "components": {"schemas": _moved(definitions() | SHAPES | SUBSCRIPTIONS)},
    }


def operation(one: Operation) -> Json:
    """One operation with its parameters, answers and an example of invented data."""
    answer = {"description": "The answer.", "content": _content(one)}
    usual = {"304": {"description": "You have it already."}}
    if not one.refusals:
        answer["headers"] = HEADERS
    return {
        "operationId": one.name,
        "summary": one.told,
        "description": " ".join((getattr(one.run, "func", one.run).__doc__ or "").split()),
        "parameters": [*_of_path(one), *({"name": n, "in": "query", **PARAMETERS[n]} for n in one.takes)],
        **({"requestBody": _request(one)} if one.body else {}),
        "responses": {
            str(one.status): answer,
            **({} if one.refusals else usual),
            **one.moves,
            **{status: _problem(told) for status, told in _failures(one).items()},
        },
    }


def _failures(one: Operation) -> Mapping[str, str]:
    """Status -> when it is answered with a problem."""
    if one.refusals:
        return one.refusals
    missing = {"404": "There is no such thing."} if one.missing else {}
    away = {"503": "The index is away or busy; try again after Retry-After seconds."}
    return {"400": "The request asks for what there is not.", **missing, **away}


def _request(one: Operation) -> Json:
    """What is posted."""
    content: Json = {"schema": _moved(one.body)}
    if one.name in examples():
        content["example"] = examples()[one.name]["body"]
    return {"required": True, "content": {"application/json": content}}


def _of_path(one: Operation) -> Iterable[Json]:
    """The parameters in the path, with their values where these are known."""
    known = {"of": one.of, "suffix": one.suffixes, "act": one.acts}
    for name in IN_PATH.findall(one.path):
        values = {"enum": list(known[name])} if known.get(name) else {}
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": TOLD[name],
            "schema": {**STRING, **values},
        }


def _content(one: Operation) -> Json:
    """What an answer holds, by media type; the example stands at the first."""
    schema = _moved(one.returns) if one.returns else {**STRING}
    content: Json = {kind: {"schema": schema} for kind in one.kinds}
    if one.name in examples():
        content[examples()[one.name]["kind"]]["example"] = examples()[one.name]["answer"]
    return content


def _problem(told: str) -> Json:
    return {"description": told, "content": {"application/problem+json": {"schema": _moved(ref("problem"))}}}


@cache
def examples() -> dict[str, Json]:
    """Name of an operation -> the address asked, the media type and the answer, of the sample press."""
    found: dict[str, Json] = json.loads(EXAMPLES.read_text("utf-8"))
    return found


def _moved(part: Any) -> Any:
    """The same with references to where OpenAPI keeps schemas."""
    if isinstance(part, dict):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(value)
            for key, value in part.items()
        }
    return [_moved(one) for one in part] if isinstance(part, list | tuple) else part
