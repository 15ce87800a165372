"""Turns passages into vectors and keeps both in a durable, searchable library; knows nothing of answers."""

from typing import TYPE_CHECKING

from embeddings.encoders import DEFAULT_ENCODER, EncoderError, open_encoder
from embeddings.index import FaissIndex
from embeddings.library import ArticleRecord, Library, LibraryDamaged, LibraryError, LibraryInfo
from embeddings.protocols import Encoder, Ids, VectorIndex, Vectors

if TYPE_CHECKING:
    from embeddings.indexing import FileReport, Progress, add_paths
else:

    def __getattr__(name: str) -> object:
        """What reads files is imported once it is asked for: a search needs none of it."""
        if name not in __all__:
            raise AttributeError(f"module 'embeddings' has no attribute {name!r}")
        from embeddings import indexing

        return getattr(indexing, name)


__all__ = [
    "DEFAULT_ENCODER",
    "ArticleRecord",
    "Encoder",
    "EncoderError",
    "FaissIndex",
    "FileReport",
    "Ids",
    "Library",
    "LibraryDamaged",
    "LibraryError",
    "LibraryInfo",
    "Progress",
    "VectorIndex",
    "Vectors",
    "add_paths",
    "open_encoder",
]
