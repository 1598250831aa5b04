"""Whatever the core can refuse a reader of the pages is said in their language: no English on an Indonesian page.

Every `BadInput(…)` that the pages could come to, by what they import, is either worded in app/web/data/said.toml or
named here among those that no reader meets.
"""

import ast
import importlib
import re
import string
from pathlib import Path

import pytest

from app.web.language import Speech, texts
from app.web.settings import LANGUAGES
from entities.correction_sets import CALLED, KEYS, ROLES, mention_sets, record_sets
from entities.errors import BadInput
from entities.records import Program, Release
from tests.test_house import FILES, imports, name
from tests.web import reader, words

# Modules, or functions of them, whose refusals are for whoever types a command or sets a server up.
COMMANDS = """
app.archive app.delivery app.export app.export_target app.history app.ledger_export app.schedule app.searching app.smtp
app.snapshot app.upkeep app.why app.digests.archive app.digests.composing app.digests.links app.digests.mail app.digests.office
app.digests.record app.digests.week app.web.serving app.web.settings
crawler entities.schema entities.wire indexer.copying indexer.elastic_server indexer.index state.state
app.asking.text_of app.asking.facets_of app.asking.query app.correcting.mentions_of app.correcting.spot_of
app.deciding.run_undo app.digests.subscribing.read_day
""".split()
# What the pages check before the core does: sides of a comparison, units of a range, and of a subscription days and order.
CHECKED = ("app.drawing.sides", "indexer.bounds")
UNMET = (*COMMANDS, *CHECKED)
UNASKED = (
    "a digest has the days of its week; leave --since and --until out",
    "a digest holds what was learnt in its week; leave --by out",
)


def modules():
    """Dotted name -> file of all that the pages import, each through the others."""
    known = {name(path).removesuffix(".py").replace("/", "."): path for path in FILES}
    found, todo = {}, [one for one in known if one.startswith("app.web.")]
    while todo:
        if (one := todo.pop()) in found:
            continue
        found[one] = known[one]
        named = imports(known[one]) | parts(known[one])
        todo += named & known.keys()
    return found


def parts(path: Path):
    """The modules that `from package import module` names."""
    for_all = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom))
    return {f"{one.module}.{alias.name}" for one in for_all for alias in one.names}


def refusals(module, path):
    """(where, what is said) of each BadInput of a module; None for a sentence that is not told with blanks."""
    tree = ast.parse(path.read_text("utf-8"))
    inner = {}
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)):
        inner |= dict.fromkeys(ast.walk(function), function.name)  # the innermost comes last
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "BadInput":
            yield f"{module}.{inner.get(node, '')}", _says(module, node.args[0])


def _says(module, told):
    if isinstance(told, ast.Name):
        return getattr(importlib.import_module(module), told.id, None)
    return told.value if isinstance(told, ast.Constant) else None


def is_unmet(where):
    return any(where == one or where.startswith(f"{one}.") for one in UNMET)


MET = sorted(
    {
        (where, says or "a sentence without blanks of its own")
        for module, path in modules().items()
        for where, says in refusals(module, path)
        if not is_unmet(where) and says not in UNASKED
    }
)


def fields(text):
    """The blanks of a text, those within a form too."""
    for _, field, section, _ in string.Formatter().parse(text):
        if field:
            yield field
            yield from fields(section or "")


@pytest.mark.parametrize(("where", "says"), MET, ids=[f"{where}: {says[:40]}" for where, says in MET])
def test_what_the_core_refuses_a_reader_is_worded_in_both_languages(where, says):
    told = texts()[f"said.{says}"]
    for language in LANGUAGES:
        assert set(fields(told[language])) <= set(fields(says)), language
        assert not re.search(r"`|--\w", told[language]), "a command is nothing for a page"


def test_no_wording_is_left_over():
    worded = {key.removeprefix("said.") for key in texts() if key.startswith("said.")}
    assert worded == {says for _, says in MET}


def test_the_pages_reach_the_refusals_that_this_looks_for():
    places = {where.rpartition(".")[0] for where, _ in MET}
    assert {"entities.correction_sets", "app.correcting", "app.deciding", "indexer.cursor"} <= places
    assert len(MET) > 40


# ---------------------------------------------------------------- as it is read

SETS = [
    (lambda: mention_sets("city", {"code": "Solo"}), "code", "bukan kode kota atau kabupaten"),
    (lambda: mention_sets("country", {"role": "origin"}), "role", "“asal” bukan peran di sini; pilih tujuan, disebut."),
    (lambda: mention_sets("country", {"amount": "2"}), "amount", "Untuk negara dapat diisi Kode, Peran; bukan Angka."),
    (lambda: mention_sets("value", {}), None, "Belum ada yang diubah"),
    (lambda: mention_sets("value", {"amount": "sejuta"}), "amount", "“sejuta” bukan angka; tulis angkanya saja"),
    (lambda: mention_sets("value", {"amount": "0"}), "amount", "harus lebih dari 0"),
    (lambda: mention_sets("quantity", {"unit": "ikat"}), "unit", "“ikat” bukan satuan di sini; pilih kg, l,"),
    (lambda: mention_sets("product", {"name": "x" * 201}), "name", "1 sampai 200 huruf"),
    (lambda: record_sets(Release, {"date": "besok"}), "date", "“besok” bukan tanggal"),
    (lambda: record_sets(Release, {"values": "sejuta"}), "values", "bukan angka"),
    (lambda: record_sets(Release, {"values": "RUPIAH 5"}), "values", "“RUPIAH” bukan mata uang"),
    (lambda: record_sets(Program, {"participants": "banyak"}), "participants", "bukan jumlah peserta"),
    (lambda: record_sets(Program, {"kind": "pesta"}), "kind", "“pesta” bukan jenis program di sini"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "field", "told"), SETS, ids=[told[:30] for _, _, told in SETS])
def test_a_value_that_cannot_be_set_is_told_with_its_field_in_the_readers_words(make, field, told):
    with pytest.raises(BadInput) as caught:
        make()
    assert caught.value.field == field
    assert told in Speech("id").refusal(caught.value)
    assert Speech("en").refusal(caught.value) != Speech("id").refusal(caught.value)


def test_every_code_of_a_refusal_has_its_words():
    named = {*KEYS, *CALLED.values(), "role", "unit", "kind of programme", "date"}
    assert {f"what.{one}" for one in named} <= texts().keys()
    assert {f"editor.key_{key}" for keys in KEYS.values() for key in keys} <= texts().keys()
    assert {f"role.{role}" for roles in ROLES.values() for role in roles} <= texts().keys()


def test_what_is_in_no_table_is_told_as_the_core_says_it_and_not_taken_for_a_form():
    assert Speech("id").refusal(BadInput("hanya {ini}")) is None
    hostile = BadInput(
        "{id} has no {what} {number}; it has {held}", id="{0.__class__}", what="{x}", number=1, held=0
    )
    assert "{x}" in Speech("id").refusal(hostile)


ADDRESSES = {
    "/?q=kopi&after=YQ": ("Penanda halaman rusak", "The mark of the page is damaged"),
    "/events?after=YQ": ("Penanda halaman rusak", "The mark of the page is damaged"),
    "/dossier/country/JP?after=YQ": ("Penanda halaman rusak", "The mark of the page is damaged"),
    "/lihat?of=schemes&view=flows": ("Program tidak punya tujuan", "Programmes have no destinations"),
    "/lihat?view=series&unit=week&since=1950-01-01": ("tidak dapat digambar", "cannot be drawn"),
    "/?tanggal=kemarin": ("Tidak ada parameter", "There is no parameter"),
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_an_address_asks_in_vain_is_refused_in_the_readers_language(address):
    with reader() as web:
        for language, told in zip(LANGUAGES, ADDRESSES[address], strict=True):
            answer = web.get(f"{address}&bahasa={language}")
            assert answer.status_code == 400
            assert told in words(answer.text)


def test_an_api_is_told_in_the_words_of_the_command_line():
    with reader() as web:
        detail = web.get("/api/v1/articles?after=YQ").json()["detail"]
    assert "the cursor of the page is damaged" in detail
