"""The library's truth: articles, passages, sentences, vectors and files in one SQLite database."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from corpus.types import Article, Passage, Span, passage_id
from embeddings.fairness import Centroids
from embeddings.lexical import LexicalIndex, analysed
from embeddings.library import schema
from embeddings.library.errors import LibraryDamaged, LibraryError, command, explained
from embeddings.library.filters import Filter, same_name
from embeddings.library.records import ArticleRecord, Contents, FileState, Indexed
from embeddings.protocols import Ids, Vectors

_CHANGED = """
UPDATE meta SET value = iif(key = 'revision', value + 1, json_quote(strftime('%Y-%m-%dT%H:%M:%SZ', 'now')))
WHERE key IN ('revision', 'changed')
"""
_RECORD = """
SELECT a.id, a.title, a.language, a.source, a.date, a.url, length(a.text),
    (SELECT count(*) FROM passages WHERE article = a.id),
    coalesce((SELECT min(path) FROM file_articles WHERE article = a.id), '')
FROM articles a
"""
_LANGUAGES = """
WITH RECURSIVE held (tag) AS (
    SELECT min(language) FROM articles
    UNION ALL SELECT (SELECT min(language) FROM articles WHERE language > tag) FROM held WHERE tag IS NOT NULL
)
SELECT tag FROM held WHERE tag IS NOT NULL
"""
"""Each language is looked up in the index once, however many articles there are."""
_PASSAGE = 'article, start, "end", vector, terms, sentences, in_context, alone'
_AMONG = "(SELECT value FROM json_each(?))"
_SPREAD = "(p.row * 2654435761) % 4294967296 < ? * 4294967296"
"""Rows evenly spread, and the same ones each time: Fibonacci hashing (Knuth, TAOCP 3, section 6.4)."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages of one language to be scored: which terms they hold of those asked for, titles with dates.

    Vectors of both are float32 ``(n, dim)``; ``sentences`` are the sentences in context of all of them,
    float32 ``(m, dim)``, and ``owners`` the place of each one's passage, int64 ``(m,)``.
    """

    rows: list[int]
    terms: list[frozenset[str]]
    titles: list[str]
    vectors: Vectors
    title_vectors: Vectors
    sentences: Vectors
    owners: Ids


class Store:
    """One connection to ``library.sqlite``, shared by a process's threads under a lock.

    Raises LibraryError (LibraryDamaged for a database that is not sound) in one line each.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.RLock()
        self._lexical = LexicalIndex(self._rows, self.stamp)
        self._fitted: tuple[tuple[tuple[int, int], Filter], Ids] | None = None
        with self._explained("open"):
            self._connection = _connect(directory / "library.sqlite")
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        self._connection.create_function("same_name", 1, same_name, deterministic=True)
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA recursive_triggers = ON")
        self._connection.execute("BEGIN")
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application, version = self._pragma("application_id"), self._pragma("user_version")
        self._connection.execute("COMMIT")
        if tables and application != schema.APPLICATION_ID:
            raise LibraryError(
                f"cannot open the library {self._directory}",
                "its library.sqlite was not written by Polycite",
                "name another folder with --library",
            )
        if tables and version != schema.FORMAT:
            newer = version > schema.FORMAT
            raise LibraryError(
                f"cannot open the library {self._directory}",
                f"it has format {version}, and this version of Polycite reads format {schema.FORMAT}",
                "upgrade Polycite" if newer else "add the files to a new library",
                code="library-format",
            )
        if os.access(self._directory, os.W_OK):
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")

    def create(self, meta: dict[str, Any], centroids: Centroids) -> None:
        """Makes the tables and writes the settings, all or nothing."""
        with self.transaction() as connection:
            schema.create(connection)
            self.set_meta({**meta, "revision": 0, "changed": ""})
            self.set_centroids(centroids)

    @property
    def empty(self) -> bool:
        """True if the database has no tables yet."""
        return not self._rows("SELECT 1 FROM sqlite_master LIMIT 1")

    @property
    def format(self) -> int:
        """The database's format number."""
        with self._explained("read"):
            return self._pragma("user_version")

    def close(self) -> None:
        """Ends the connection; the store cannot be used afterwards."""
        self._connection.close()

    @contextmanager
    def transaction(self, doing: str = "write to") -> Iterator[sqlite3.Connection]:
        """All or nothing; counts the library's revision up by one."""
        with self._lock, self._explained(doing):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute(_CHANGED)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    # Settings

    def meta(self) -> dict[str, Any]:
        """The settings, each decoded from JSON; ``revision`` grows with every change."""
        return {key: json.loads(value) for key, value in self._rows("SELECT key, value FROM meta")}

    def set_meta(self, values: dict[str, Any]) -> None:
        """Writes settings inside the caller's transaction."""
        rows = [(key, json.dumps(value, ensure_ascii=False)) for key, value in values.items()]
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    def centroids(self) -> Centroids:
        """The centroids of the library's encoder."""
        rows = self._rows("SELECT language, query, passage, sentence FROM centroids")
        queries, passages, sentences = (
            {row[0]: np.frombuffer(row[kind], "<f4") for row in rows} for kind in (1, 2, 3)
        )
        matrix = [np.frombuffer(row[0], "<f4") for row in self._rows("SELECT matrix FROM emphasis")]
        return Centroids(queries, passages, sentences, _square(matrix[0]) if matrix else None)

    def set_centroids(self, centroids: Centroids) -> None:
        """Replaces the centroids inside the caller's transaction."""
        self._connection.execute("DELETE FROM centroids")
        self._connection.executemany(
            "INSERT INTO centroids VALUES (?, ?, ?, ?)",
            [
                (tag, _blob(query), _blob(centroids.passages[tag]), _blob(centroids.sentences[tag]))
                for tag, query in centroids.queries.items()
            ],
        )
        self._connection.execute("DELETE FROM emphasis")
        if centroids.emphasis is not None:
            self._connection.execute("INSERT INTO emphasis VALUES (?)", (_blob(centroids.emphasis),))
        self.set_meta({"centroids": self.computed_centroids_seal()})

    def computed_centroids_seal(self) -> str:
        """The SHA-256 of the centroids and the emphasis; ``meta`` has that of when they were stored."""
        digest = hashlib.sha256()
        for row in self._rows("SELECT language, query, passage, sentence FROM centroids ORDER BY language"):
            digest.update(b" ".join([row[0].encode(), *row[1:]]))
        for row in self._rows("SELECT matrix FROM emphasis"):
            digest.update(row[0])
        return digest.hexdigest()

    def data_version(self) -> int:
        """Changes when another connection, of this or another process, has written."""
        return int(self._rows("PRAGMA data_version")[0][0])

    # Articles and files

    def put(
        self,
        file: FileState,
        new: Iterable[Indexed],
        known: Iterable[tuple[Article, Vectors | None]],
        keep: Sequence[str] | None,
    ) -> None:
        """Stores a part of a file's articles in one transaction.

        ``known`` are articles the library already holds: only their metadata is written, and the title's
        vector if one is given. With the file's last part comes ``keep``, the ids of all its articles: the
        file's state is recorded, and what it no longer holds is removed unless another file holds it.
        """
        path = path_key(file.path)
        with self.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO files (path) VALUES (?)", (path,))
            for article, title_vector in known:
                self._update_metadata(article, title_vector)
                self._link(path, article.id)
            for item in new:
                self._insert(item)
                self._link(path, item.article.id)
            if keep is not None:
                self._finish(path, file, keep)

    def _link(self, path: str, article: str) -> None:
        self._connection.execute("INSERT OR IGNORE INTO file_articles VALUES (?, ?)", (path, article))

    def _finish(self, path: str, file: FileState, keep: Sequence[str]) -> None:
        kept = json.dumps(keep)
        stale = self._rows(
            "DELETE FROM file_articles WHERE path = ? AND article NOT IN (SELECT value FROM json_each(?)) "
            "RETURNING article",
            (path, kept),
        )
        self._connection.execute(
            "DELETE FROM articles WHERE id IN (SELECT value FROM json_each(?)) "
            "AND id NOT IN (SELECT article FROM file_articles)",
            (json.dumps([row[0] for row in stale]),),
        )
        self._connection.execute(
            "UPDATE files SET size = ?, mtime_ns = ?, sha256 = ? WHERE path = ?",
            (file.size, file.mtime_ns, file.sha256, path),
        )

    def _insert(self, item: Indexed) -> None:
        article = item.article
        self._connection.execute(
            "INSERT INTO articles (id, title, text, language, source, date, url) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                article.id,
                article.title,
                article.text,
                article.language,
                article.source,
                article.date,
                article.url,
            ),
        )
        self.insert_vectors(item)

    def insert_vectors(self, item: Indexed) -> None:
        """Stores an article's passages with their sentences inside the caller's transaction."""
        sentences = zip(item.sentences, item.in_context, item.alone, strict=True)
        passages = zip(item.passages, item.passage_vectors, sentences, strict=True)
        self._connection.executemany(
            f"INSERT INTO passages ({_PASSAGE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a literal
            [
                (
                    *(item.article.id, passage.start, passage.end, _blob(vector), analysed(passage.text)),
                    *(_offsets(spans), _halves(in_context), _halves(alone)),
                )
                for passage, vector, (spans, in_context, alone) in passages
            ],
        )
        self._set_title_vector(item.article.id, item.title_vector)

    def _set_title_vector(self, article: str, vector: Vectors) -> None:
        self._connection.execute(
            "UPDATE articles SET title_vector = ? WHERE id = ?", (_blob(vector), article)
        )
        seal = self.computed_seal(article)
        self._connection.execute("UPDATE articles SET seal = ? WHERE id = ?", (seal, article))

    def seal(self, article: str) -> str | None:
        """The SHA-256 that the article's title, passages and sentences had when they were stored."""
        return str(self._rows("SELECT seal FROM articles WHERE id = ?", (article,))[0][0])

    def computed_seal(self, article: str) -> str:
        """The SHA-256 that they have now: of the title, then of offsets, terms and vectors, in order."""
        digest = hashlib.sha256()
        for title, vector in self._rows("SELECT title, title_vector FROM articles WHERE id = ?", (article,)):
            digest.update(f"{title} ".encode() + (vector or b""))
        query = f'SELECT {_PASSAGE} FROM passages WHERE article = ? ORDER BY start, "end"'  # noqa: S608 - a literal
        for _, start, end, vector, terms, *sentences in self._rows(query, (article,)):
            lengths = [len(blob) for blob in (vector, *sentences)]
            digest.update(f"{start} {end} {lengths} {terms} ".encode() + vector + b"".join(sentences))
        return digest.hexdigest()

    def article_vectors(self, article: str, dim: int) -> Vectors:
        """The vectors of an article's title, passages and sentences, float32 ``(n, dim)``."""
        every = (
            "SELECT title_vector FROM articles WHERE id = ?1 "
            "UNION ALL SELECT vector FROM passages WHERE article = ?1"
        )
        sentences = (
            "SELECT in_context FROM passages WHERE article = ?1 "
            "UNION ALL SELECT alone FROM passages WHERE article = ?1"
        )
        return np.concatenate(
            [
                self._matrix([row[0] for row in self._rows(every, (article,))], dim),
                self._sentences([row[0] for row in self._rows(sentences, (article,))], dim)[0],
            ]
        )

    def clear_vectors(self) -> None:
        """Removes every passage inside the caller's transaction.

        The index by words is derived from the passages: it is made anew first, so that no damage to it stands
        in the way.
        """
        self._connection.execute("INSERT INTO lexical (lexical) VALUES ('rebuild')")
        self._connection.execute("DELETE FROM passages")

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """The titles of those of the articles that the library holds, by id."""
        query = f"SELECT id, title FROM articles WHERE id IN {_AMONG}"  # noqa: S608 - a literal
        return dict(self._rows(query, (json.dumps(list(ids)),)))

    def _update_metadata(self, article: Article, title_vector: Vectors | None) -> None:
        held = self._rows("SELECT language FROM articles WHERE id = ?", (article.id,))
        self._connection.execute(
            "UPDATE articles SET title = ?, language = ?, source = ?, date = ?, url = ? WHERE id = ?",
            (article.title, article.language, article.source, article.date, article.url, article.id),
        )
        if title_vector is not None:
            self._set_title_vector(article.id, title_vector)
        if held != [(article.language,)]:
            self._renew_rows(article.id)

    def _renew_rows(self, article: str) -> None:
        """Gives an article's passages new rows, so that indexes take them up under its new language."""
        last = self.last_row()
        self._connection.execute(
            f"INSERT INTO passages ({_PASSAGE}) "  # noqa: S608 - a literal
            f"SELECT {_PASSAGE} FROM passages WHERE article = ? ORDER BY row",
            (article,),
        )
        self._connection.execute("DELETE FROM passages WHERE article = ? AND row <= ?", (article, last))

    def remove(self, article: str) -> None:
        """Removes an article, and forgets the files it came from so that they can be added again."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE files SET size = NULL, mtime_ns = NULL, sha256 = NULL "
                "WHERE path IN (SELECT path FROM file_articles WHERE article = ?)",
                (article,),
            )
            connection.execute("DELETE FROM articles WHERE id = ?", (article,))

    def file(self, path: Path) -> FileState | None:
        """The file as it was last read to the end, or None."""
        rows = self._rows("SELECT size, mtime_ns, sha256 FROM files WHERE path = ?", (path_key(path),))
        return FileState(path, *rows[0]) if rows and rows[0][2] else None

    def paths(self) -> list[tuple[str, str]]:
        """Every (article id, path of a file that holds it)."""
        return self._rows("SELECT article, path FROM file_articles")

    def held(self, ids: Iterable[str]) -> set[str]:
        """Those of the article ids that the library holds."""
        query = "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._rows(query, (json.dumps(list(ids)),))}

    def records(self, ids: Sequence[str] | None = None) -> list[ArticleRecord]:
        """All articles' records, or those of ``ids``; oldest first."""
        if ids is None:
            return [ArticleRecord(*row) for row in self._rows(_RECORD + " ORDER BY a.rowid")]
        where = " WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.rowid"
        return [ArticleRecord(*row) for row in self._rows(_RECORD + where, (json.dumps(list(ids)),))]

    def articles(self, prefix: str, limit: int) -> list[Article]:
        """Articles whose id starts with ``prefix``, at most ``limit``."""
        columns = "id, title, text, language, source, date, url"
        query = f"SELECT {columns} FROM articles WHERE id >= ? AND id < ? || 'g' LIMIT ?"  # noqa: S608 - a literal
        return [Article(*row) for row in self._rows(query, (prefix, prefix, limit))]

    def articles_by_id(self, ids: Iterable[str]) -> list[Article]:
        """The articles with these whole ids that the library holds."""
        query = (
            "SELECT id, title, text, language, source, date, url FROM articles "
            "WHERE id IN (SELECT value FROM json_each(?))"
        )
        return [Article(*row) for row in self._rows(query, (json.dumps(list(ids)),))]

    def article_languages(self) -> set[str]:
        """The languages that articles are in."""
        return {row[0] for row in self._rows(_LANGUAGES)}

    def article_ids(self) -> list[str]:
        """Every article's id, oldest first."""
        return [row[0] for row in self._rows("SELECT id FROM articles ORDER BY rowid")]

    # Passages and vectors

    @property
    def lexical(self) -> LexicalIndex:
        """The passages' index by words."""
        return self._lexical

    def languages(self, rows: Sequence[int]) -> list[tuple[int, str]]:
        """Those of the rows that still exist, each with its language."""
        query = (
            "SELECT p.row, a.language FROM passages p JOIN articles a ON a.id = p.article "
            "WHERE p.row IN (SELECT value FROM json_each(?))"
        )
        return self._rows(query, (json.dumps(rows),))

    def fitting(self, where: Filter) -> Ids:
        """Rows of the articles that fit, ascending; ``where`` has whole tags and whole ids: int64 ``(n,)``.

        The last filter's are remembered, for one question after another is asked with it.
        """
        asked = self.stamp(), where
        if self._fitted is None or self._fitted[0] != asked:
            conditions, values = _conditions(where)
            query = (
                f"SELECT p.row FROM articles a CROSS JOIN passages p ON p.article = a.id WHERE {conditions}"  # noqa: S608 - literals
            )
            rows = np.fromiter((row[0] for row in self._rows(query, values)), np.int64)
            self._fitted = asked, np.sort(rows)
        return self._fitted[1]

    def candidates(
        self,
        by_language: Mapping[str, Sequence[int]],
        dim: int,
        terms: frozenset[str],
        *,
        sentences: bool = True,
    ) -> dict[str, Candidates]:
        """Per language those of its rows that still exist, in order, with which of ``terms`` they hold.

        Without ``sentences``, none is read.
        """
        vectors = "p.in_context" if sentences else "x''"
        query = (
            "SELECT p.row, p.terms, a.title || ' ' || coalesce(a.date, ''), p.vector, a.title_vector, "  # noqa: S608 - literals
            f"{vectors} "
            f"FROM passages p JOIN articles a ON a.id = p.article WHERE p.row IN {_AMONG} ORDER BY p.row"
        )
        found = self._rows(query, (json.dumps([row for rows in by_language.values() for row in rows]),))
        own = {tag: set(rows) for tag, rows in by_language.items()}
        return {
            tag: self._candidates([row for row in found if row[0] in rows], dim, terms)
            for tag, rows in own.items()
        }

    def _candidates(self, found: Sequence[Any], dim: int, terms: frozenset[str]) -> Candidates:
        sentences, owners = self._sentences([row[5] for row in found], dim)
        return Candidates(
            [row[0] for row in found],
            [terms.intersection(row[1].split(" ")) for row in found],
            [row[2] for row in found],
            self._matrix([row[3] for row in found], dim),
            self._matrix([row[4] for row in found], dim),
            sentences,
            owners,
        )

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """The passages of those rows that still exist."""
        query = (
            'SELECT p.row, p.article, p.start, p."end", '
            'substr(a.text, p.start + 1, p."end" - p.start), a.language '
            "FROM passages p JOIN articles a ON a.id = p.article "
            "WHERE p.row IN (SELECT value FROM json_each(?))"
        )
        return {
            row: Passage(passage_id(article, start, end), article, start, end, text, language)
            for row, article, start, end, text, language in self._rows(query, (json.dumps(rows),))
        }

    def passage_vectors(
        self, after: int, limit: int, dim: int, language: str | None = None
    ) -> tuple[Ids, list[str], Vectors]:
        """Rows above ``after`` in order, at most ``limit``: ids int64 ``(n,)``, languages, vectors.

        Of one ``language``, if given.
        """
        rows = self._rows(
            "SELECT p.row, a.language, p.vector FROM passages p JOIN articles a ON a.id = p.article "
            "WHERE p.row > ?1 AND coalesce(a.language = ?3, true) ORDER BY p.row LIMIT ?2",
            (after, limit, language),
        )
        ids = np.array([row[0] for row in rows], dtype=np.int64)
        return ids, [row[1] for row in rows], self._matrix([row[2] for row in rows], dim)

    def passage_counts(self) -> dict[str, int]:
        """How many passages each language has, of those that have any."""
        return dict(
            self._rows(
                "SELECT a.language, count(*) FROM articles a CROSS JOIN passages p ON p.article = a.id "
                "GROUP BY a.language"
            )
        )

    def sampled_vectors(self, language: str, share: float, dim: int) -> Vectors:
        """About this share of a language's passages, spread over all, the same each time."""
        query = (
            "SELECT p.vector FROM passages p JOIN articles a ON a.id = p.article "  # noqa: S608 - literals
            f"WHERE {_SPREAD} AND a.language = ? ORDER BY p.row"
        )
        return self._matrix([row[0] for row in self._rows(query, (share, language))], dim)

    def sampled_sentences(self, count: int, dim: int) -> tuple[list[str], Vectors]:
        """At most ``count`` passages' first sentences, by themselves: languages, float32 ``(n, dim)``."""
        (total,) = self._rows("SELECT max(row) FROM passages")[0]
        query = (
            "SELECT a.language, substr(p.alone, 1, ?) FROM passages p JOIN articles a ON a.id = p.article "  # noqa: S608 - literals
            f"WHERE {_SPREAD} AND length(p.alone) LIMIT ?"
        )
        rows = self._rows(query, (2 * dim, 2 * count / max(total or 0, 1), count))
        return [row[0] for row in rows], self._sentences([row[1] for row in rows], dim)[0]

    def vectors_by_article(self, limit: int, dim: int) -> tuple[list[str], list[str], Vectors]:
        """Each passage of the newest ``limit`` articles: its article, its language, its vector."""
        rows = self._rows(
            "SELECT p.article, a.language, p.vector FROM articles a JOIN passages p ON p.article = a.id "
            "WHERE a.rowid IN (SELECT rowid FROM articles ORDER BY rowid DESC LIMIT ?) ORDER BY a.rowid",
            (limit,),
        )
        return [row[0] for row in rows], [row[1] for row in rows], self._matrix([row[2] for row in rows], dim)

    def contents(self, passage: Passage, dim: int) -> Contents:
        """What a passage holds; no sentences, no terms, a vector of zeros, once it has left the library."""
        query = (
            "SELECT sentences, terms, vector, in_context "
            'FROM passages WHERE article = ? AND start = ? AND "end" = ?'
        )
        rows = self._rows(query, (passage.article_id, passage.start, passage.end))
        for sentences, terms, vector, in_context in rows[:1]:
            spans, vectors = _spans(sentences), self._sentences([in_context], dim)[0]
            held = frozenset(terms.split(" ")) - {""}
            return Contents(tuple(spans), held, self._matrix([vector], dim)[0], vectors)
        return Contents((), frozenset(), np.zeros(dim, np.float32), np.empty((0, dim), np.float32))

    def sentences_alone(self, passage: Passage, dim: int) -> tuple[list[Span], Vectors]:
        """The sentences lying in a passage and the vector of each by itself, float32 ``(n, dim)``."""
        query = 'SELECT sentences, alone FROM passages WHERE article = ? AND start = ? AND "end" = ?'
        rows = self._rows(query, (passage.article_id, passage.start, passage.end))[:1]
        return _spans(b"".join(row[0] for row in rows)), self._sentences([row[1] for row in rows], dim)[0]

    def stamp(self) -> tuple[int, int]:
        """Changes when anything may have been written, by this connection or another."""
        return self.data_version(), self._connection.total_changes

    def tombstones(self) -> Ids:
        """Removed rows that a published generation may still hold."""
        return np.array([row[0] for row in self._rows("SELECT row FROM tombstones")], dtype=np.int64)

    def buried(self, up_to: int) -> int:
        """How many removed rows, up to this one, a published generation may still hold."""
        return int(self._rows("SELECT count(*) FROM tombstones WHERE row <= ?", (up_to,))[0][0])

    def clear_tombstones(self, up_to: int) -> None:
        """Forgets removed rows once no generation holds them; changes nothing a reader sees."""
        with self._lock, self._explained("write to"):
            self._connection.execute("DELETE FROM tombstones WHERE row <= ?", (up_to,))

    def last_row(self) -> int:
        """The highest passage row ever given out."""
        rows = self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")
        return int(rows[0][0]) if rows else 0

    def counts(self) -> tuple[int, int, int, dict[str, int]]:
        """Articles, passages, sentences, and articles per language."""
        (articles,), (passages, sentences) = (
            self._rows(query)[0]
            for query in (
                "SELECT count(*) FROM articles",
                "SELECT count(*), coalesce(sum(length(sentences)) / 8, 0) FROM passages",
            )
        )
        languages = dict(
            self._rows("SELECT language, count(*) FROM articles GROUP BY language ORDER BY 2 DESC, 1")
        )
        return articles, passages, sentences, languages

    def words_are_sound(self) -> bool:
        """Whether the index by words holds just the stored terms; a library that is read-only cannot tell."""
        if not os.access(self._directory, os.W_OK):
            return True
        with self._lock:
            try:
                self._connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError:
                return False
        return True

    def problems(self) -> list[str]:
        """What SQLite's own checks and the offsets' invariant find wrong."""
        found = [
            f"library.sqlite: {row[0]}" for row in self._rows("PRAGMA integrity_check(20)") if row[0] != "ok"
        ]
        found += [
            f"library.sqlite: {row[0]} row {row[1]} has no {row[2]}"
            for row in self._rows("PRAGMA foreign_key_check")
        ]
        query = (
            "SELECT count(*) FROM passages p JOIN articles a ON a.id = p.article "
            'WHERE p.start < 0 OR p."end" <= p.start OR p."end" > length(a.text)'
        )
        if outside := self._rows(query)[0][0]:
            found.append(f"library.sqlite: {outside} passages lie outside their article")
        return found

    def _matrix(self, blobs: list[bytes | None], dim: int) -> Vectors:
        whole = [blob for blob in blobs if blob is not None and len(blob) == 4 * dim]
        if len(whole) < len(blobs):
            raise self._damaged(dim)
        return np.frombuffer(b"".join(whole), dtype="<f4").reshape(-1, dim).astype(np.float32, copy=False)

    def _sentences(self, blobs: list[bytes], dim: int) -> tuple[Vectors, Ids]:
        """The vectors in all of the blobs, float32 ``(m, dim)``, and the place of each one's blob."""
        if any(len(blob) % (2 * dim) for blob in blobs):
            raise self._damaged(dim)
        vectors = np.frombuffer(b"".join(blobs), "<f2").reshape(-1, dim).astype(np.float32)
        counts = np.array([len(blob) // (2 * dim) for blob in blobs], np.int64)
        return vectors, np.repeat(np.arange(len(blobs)), counts)

    def _damaged(self, dim: int) -> LibraryDamaged:
        return LibraryDamaged(
            f"cannot read the library {self._directory}",
            f"a stored vector does not have its {dim} numbers",
            f"run: {command('rebuild', self._directory)}",
        )

    def _rows(self, query: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with self._lock, self._explained("read"):
            return self._connection.execute(query, parameters).fetchall()

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _explained(self, doing: str) -> Any:
        return explained(self._directory, doing)


def _spans(offsets: bytes) -> list[Span]:
    return [Span(*pair) for pair in np.frombuffer(offsets, "<i4").reshape(-1, 2).tolist()]


def _connect(path: Path) -> sqlite3.Connection:
    """Opens for reading and writing, or for reading alone in a folder that may not be written to."""
    uri = f"file:{quote(str(path.absolute()))}"
    if path.exists() and not os.access(path.parent, os.W_OK):
        uri += "?mode=ro" if path.with_name(path.name + "-wal").exists() else "?immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)


def _conditions(where: Filter) -> tuple[str, list[str]]:
    """What a ``Filter`` asks of an article ``a`` in SQL, and the values that go into it."""
    parts: list[tuple[str, Collection[str]]] = [
        ("a.language IN " + _AMONG, where.languages),
        ("same_name(a.source) IN " + _AMONG, {same_name(source) for source in where.sources}),
        ("a.id IN " + _AMONG, where.articles),
    ]
    asked = [(condition, json.dumps(list(values))) for condition, values in parts if values]
    if where.since:
        asked.append(("a.date || '~' > ?", where.since))
    if where.until:
        asked.append(("a.date < ? || '~'", where.until))
    return " AND ".join(condition for condition, _ in asked) or "true", [value for _, value in asked]


def path_key(path: Path) -> str:
    """A file's real path as text SQLite can hold, whatever bytes its name has."""
    return os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")


def _halves(vectors: Vectors) -> bytes:
    return vectors.astype("<f2").tobytes()


def _offsets(spans: Sequence[Span]) -> bytes:
    return np.array([(span.start, span.end) for span in spans], "<i4").tobytes()


def _square(numbers: Vectors) -> Vectors:
    side = round(len(numbers) ** 0.5)
    return numbers[: side * side].reshape(side, side)


def _blob(vector: Vectors) -> bytes:
    return vector.astype("<f4", copy=False).tobytes()
