"""One spelling for what is written several ways."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.folding import fold, simplified, unaccented


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Gansu’s CAPITAL", "gansu's capital"),
        ("２０２０年，３００人！", "2020年，300人!"),
        ("甘肅省內１：０", "甘肃省内1:0"),
        ("Đông Á", "đông á"),
        ("km²", "km2"),
        ("İ½ﬁ", "İ½ﬁ"),
    ],
)
def test_case_width_and_script_make_no_difference(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_capitals_are_kept_where_names_need_them() -> None:
    assert simplified("ＵＮ 與 Gansu") == "UN 与 Gansu"


@pytest.mark.parametrize(("text", "bare"), [("Đặng Đức", "Dang Duc"), ("über", "uber"), ("がん한", "がん한")])
def test_accents_go_and_other_marks_stay(text: str, bare: str) -> None:
    assert unaccented(text) == bare


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_offsets_hold_and_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(simplified(text)) == len(text)
    assert fold(folded) == folded
