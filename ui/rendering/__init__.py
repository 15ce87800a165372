"""Turns results into terminal text: pure functions from values to strings and rich renderables."""

from ui.rendering.answers import article_page, hit_list, remarks, source_list
from ui.rendering.reports import file_lines, tally
from ui.rendering.safety import one_line, printable
from ui.rendering.tables import articles_table, evaluation_tables, facts_table
from ui.rendering.wording import wording
from ui.rendering.wrapping import Wrapper, wrap

__all__ = [
    "Wrapper",
    "article_page",
    "articles_table",
    "evaluation_tables",
    "facts_table",
    "file_lines",
    "hit_list",
    "one_line",
    "printable",
    "remarks",
    "source_list",
    "tally",
    "wording",
    "wrap",
]
