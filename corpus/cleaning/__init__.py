"""Takes an article off its saved page: the body, mended and without the site's lines, and its metadata."""

from corpus.cleaning.dates import parse_date
from corpus.cleaning.page import clean
from corpus.cleaning.result import Cleaned, Removed

__all__ = ["Cleaned", "Removed", "clean", "parse_date"]
