"""Turns passages into vectors and keeps both in a durable, searchable library; knows nothing of answers."""

from embeddings.encoders import DEFAULT_ENCODER, EncoderError, open_encoder
from embeddings.index import FaissIndex
from embeddings.indexing import FileReport, Progress, add_paths
from embeddings.library import ArticleRecord, Library, LibraryDamaged, LibraryError, LibraryInfo
from embeddings.protocols import Encoder, Ids, VectorIndex, Vectors

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
