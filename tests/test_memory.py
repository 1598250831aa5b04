"""`pantau extract` stays small: the tables are compact, and the exchange rates are read where a value needs them."""

import json
from pathlib import Path

from bench.extracting import GOLD, extracted

MOST = 150  # MB


def test_articles_with_conversions_are_extracted_in_little_memory(tmp_path: Path) -> None:
    told = extracted(tmp_path / "out.jsonl", *GOLD)
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert sum(len(release["converted"]) for line in lines for release in line["releases"]) > 20
    assert told.megabytes < MOST
    assert not told.imported  # its reader holds 40 MB of numbers; only its table is read


def test_an_article_of_a_megabyte_takes_no_more_than_a_few_hundred(tmp_path: Path) -> None:
    text = "Bupati Sikka melepas 12 ton kakao ke Belgia, Rabu (6/3/2024), senilai Rp 1,5 miliar. "
    line = {"id": "a", "title": "Kakao", "body": text * (1_000_000 // len(text))}
    (tmp_path / "in.jsonl").write_text(json.dumps(line), "utf-8")
    assert extracted(tmp_path / "out.jsonl", tmp_path / "in.jsonl").megabytes < 500
