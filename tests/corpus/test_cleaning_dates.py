from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.cleaning import parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-12-09", "2021-12-09"),
        ("2021-12-09T09:43:00+07:00", "2021-12-09"),
        ("Tue, 28 Jun 2022 10:00:00 GMT", "2022-06-28"),
        ("September 21, 2019", "2019-09-21"),
        ("Sept. 21 2019", "2019-09-21"),
        ("21st of September, 2019", "2019-09-21"),
        ("21-Sep-2019", "2019-09-21"),
        ("2019年9月21日", "2019-09-21"),
        ("2019 年 9 月 21 日 09:30", "2019-09-21"),
        ("２０１９年９月２１日", "2019-09-21"),
        ("发布时间：2019/9/21", "2019-09-21"),
        ("09/12/2021", "2021-12-09"),
        ("PV - 09:43, 09/12/2021", "2021-12-09"),
        ("9.12.2021", "2021-12-09"),
        ("ngày 9 tháng 12 năm 2021", "2021-12-09"),
        ("Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27", "2019-08-23"),
        ("Hà Nội, 9 tháng 12, 2021", "2021-12-09"),
        ("12/25/2021", "2021-12-25"),
        ("2022", "2022"),
        ("2022年", "2022"),
        ("năm 2022", "2022"),
        ("2022-06", "2022-06"),
        ("2022年6月", "2022-06"),
        ("June 2022", "2022-06"),
        ("tháng 12/2021", "2021-12"),
        ("28-30 June 2022", "2022-06"),
        ("Updated June 2022, first on May 3, 2021", "2021-05-03"),
    ],
)
def test_a_date_is_read(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "9月21日",
        "June 28",
        "31/02/2021",
        "2021年13月1日",
        "in 2022 the forum",
        "186,000 of 563,000",
        "call 0912 2021",
        "version 1.2.2021.4",
        "id 120211209",
        "٢٠٢١",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert parse_date(text) is None


def test_an_order_that_may_be_either_is_not_guessed() -> None:
    assert parse_date("09/12/2021", day_first=False) == "2021"
    assert parse_date("12/25/2021", day_first=False) == "2021-12-25"
    assert parse_date("09/09/2021", day_first=False) == "2021-09-09"


@settings(max_examples=100)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    forms = (
        f"{day.year}年{day.month}月{day.day}日",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
        day.isoformat(),
    )
    assert {parse_date(form) for form in forms} == {day.isoformat()}


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    found = parse_date(text)
    assert found is None or found[:2] in {"19", "20"}
