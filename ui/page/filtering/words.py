"""The filter's own words in the reader's languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """``remove`` takes a ``{name}``, others a ``{count}``."""

    heading: str
    everything: str
    clear: str
    done: str
    remove: str
    languages: str
    sources: str
    find_source: str
    no_such_source: str
    some_sources: str
    dates: str
    since: str
    until: str
    undated: str
    reversed: str


WORDS = {
    "en": Words(
        heading="Filter",
        everything="All articles",
        clear="Clear",
        done="Done",
        remove="Remove {name}",
        languages="Language",
        sources="Source",
        find_source="Find a source",
        no_such_source="No source is called so.",
        some_sources="The {count} sources with the most articles.",
        dates="Date",
        since="From",
        until="Until",
        undated="Articles without a date are left out: {count}.",
        reversed="The last day is before the first, so dates are not applied.",
    ),
    "zh-Hans": Words(
        heading="筛选",
        everything="全部文章",
        clear="清除",
        done="完成",
        remove="移除“{name}”",
        languages="语言",
        sources="来源",
        find_source="查找来源",
        no_such_source="没有这个名称的来源。",
        some_sources="此处列出文章最多的 {count} 个来源。",
        dates="日期",
        since="从",
        until="到",
        undated="{count} 篇没有日期的文章不在其列。",
        reversed="结束日期早于开始日期，因此未按日期筛选。",
    ),
    "zh-Hant": Words(
        heading="篩選",
        everything="全部文章",
        clear="清除",
        done="完成",
        remove="移除「{name}」",
        languages="語言",
        sources="來源",
        find_source="尋找來源",
        no_such_source="沒有這個名稱的來源。",
        some_sources="此處列出文章最多的 {count} 個來源。",
        dates="日期",
        since="從",
        until="到",
        undated="{count} 篇沒有日期的文章不列入。",
        reversed="結束日期早於開始日期，因此未依日期篩選。",
    ),
    "vi": Words(
        heading="Bộ lọc",
        everything="Tất cả bài viết",
        clear="Xóa bộ lọc",
        done="Xong",
        remove="Bỏ {name}",
        languages="Ngôn ngữ",
        sources="Nguồn",
        find_source="Tìm nguồn",
        no_such_source="Không có nguồn nào tên như vậy.",
        some_sources="{count} nguồn có nhiều bài viết nhất.",
        dates="Ngày",
        since="Từ",
        until="Đến",
        undated="Không tính {count} bài viết không ghi ngày.",
        reversed="Ngày kết thúc sớm hơn ngày bắt đầu nên chưa lọc theo ngày.",
    ),
}
