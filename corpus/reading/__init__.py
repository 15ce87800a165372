"""Files to articles: finds files, reads each format within limits, and says what was left out and why."""

from corpus.reading.document import Document, find_files, read_file
from corpus.reading.files import Skipped, fingerprint
from corpus.reading.limits import Limits

__all__ = ["Document", "Limits", "Skipped", "find_files", "fingerprint", "read_file"]
