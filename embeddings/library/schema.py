"""The tables of ``library.sqlite`` and the marks that tell such a file from any other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from embeddings.lexical import TABLES as _LEXICAL

FORMAT = 3
"""Kept as ``PRAGMA user_version``; raised when the tables are no longer those of an older Polycite."""
APPLICATION_ID = 0x506F6C79  # "Poly"
# A passage's sentences: pairs of int32 offsets into the article, rows of float16 in the same order.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL,
    source TEXT NOT NULL, date TEXT, url TEXT, seal TEXT, title_vector BLOB
);
CREATE INDEX articles_by_metadata ON articles (language, source, date, id);
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, sha256 TEXT);
CREATE TABLE file_articles (
    path TEXT NOT NULL REFERENCES files ON DELETE CASCADE,
    article TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (path, article)
) WITHOUT ROWID;
CREATE INDEX file_articles_by_article ON file_articles (article);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL,
    terms TEXT NOT NULL, sentences BLOB NOT NULL, in_context BLOB NOT NULL, alone BLOB NOT NULL
);
CREATE INDEX passages_by_article ON passages (article);
CREATE TABLE centroids (
    language TEXT PRIMARY KEY, query BLOB NOT NULL, passage BLOB NOT NULL, sentence BLOB NOT NULL
);
CREATE TABLE emphasis (matrix BLOB NOT NULL);
CREATE TABLE tombstones (row INTEGER PRIMARY KEY);
CREATE TRIGGER passage_removed AFTER DELETE ON passages
BEGIN INSERT INTO tombstones VALUES (old.row); END;
"""


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables inside the caller's transaction."""
    for statement in _statements(_TABLES + _LEXICAL):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.strip().splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
