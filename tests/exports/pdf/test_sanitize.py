"""Whatever a contract holds, it reaches the page as the words that were typed."""

from __future__ import annotations

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.exports.pdf.sanitize import PIECE, clean, french, markup, one_line, pieces, plain

HOSTILE = [
    ('<img src="/etc/passwd"/>', '&lt;img src="/etc/passwd"/&gt;'),
    ("<a href='javascript:alert(1)'>lien</a>", "&lt;a href='javascript:alert(1)'&gt;lien&lt;/a&gt;"),
    (
        "<font color=\"[[[getattr(pow,'__globals__')]]]\">x</font>",
        "&lt;font color=\"[[[getattr(pow,'__globals__')]]]\"&gt;x&lt;/font&gt;",
    ),
    ("<b>sans fin", "&lt;b&gt;sans fin"),
    ("<onDraw name='x'/>", "&lt;onDraw name='x'/&gt;"),
    (
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
        "&lt;!DOCTYPE x [&lt;!ENTITY y SYSTEM 'file:///etc/passwd'&gt;]&gt;&amp;y\u00a0;".replace("\u00a0;", ";"),
    ),
    ("a\x00b\x07c\x1bd", "abcd"),
    ("a\x85b\x9fc", "a\nbc"),
    ("lone \ud83d surrogate", "lone  surrogate"),
    ("non\ufffecharacter\uffff\U0001fffe\ufdd0", "noncharacter"),
    ("montant \u202e000 1\u202c et \u2066suite\u2069", "montant 000 1 et suite"),
    ("pass\u200bword\u200d\ufeff", "password"),
    ("mé\u00adro", "méro"),
    ("tag\U000e0041\U000e007f", "tag"),
    ("❤\ufe0f", "❤"),
    ("e\u0301te\u0301", "été"),
    ("ligne\r\nautre\rfin\u2028x\u2029y\x0bz", "ligne\nautre\nfin\nx\ny\nz"),
]


@pytest.mark.parametrize(("typed", "printed"), HOSTILE, ids=[ascii(typed)[:30] for typed, _ in HOSTILE])
def test_a_hostile_text_is_printed_as_words(typed: str, printed: str) -> None:
    assert markup(typed) == printed


def test_no_control_surrogate_format_or_noncharacter_survives() -> None:
    kept = clean("".join(map(chr, range(sys.maxunicode + 1))))
    assert {unicodedata.category(c) for c in kept if c != "\n"}.isdisjoint({"Cc", "Cs", "Cf", "Zl", "Zp"})
    assert not [c for c in kept if 0xFDD0 <= ord(c) <= 0xFDEF or ord(c) & 0xFFFE == 0xFFFE]
    assert {c for c in kept if unicodedata.category(c) == "Zs"} == {" ", "\u00a0"}
    assert {"é", "€", "−", "œ", "’", "A", "\U0001f600"} <= set(kept)


SPACED = [
    ("Objet : voir « les annexes » ; oui !", "Objet~: voir «~les annexes~»~; oui~!"),
    ("heure 14:30 et https://a.fr/?x=1", "heure 14:30 et https://a.fr/?x=1"),
    ("article L. 313-11-2, R. 314-43-1 et n° 3", "article~L.~313-11-2, R.~314-43-1 et n°~3"),
    ("les articles 5 et 6, art. 7, § 2", "les articles~5 et 6, art.~7, §~2"),
    ("M. Oussedik et Mme Attias", "M.~Oussedik et Mme~Attias"),
    ("le 22 novembre 2026 et le 1er mars", "le 22~novembre~2026 et le 1er~mars"),
    ("de 14 h 32 à 15 h 10", "de 14~h~32 à 15~h~10"),
    ("1\u202f344\u202f706,25\u202f€ soit 1,25 %", "1~344~706,25~€ soit 1,25~%"),
    ("+5 places sur 18 mois", "+5~places sur 18~mois"),
    ("10 objectifs en 2027", "10 objectifs en 2027"),
]


@pytest.mark.parametrize(("typed", "printed"), SPACED)
def test_what_belongs_together_is_never_parted_at_the_end_of_a_line(typed: str, printed: str) -> None:
    assert plain(typed) == printed.replace("~", "\u00a0")


@given(st.text())
def test_spacing_and_cleaning_change_no_letter_and_settle_at_once(text: str) -> None:
    once = plain(text)
    assert clean(once) == once
    assert french(once) == once
    bare = [c for c in clean(text) if not c.isspace()]
    assert [c for c in once if not c.isspace()] == bare


@given(st.text(alphabet=st.sampled_from("ab \n"), max_size=300), st.integers(2, 40))
def test_pieces_keep_every_word_and_stay_short(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(0 < len(piece) <= limit and "\n" not in piece for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_megabyte_without_newline_is_cut_quickly() -> None:
    start = time.perf_counter()
    found = pieces("mot " * 262_144)
    assert len(found) == -(-1_048_576 // PIECE)
    assert time.perf_counter() - start < 2


def test_a_title_is_one_short_line() -> None:
    assert one_line("a\nb\x00") == "a b"
    assert len(one_line("x" * 900)) == 300 and one_line("x" * 900).endswith("…")
