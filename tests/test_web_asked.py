"""An address is a query and a query is an address."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.asking import FILTERS
from app.web import asked
from app.web.refused import Refused
from app.wording import WIB
from indexer.index import Between, Query

USUAL = Query(limit=asked.LIMIT, facets=())
VALUES = {
    "topic": ["program", "export_release"],
    "place": ["33", "33.72"],
    "origin": ["33.72", "34"],
    "country": ["JP", "NL"],
    "destination": ["JP", "DE"],
    "product": ["gula semut", "kopi & teh"],
    "group": ["09", "17"],
    "program": ["KUR"],
    "exporter": ["CV Contoh"],
    "source": ["solopos", "side"],
}
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(
    lambda day: datetime(day.year, day.month, day.day, tzinfo=WIB)
)
AMOUNTS = st.decimals(min_value=1, max_value=10**12, places=2) | st.integers(1, 10**13).map(Decimal)


def bounds(units):
    ends = st.tuples(st.sampled_from(units), AMOUNTS, AMOUNTS)
    return st.none() | ends.map(lambda e: Between(unit=e[0], low=min(e[1:]), high=max(e[1:])))


QUERIES = st.builds(
    replace,
    st.just(USUAL),
    of=st.sampled_from(sorted(asked.OF_NAMES)),
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(str.strip),
    value=bounds(["IDR", "USD"]),
    volume=bounds(["kg"]),
    by=st.sampled_from(asked.BYS),
    sort=st.sampled_from(asked.SORTS),
    originals=st.booleans(),
    limit=st.integers(1, asked.MOST),
    **{
        FILTERS[name][0]: st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)
        for name, values in VALUES.items()
    },
)


def read(address):
    return asked.read(parse_qsl(urlsplit(address).query, keep_blank_values=True))


@settings(deadline=None)
@given(QUERIES, st.tuples(DAYS, DAYS))
def test_a_query_written_and_read_is_the_same(query, days):
    query = replace(query, since=min(days), until=max(days).replace(hour=0))
    if query.since == query.until:
        query = replace(query, until=None)
    assert read(asked.address("/", query)) == query


def test_what_is_usual_is_not_told():
    assert asked.address("/", USUAL) == "/"
    assert read("/?q=&of=&since=&origin=") == USUAL


def test_names_are_read_as_codes():
    query = read("/?origin=Solo&destination=Japan&until=2021-12-31&min_value=1,5+miliar")
    assert (query.origins, query.destinations) == (("33.72",), ("JP",))
    assert query.until == datetime(2022, 1, 1, tzinfo=WIB)
    assert query.value == Between(unit="IDR", low=Decimal(1_500_000_000))


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/?colour=red", "parameter"),
        ("/?sort=best", "choice"),
        ("/?of=everything", "choice"),
        ("/?bahasa=fr", "choice"),
        ("/?sort=newest&sort=oldest", "twice"),
        ("/?limit=0", "number"),
        ("/?limit=101", "number"),
        ("/?limit=٣", "number"),
        ("/?since=20-12-2021", "day"),
        ("/?since=2021-02-30", "day"),
        ("/?since=0001-01-01", "day"),
        ("/?since=2021-12-31&until=2021-01-01", "backwards"),
        ("/?origin=Sola", "near"),
        ("/?origin=qqqqqq", "value"),
        ("/?source=nowhere", "choice"),
        ("/?min_value=much", "money"),
        ("/?min_weight=heavy", "weight"),
        ("/?min_value=1&max_value=USD+2", "currencies"),
        ("/?after=%2e%2e", "cursor"),
        ("/?q=" + "a" * 2_001, "long"),
        ("/?product=" + "a" * 201, "long"),
        ("/?" + "product=a&" * 61, "many"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(address, key):
    with pytest.raises(Refused) as refused:
        (asked.language(parse_qsl(urlsplit(address).query)), read(address))
    assert refused.value.key == f"refused.{key}"
    assert "\n" not in str(refused.value)
