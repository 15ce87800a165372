"""The durable library: SQLite holds the truth, index files are derived from it and checked before use."""

from embeddings.library.errors import LibraryDamaged, LibraryError
from embeddings.library.filters import EVERYTHING, Filter
from embeddings.library.library import Library
from embeddings.library.records import ArticleRecord, Contents, FileState, Indexed, LibraryInfo

__all__ = [
    "EVERYTHING",
    "ArticleRecord",
    "Contents",
    "FileState",
    "Filter",
    "Indexed",
    "Library",
    "LibraryDamaged",
    "LibraryError",
    "LibraryInfo",
]
