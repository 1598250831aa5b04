"""What a sentence is: full stops that end one, and those that belong to a word."""

import pytest

from entities.sentences import sentences

SPLITS = [
    ("Kopi dilepas. Tujuannya Jepang.", ["Kopi dilepas.", "Tujuannya Jepang."]),
    ("Nilainya Rp. 5 miliar. Jumlahnya 2 ton.", ["Nilainya Rp. 5 miliar.", "Jumlahnya 2 ton."]),
    ("Milik PT. Laut Biru di Kab. Sikka.", ["Milik PT. Laut Biru di Kab. Sikka."]),
    ("Kata M. Yusuf di Palu. Ia senang.", ["Kata M. Yusuf di Palu.", "Ia senang."]),
    ("“Alhamdulillah.” Bupati lalu pulang.", ["“Alhamdulillah.”", "Bupati lalu pulang."]),
    ("“Ekspor itu mudah!” katanya. Benar.", ["“Ekspor itu mudah!” katanya.", "Benar."]),
    ("Volumenya 2.500 kg atau 2,5 ton.", ["Volumenya 2.500 kg atau 2,5 ton."]),
    ("Acara selesai.Bupati pulang.", ["Acara selesai.", "Bupati pulang."]),
    ("Lihat kopi.com untuk harga.", ["Lihat kopi.com untuk harga."]),
    ("Satu paragraf\n\nDua paragraf", ["Satu paragraf", "Dua paragraf"]),
    ("Nilainya? Rp2 miliar.", ["Nilainya?", "Rp2 miliar."]),
    ("", []),
    (" \n\n \n", []),
]


@pytest.mark.parametrize(("text", "expected"), SPLITS, ids=[text[:30] for text, _ in SPLITS])
def test_sentences_of_a_text(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_sentence_never_crosses_a_line_break() -> None:
    text = "Kopi asal Ende\nPisang asal Sikka\r\nIkan"
    assert all("\n" not in text[start:end] for start, end in sentences(text))


def test_a_megabyte_of_full_stops_is_read_in_linear_time() -> None:
    assert len(sentences("A. " * 300_000)) >= 1
