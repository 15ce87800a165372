"""An evaluation as a report in HTML: pure functions of what ``eval`` measured, every text escaped."""

from ui.rendering.evaluation.report import report_page

__all__ = ["report_page"]
