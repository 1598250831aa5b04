"""A server as an index URL names it, the client that speaks to it, and its failures told in one sentence.

Credentials reach the client only: no sentence, log line or lock file holds them.
"""

import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, ElasticsearchWarning, UnsupportedProductError

from entities.errors import BadInput, IndexUnusable
from indexer.elastic_mapping import alias, concrete
from indexer.index import SERVER_SCHEMES, shown

OLDEST, NEWEST = 8, 9  # major versions of the server that the client speaks to
PREFIX = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
PROBE = 10.0  # seconds for the answer whether it is there
TIMEOUT = 60.0  # seconds for one answer
PASSING = frozenset({429, 502, 503, 504})  # the server is busy or starting: asked again


class Away(IndexUnusable):
    """The server cannot be reached or is too busy now; what is written waits."""


@dataclass(frozen=True)
class Server:
    """A server and the prefix of our indices there; `name` is how it is called before people.

    patience: seconds for one answer, where they are fewer than TIMEOUT.
    """

    name: str
    prefix: str
    options: dict[str, Any] = field(repr=False)
    generation: int | None = None
    patience: float = TIMEOUT

    def index(self, kind: str) -> str:
        """The name to read and write under: an alias, or an index of the generation that is being made."""
        if self.generation is None:
            return alias(self.prefix, kind)
        return concrete(self.prefix, kind, self.generation)

    def at(self, generation: int) -> "Server":
        """The same server as one generation sees it."""
        return replace(self, generation=generation)

    @cached_property
    def client(self) -> Elasticsearch:
        warnings.simplefilter("ignore", ElasticsearchWarning)  # as on a server without security
        logging.getLogger("elastic_transport").setLevel(logging.ERROR)  # what fails is told by us, once
        return Elasticsearch(request_timeout=self.patience, max_retries=0, **self.options)

    @cached_property
    def reader(self) -> Elasticsearch:
        """The client for questions, which may be asked twice."""
        return self.client.options(max_retries=3, retry_on_status=tuple(PASSING))

    def check(self) -> None:
        """IndexUnusable where this is no server that we can use."""
        with self.telling():
            told = self.client.options(request_timeout=min(PROBE, self.patience)).info()["version"]
        number = str(told.get("number", "?"))
        if not OLDEST <= int(number.partition(".")[0] or 0) <= NEWEST:
            raise IndexUnusable(
                f"{self.name}: the server is Elasticsearch {number}; Pantau needs {OLDEST} or {NEWEST}"
            )

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what the client says into one sentence that names the server."""
        try:
            yield
        except (ApiError, TransportError, UnsupportedProductError) as error:
            kind = Away if is_passing(error) else IndexUnusable
            raise kind(f"{self.name}: {reason(error)}") from error


def server(url: str) -> Server:
    """The server of a URL as https://USER:PASSWORD@HOST:9200/PREFIX, or elasticsearch:///PREFIX for a cloud id.

    PANTAU_ELASTICSEARCH_API_KEY, _USER, _PASSWORD, _CA_FILE and _CLOUD_ID tell what the URL does not.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadInput("the URL of the index has an impossible port or host") from error
    prefix = unquote(parts.path).strip("/")
    if not PREFIX.fullmatch(prefix) or parts.query or parts.fragment:
        raise BadInput(
            f"{shown(url)!r} names no index; use https://HOST:9200/PREFIX, PREFIX in small letters"
        )
    options = {**_where(parts.scheme, parts.hostname, port), **_who(parts.username, parts.password)}
    return Server(shown(url), prefix, options)


def _where(scheme: str, host: str | None, port: int | None) -> dict[str, Any]:
    cloud = os.environ.get("PANTAU_ELASTICSEARCH_CLOUD_ID")
    if scheme not in SERVER_SCHEMES or not host:
        if not cloud:
            raise BadInput(
                "elasticsearch:///PREFIX needs PANTAU_ELASTICSEARCH_CLOUD_ID; else name https://HOST:9200/PREFIX"
            )
        return {"cloud_id": cloud}
    told: dict[str, Any] = {"hosts": [{"scheme": scheme, "host": host, "port": port or 9200}]}
    if scheme == "https" and (file := os.environ.get("PANTAU_ELASTICSEARCH_CA_FILE")):
        if not os.path.isfile(file):
            raise BadInput(f"PANTAU_ELASTICSEARCH_CA_FILE names no file: {file}")
        told["ca_certs"] = file
    return told


def _who(user: str | None, password: str | None) -> dict[str, Any]:
    if user:
        return {"basic_auth": (unquote(user), unquote(password or ""))}
    if api_key := os.environ.get("PANTAU_ELASTICSEARCH_API_KEY"):
        return {"api_key": api_key}
    if user := os.environ.get("PANTAU_ELASTICSEARCH_USER"):
        return {"basic_auth": (user, os.environ.get("PANTAU_ELASTICSEARCH_PASSWORD", ""))}
    return {}


# ---------------------------------------------------------------- failures

BY_STATUS = {
    401: "the server does not accept these credentials; see PANTAU_ELASTICSEARCH_* in docs/elasticsearch.md",
    403: "the credentials do not allow this; docs/elasticsearch.md has the role that is needed",
    404: "the index is not there",
    413: "the server takes no request of this size",
    429: "the server is too busy",
    503: "the server is not ready",
}
BLOCKED = "writing is blocked, as while `pantau index rebuild` runs; if it was broken off, run it again"


def is_passing(error: Exception) -> bool:
    """True for what may go by itself: no connection, a busy or starting server, an index that is being made anew."""
    if isinstance(error, ApiError):
        return error.status_code in PASSING or _is_blocked(error)
    return isinstance(error, NoConnection) and not isinstance(error, TlsError)


def reason(error: Exception) -> str:
    """What a failure of the client means, without what it was asked with."""
    if isinstance(error, UnsupportedProductError):
        return "this is no Elasticsearch server (OpenSearch is another product)"
    if isinstance(error, ApiError):
        if _is_blocked(error):
            return BLOCKED
        return BY_STATUS.get(error.status_code, f"the server answered {error.status_code} {error.message}")
    if isinstance(error, TlsError):
        return "its certificate cannot be verified; name the authority's file in PANTAU_ELASTICSEARCH_CA_FILE"
    if isinstance(error, ConnectionTimeout):
        return "the server did not answer in time"
    if isinstance(error, NoConnection):
        return "the server cannot be reached"
    return "the answer cannot be read, so this may be no Elasticsearch server"


def _is_blocked(error: ApiError) -> bool:
    return error.status_code == 403 and error.error == "cluster_block_exception"
