"""Every drawing is sound SVG that says who it is, fits its sheet, needs no colour to be read, and equals its table."""

import csv
import gzip
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest

from app.drawing import fonts
from app.drawing.draw import draw, png
from app.drawing.fit import fitted, needed, plain, wrapped
from app.drawing.scale import classes, marks, step
from app.drawing.style import CLASSES, PREFIX, colours, stylesheet
from app.drawing.table import notes, table
from app.drawing.tiles import grid
from app.drawing.words import _words
from entities import regions
from entities.errors import BadInput
from tests import drawings
from tests.drawings import EVERY, HOSTILE

ROOT = Path(__file__).resolve().parents[1]
SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "rect", "path", "circle", "text", "pattern"}


def parsed(drawing, **more):
    return ET.fromstring(draw(drawing, **more))


def of(root, name):
    return root.iter(SVG + name)


def words(element):
    """The text of an element without what a pointer shows."""
    return element.text or ""


@pytest.fixture(params=[False, True], ids=["in a page", "alone"])
def standalone(request):
    return request.param


# ---------------------------------------------------------------- sound


@pytest.mark.parametrize("name", EVERY)
def test_it_is_well_formed_and_of_few_elements(name, standalone):
    root = parsed(EVERY[name], standalone=standalone)
    assert root.tag == SVG + "svg"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED


@pytest.mark.parametrize("name", EVERY)
def test_a_strict_page_may_hold_it(name, standalone):
    """No style of its own, no script, nothing fetched, nothing that refers but to itself."""
    root = parsed(EVERY[name], standalone=standalone)
    for element in root.iter():
        assert not {key for key in element.attrib if key == "style" or key.startswith("on") or "href" in key}
        for value in element.attrib.values():
            assert "url(" not in value or value.startswith("url(#gambar-")


@pytest.mark.parametrize("name", EVERY)
def test_who_cannot_see_it_is_told(name):
    root = parsed(EVERY[name], id="satu")
    assert root.get("role") == "img"
    named = [root.find(f".//*[@id='{id}']") for id in root.get("aria-labelledby").split()]
    assert [one.tag.removeprefix(SVG) for one in named] == ["title", "desc"]
    assert named[0].text == plain(EVERY[name].about.title)
    assert len(named[1].text) > 30
    assert all(plain(note) in named[1].text for note in notes(EVERY[name]))
    assert root.get("lang") == EVERY[name].about.language


def test_ids_are_unique_also_in_a_page_of_many():
    page = "".join(draw(drawing, id=f"g{at}") for at, drawing in enumerate(EVERY.values()))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) > 2 * len(EVERY)
    assert max(Counter(ids).values()) == 1
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_an_id_that_could_break_out_is_refused():
    with pytest.raises(ValueError, match="no id"):
        draw(EVERY["bars"], id='x"><script>')


@pytest.mark.parametrize("name", EVERY)
def test_no_text_is_clipped_or_too_small(name, standalone):
    root = parsed(EVERY[name], standalone=standalone)
    _, _, width, height = map(float, root.get("viewBox").split())
    for element in of(root, "text"):
        size, x, y = (float(element.get(key)) for key in ("font-size", "x", "y"))
        wide = fonts.width(words(element), size, element.get("font-weight") == "bold")
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
        assert size >= 8
        assert left >= -1, words(element)
        assert left + wide <= width + 1, words(element)
        assert size <= y <= height, words(element)


@pytest.mark.parametrize("name", EVERY)
def test_every_number_in_it_is_one(name):
    text = draw(EVERY[name])
    assert not re.search(r"\bnan\b|\binf\b|[^\w]e[-+]\d", re.sub(r">[^<]*<", "><", text), re.I)


def test_the_same_record_gives_the_same_bytes_in_any_process():
    code = "from tests.drawings import EVERY; from app.drawing.draw import draw; import hashlib; " \
        "print(hashlib.sha256(''.join(draw(d) + draw(d, standalone=True) for d in EVERY.values()).encode('utf-8')).hexdigest())"  # fmt: skip
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}, timeout=60,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1
    assert len(seen.pop().strip()) == 64


# ---------------------------------------------------------------- hostile names


@pytest.mark.parametrize("written", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_stays_text(written):
    root = parsed(drawings.bars((written, "kopi")), standalone=True)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
    shown = [words(element) for element in of(root, "text")]
    assert not any(set(text) & set("\u202e\u200f\x00\x1b\ud800\ufffe\n") for text in shown)


def test_a_long_name_is_cut_and_whole_in_the_table():
    name = "kerajinan rotan dan eceng gondok yang dianyam oleh kelompok perempuan di lereng gunung"
    drawing = drawings.bars((name, "kopi"))
    root = parsed(drawing)
    (cut,) = [element for element in of(root, "text") if words(element).endswith("…")]
    assert name.startswith(words(cut).removesuffix("…"))
    assert cut.find(SVG + "title").text == name
    assert table(drawing).texts()[0][0] == name


def test_marks_do_not_pile_up_on_a_letter():
    assert plain("a" + "\u0301" * 50) == "a\u0301\u0301"


@pytest.mark.parametrize("room", [10, 40, 100, 400])
def test_what_is_cut_fits(room):
    for name in (*HOSTILE, "Kabupaten Tangerang Selatan"):
        assert needed(fitted(name, room, 13), 13) <= max(room, needed("…", 13))
        assert all(needed(line, 13) <= max(room, needed("…", 13)) for line in wrapped(name, room, 13))


@pytest.mark.parametrize("name", ["flows with hostile names", "flows", "points"])
def test_a_figure_is_never_cut(name):
    for element in of(parsed(EVERY[name]), "text"):
        text = words(element)
        assert "…" not in text or re.search(r"… [\d.]+$", text), text


def test_money_on_a_tile_is_short_and_whole():
    shown = [words(element) for element in of(parsed(EVERY["tiles of money"]), "text")]
    assert {"1,12 T", "48 M"} <= set(shown)
    assert "Rp17 miliar sampai Rp48 miliar" in shown


def test_a_name_of_nothing_is_a_dash():
    assert "– 6" in [words(element) for element in of(parsed(EVERY["flows with hostile names"]), "text")]


# ---------------------------------------------------------------- the three states of a province


def tile_parts(name):
    """The elements of the tile of a province, from its rectangle up to the next one's."""
    parts = list(parsed(EVERY["tiles"]))
    start = next(
        at
        for at, one in enumerate(parts)
        if (hint := one.find(SVG + "title")) is not None and hint.text.startswith(name)
    )
    end = next(
        (at for at in range(start + 1, len(parts)) if parts[at].find(SVG + "title") is not None), len(parts)
    )
    return parts[start:end]


@pytest.mark.parametrize(
    ("name", "hint", "shown", "look"),
    [
        ("Jawa Tengah", "Jawa Tengah: 1.120", "1.120", PREFIX + "s5"),
        ("Jakarta", "Jakarta: tidak ada berita", "0", PREFIX + "quiet"),
        ("Aceh", "Aceh: tidak ada sumber", "–", PREFIX + "bare"),
    ],
)
def test_a_province_with_news_without_and_without_a_source_differ_by_more_than_colour(
    name, hint, shown, look
):
    tile, *rest = tile_parts(name)
    assert tile.find(SVG + "title").text == hint
    assert tile.get("class") == look
    assert (tile.get("fill") or "").startswith("url(#") == (shown == "–")
    assert shown in [words(one) for one in rest if one.tag == SVG + "text"]


def test_the_legend_names_every_state_and_class():
    shown = [words(element) for element in of(parsed(EVERY["tiles"]), "text")]
    assert {"0: tidak ada berita", "–: tidak ada sumber"} <= set(shown)
    assert "17 sampai 48" in shown


# ---------------------------------------------------------------- the grid


def test_every_province_has_one_tile_of_its_own():
    with (ROOT / "entities" / "data" / "provinces.csv").open(encoding="utf-8", newline="") as file:
        official = {row["code"] for row in csv.DictReader(file)}
    assert len(official) == 38
    assert set(grid()) == official
    assert len({(place.column, place.row) for place in grid().values()}) == 38
    assert len({place.short for place in grid().values()}) == 38


BORDERS = """11-12 12-13 12-14 13-14 13-15 13-17 14-15 15-16 15-17 16-17 16-18 17-18 31-32 31-36 32-33 32-36 33-34
33-35 61-62 61-64 62-63 62-64 63-64 64-65 71-75 72-73 72-74 72-75 72-76 73-74 73-76 91-94 91-95 92-94 92-96 93-94
93-95 94-95""".split()


@pytest.mark.parametrize("border", BORDERS)
def test_provinces_with_a_common_border_are_neighbours(border):
    one, other = (grid()[code] for code in border.split("-"))
    assert max(abs(one.column - other.column), abs(one.row - other.row)) == 1


def distance(one, other):
    """Kilometres between two points."""
    lat, lon = radians(other.lat - one.lat), radians(other.lon - one.lon)
    part = sin(lat / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(lon / 2) ** 2
    return 2 * 6371 * asin(sqrt(part))


def test_tiles_that_touch_stand_for_provinces_that_are_near():
    for one, other in combinations(grid(), 2):
        a, b = grid()[one], grid()[other]
        if abs(a.column - b.column) + abs(a.row - b.row) == 1:
            assert distance(regions.centroid(one), regions.centroid(other)) < 750, (one, other)


def test_west_is_left_and_north_is_up():
    pairs = [(a, b) for a, b in combinations(grid(), 2)]
    for axis, degree in (("column", "lon"), ("row", "lat")):
        agree = against = 0
        for one, other in pairs:
            apart = getattr(regions.centroid(other), degree) - getattr(regions.centroid(one), degree)
            steps = getattr(grid()[other], axis) - getattr(grid()[one], axis)
            signed = apart * steps * (1 if degree == "lon" else -1)
            if abs(apart) > 1.5 and steps:
                agree, against = agree + (signed > 0), against + (signed < 0)
        assert against <= 0.06 * agree, (axis, agree, against)


@pytest.mark.parametrize("code", grid())
def test_the_short_name_of_a_province_is_drawn_whole(code):
    shown = [words(element) for element in of(parsed(EVERY["tiles"]), "text")]
    assert grid()[code].short in shown


# ---------------------------------------------------------------- numbers


def hints(drawing):
    return [element.text for element in of(parsed(drawing), "title")]


@pytest.mark.parametrize("name", ["tiles", "tiles in English", "tiles of money"])
def test_tiles_show_the_figures_of_their_table(name):
    made = table(EVERY[name])
    shown = set(hints(EVERY[name]))
    for code, province, figure, state, _ in made.texts():
        assert f"{province}: {figure if figure != '–' else state}" in shown, code


def test_points_and_flows_show_the_figures_of_their_tables():
    shown = set(hints(EVERY["points"]))
    for _, name, figure, lat, _ in table(EVERY["points"]).texts():
        assert (f"{name}: {figure}" in shown) == (lat != "–")
    shown = set(hints(EVERY["flows"]))
    assert all(f"{a} – {b}: {figure}" in shown for a, b, figure in table(EVERY["flows"]).texts())


def test_what_has_no_point_is_named_in_a_note():
    lost = [spot.name for spot in EVERY["points"].spots if spot.lat is None]
    assert lost
    assert all(any(name in note for note in notes(EVERY["points"])) for name in lost)


def test_bars_and_pairs_show_the_figures_of_their_tables():
    shown = [words(element) for element in of(parsed(EVERY["bars"]), "text")]
    assert [text for text in shown if text.isdigit()] == [row[1] for row in table(EVERY["bars"]).texts()]
    shown = Counter(words(element) for element in of(parsed(EVERY["compared"]), "text"))
    for _, left, right, _ in table(EVERY["compared"]).texts()[1:]:
        assert shown[left]
        assert shown[right]


def test_the_length_of_a_bar_is_its_figure():
    found = [
        float(one.get("width"))
        for one in of(parsed(EVERY["bars"]), "rect")
        if one.get("class") == PREFIX + "one"
    ]
    figures = [bar.value for bar in EVERY["bars"].bars]
    assert [round(one / found[0], 2) for one in found] == [round(n / figures[0], 2) for n in figures]


def test_the_area_of_a_bubble_is_its_figure():
    found = {
        one.find(SVG + "title").text: float(one.get("r")) for one in of(parsed(EVERY["points"]), "circle")
    }
    by = {spot.name: spot.value for spot in EVERY["points"].spots}
    radii = {by[hint.partition(":")[0]]: r for hint, r in found.items()}
    most = max(radii)
    assert all(abs((r / radii[most]) ** 2 - value / most) < 0.03 for value, r in radii.items() if r > 3)


def test_the_height_of_a_column_is_its_figure():
    path = next(one for one in of(parsed(EVERY["series"]), "path") if one.get("class") == PREFIX + "one").get(
        "d"
    )
    heights = [float(high) for high in re.findall(r"v-([\d.]+)h", path)]
    figures = [step.value for step in EVERY["series"].steps if step.value]
    assert [round(h / max(heights), 2) for h in heights] == [round(n / max(figures), 2) for n in figures]


def test_a_week_that_nobody_watched_is_striped_and_no_zero():
    root = parsed(EVERY["series"])
    striped = [
        one.find(SVG + "title").text for one in of(root, "rect") if one.find(SVG + "title") is not None
    ]
    assert striped == [
        "2021-W21 – 2021-W22: tidak ada sumber yang dipantau",
        "2021-W41: tidak ada sumber yang dipantau",
    ]
    rows = {row[0]: row[1] for row in table(EVERY["series"]).texts()}
    assert (rows["2021-W21"], rows["2021-W01"]) == ("–", "0")


def test_names_on_the_map_cover_neither_each_other_nor_bubbles():
    root = parsed(EVERY["points"])
    labels = [one for one in of(root, "text") if float(one.get("font-size")) == 11.5]
    assert len(labels) >= 6
    boxes = []
    for one in labels:
        x, y = float(one.get("x")), float(one.get("y"))
        boxes.append((x, y - 9, x + fonts.width(words(one), 11.5), y + 1))
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


# ---------------------------------------------------------------- languages, scales


def test_every_text_is_there_in_both_languages_with_the_same_blanks():
    for section, held in _words().items():
        for key, text in held.items():
            blanks = [set(re.findall(r"{(\w+)}", text[language])) for language in ("id", "en")]
            assert blanks[0] == blanks[1], f"{section}.{key}"


def test_figures_are_in_the_form_of_the_reader():
    assert "Jawa Tengah: 1.120" in hints(EVERY["tiles"])
    assert "Jawa Tengah: 1,120" in hints(EVERY["tiles in English"])
    assert "Jawa Tengah: Rp1,12 triliun" in hints(EVERY["tiles of money"])


@pytest.mark.parametrize(
    ("most", "whole", "last", "count"),
    [
        (1, True, 1, 2),
        (3, True, 3, 4),
        (5, True, 6, 4),
        (23, True, 30, 4),
        (1120, True, 1500, 4),
        (0, True, 1, 2),
    ],
)
def test_marks_of_an_axis_are_round_and_reach_the_most(most, whole, last, count):
    found = marks(most, whole=whole)
    assert (found[-1], len(found)) == (last, count)


def test_classes_rise_and_hold_every_figure():
    ends = classes([1, 1, 2, 5, 9, 48, 1120, 3])
    assert list(ends) == sorted(ends)
    assert ends[-1] == 1120
    assert [step(n, ends) for n in (1, 1120)] == [1, 5]
    assert [step(n, (7,)) for n in (7,)] == [5]


# ---------------------------------------------------------------- colours and fonts


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other, place):
    light, dark = sorted((luminance(colours()[name][place]) for name in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_text_and_marks_stand_out_on_their_ground(place):
    for ink, ground in [("ink", "paper"), ("soft", "paper"), *((f"on{n}", f"s{n}") for n in range(1, 6))]:
        assert contrast(ink, ground, place) >= 4.5, (ink, ground)
    for mark in ("one", "two", "edge", "stripe"):
        assert contrast(mark, "paper", place) >= 3, mark


def test_the_steps_of_the_scale_are_told_apart_without_colour():
    for place in (0, 1):
        steps = [luminance(colours()[f"s{n}"][place]) for n in range(1, 6)]
        assert steps == sorted(steps, reverse=place == 0)
        assert all(contrast(f"s{n}", f"s{n + 1}", place) >= 1.25 for n in range(1, 5))


def test_the_style_sheet_of_a_page_has_every_class_that_is_drawn():
    sheet = stylesheet()
    drawn = {one for drawing in EVERY.values() for one in re.findall(r'class="(d-[\w-]+)"', draw(drawing))}
    assert all(f".{name}{{" in sheet for name in drawn)
    assert {name.removeprefix(PREFIX) for name in drawn} <= set(CLASSES)
    assert sheet.count("@media (prefers-color-scheme:dark)") == sheet.count("@media print") == 1
    assert set(re.findall(r"var\((--[\w-]+)\)", sheet)) == set(re.findall(r"(--[\w-]+):", sheet)) - {
        "--d-rest-"
    }


def test_alone_it_has_its_own_colours_title_and_notes():
    alone = draw(EVERY["tiles"], standalone=True)
    assert "class=" not in alone
    assert "var(" not in alone
    shown = [words(element) for element in of(ET.fromstring(alone), "text")]
    assert "Pelepasan ekspor" in shown
    assert "Diam: side (3 hari)." in shown


def test_the_font_knows_its_letters_and_how_wide_they_are():
    text = "Kabupaten Tangerang Selatan – Rp1,5 miliar (2021), 18 ton: «é» ‘…’ €"
    for bold in (False, True):
        assert not [sign for sign in text if ord(sign) not in fonts.advances(bold)]
    assert fonts.width("iiii", 10) < fonts.width("WWWW", 10) / 3
    assert fonts.width("Wa", 20) == pytest.approx(2 * fonts.width("Wa", 10))
    assert fonts.width("n", 100) == pytest.approx(55.2, abs=0.5)


def test_the_font_is_named_with_its_licence():
    told = (ROOT / "NOTICE").read_text("utf-8")
    assert all(path.relative_to(ROOT).as_posix() in told for path in fonts.FILES.values())
    assert "Roboto" in told


# ---------------------------------------------------------------- pictures


def size(picture):
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])


@pytest.mark.parametrize(
    "name", ["tiles", "bars with hostile names", "series", "flows", "points", "compared"]
)
def test_a_picture_is_drawn_sharp_and_the_same_each_time(name):
    svg = draw(EVERY[name], standalone=True)
    picture = png(svg)
    assert picture.startswith(b"\x89PNG")
    assert size(picture)[0] == 1440
    assert picture == png(svg)
    assert len(picture) < 200_000


def test_a_picture_has_text():
    drawing = drawings.bars(("kopi",))
    other = drawings.bars(("teh",))
    assert png(draw(drawing, standalone=True)) != png(draw(other, standalone=True))


def test_without_the_font_it_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr("app.drawing.draw.FILES", {False: tmp_path / "Roboto-Regular.ttf"})
    with pytest.raises(BadInput, match=r"no picture without the font: .*write SVG instead"):
        png("<svg/>")


def test_a_drawing_is_a_small_part_of_a_page():
    for drawing in (EVERY["tiles"], EVERY["points"], EVERY["flows"]):
        text = draw(drawing).encode()
        assert len(text) < 30_000
        assert len(gzip.compress(text)) < 8_000
