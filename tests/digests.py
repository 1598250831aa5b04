"""Articles of a few words for tests of the digest, put into an index, and digests made of them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from app.digests.composing import compose
from app.digests.week import read_week
from entities.records import Article, Mention, Money, Program, Quantity, Release, Story
from indexer.index import Query

WEEK = read_week("2021-W51", date(2022, 1, 1))  # 20 to 26 December
MONDAY = datetime(2021, 12, 20, 3, tzinfo=UTC)  # ten o'clock in Jakarta
PUBLIC = "https://pantau.example.go.id"
SOURCES = ("joglosemarnews", "kedirikota", "side", "solopos")
TITLES = "Ekspor perdana kopi gula keripik rotan batik lada udang teh kakao pala vanila cengkih".split()


def idr(amount, deal=None):
    return Money(amount=Decimal(amount), currency="IDR", deal=deal)


def usd(amount, deal=None):
    return Money(amount=Decimal(amount), currency="USD", deal=deal)


def kg(amount):
    return Quantity(amount=Decimal(amount), unit="kg")


def evidence(value, text):
    return Mention(
        kind="value", field="body", start=0, end=len(text), text=text, value=value, name=text, rule="t"
    )


def release(*values, printed=(), **fields):
    """A release from Solo to Japan on the Monday, unless told otherwise. printed: the words of its values."""
    told = zip(values, printed, strict=False)
    fields = {"date": date(2021, 12, 20), "origins": ("33.72",), "destinations": ("JP",), **fields}
    return Release(values=values, evidence=tuple(evidence(value, text) for value, text in told), **fields)


def story(
    id, *releases, published=MONDAY, learnt=None, programs=(), title=None, url=None, body=None, **article
):
    """An article; learnt of when it was published, unless told otherwise."""
    return Story(
        article=Article(
            id=id,
            url=url or f"https://koran.example/{id}",
            title=title or f"Kabar {id}",
            body=body or f"Isi {id} " + " ".join(TITLES[len(id) % 7 :]),
            published_at=published,
            **{"source": "solopos", **article},
        ),
        topics=("export_release",) if releases else ("program",) if programs else (),
        releases=tuple(releases),
        programs=tuple(programs),
        learnt_at=learnt or published,
    )


def program(name, **fields):
    return Program(**{"name": name, "kind": "training", **fields})


def made(index, query=None, week=WEEK, **how):
    """A digest of an index, of everything and without a state unless told otherwise."""
    return compose(index, query or Query(), week, **{"sources": SOURCES, **how})


def days(number):
    return timedelta(days=number)
