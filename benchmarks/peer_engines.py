"""Polycite and its peers as their own documentation has them used: texts into an index, questions to texts.

What each needs is imported when it is opened.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Build = Callable[[], object]
Ask = Callable[[str], list[str]]
"""A question to the ids of at most ``HITS`` texts, best first."""

HITS = 10
PASSAGES_OF_A_TEXT = 2
"""Polycite cuts longer texts in passages, so it is asked for more of them and the texts are counted."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``id`` is its language and its number, the same in each language."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Engine:
    """``builds`` loads what indexing needs and returns the work itself; ``opens`` an index that it made.

    Both take the folder of the exported model and the one for the index.
    """

    package: str
    builds: Callable[[Path, Path, Sequence[Text]], Build]
    opens: Callable[[Path, Path], Ask]


def build_polycite(_: Path, folder: Path, texts: Sequence[Text]) -> Build:
    from embeddings.encoders import DEFAULT_ENCODER, open_encoder
    from embeddings.indexing import add_paths
    from embeddings.library import Library

    encoder = open_encoder(DEFAULT_ENCODER)
    encoder.encode_spans(["the bulk engine is loaded"], [[]])

    def build() -> None:
        file = folder.with_suffix(".jsonl")
        lines = (json.dumps({"text": text.text, "url": f"https://example.org/{text.id}"}) for text in texts)
        file.write_text("\n".join(lines), encoding="utf-8")
        with Library.create(folder / "library", encoder) as library:
            list(add_paths(library, [file]))

    return build


def open_polycite(_: Path, folder: Path) -> Ask:
    from qa.assistant import Assistant

    assistant = Assistant.open(folder / "library")

    def ask(question: str) -> list[str]:
        hits = assistant.search(question, PASSAGES_OF_A_TEXT * HITS)
        texts = dict.fromkeys(str(hit.article.url).rpartition("/")[2] for hit in hits)
        return list(texts)[:HITS]

    return ask


def build_sentence_transformers(model: Path, folder: Path, texts: Sequence[Text]) -> Build:
    import numpy as np
    from sentence_transformers import SentenceTransformer

    transformer = SentenceTransformer(str(model))

    def build() -> None:
        np.save(folder / "vectors.npy", transformer.encode_document([text.text for text in texts]))
        write_texts(folder, texts)

    return build


def open_sentence_transformers(model: Path, folder: Path) -> Ask:
    import numpy as np
    from sentence_transformers import SentenceTransformer, util

    transformer = SentenceTransformer(str(model))
    vectors, ids = np.load(folder / "vectors.npy"), read_ids(folder)

    def ask(question: str) -> list[str]:
        [hits] = util.semantic_search(transformer.encode_query(question), vectors, top_k=HITS)
        return [ids[hit["corpus_id"]] for hit in hits]

    return ask


def build_txtai(model: Path, folder: Path, texts: Sequence[Text]) -> Build:
    from txtai import Embeddings

    prompts = {"query": "query: ", "data": "passage: "}
    embeddings = Embeddings(path=str(model), content=True, instructions=prompts)

    def build() -> None:
        embeddings.index([(text.id, text.text, None) for text in texts])
        embeddings.save(str(folder))

    return build


def open_txtai(_: Path, folder: Path) -> Ask:
    from txtai import Embeddings

    embeddings = Embeddings()
    embeddings.load(str(folder))
    return lambda question: [hit["id"] for hit in embeddings.search(question, HITS)]


def llama_index_model(model: Path) -> Any:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    prompts = {"query_instruction": "query: ", "text_instruction": "passage: "}
    return HuggingFaceEmbedding(model_name=str(model), device="cpu", **prompts)


def build_llama_index(model: Path, folder: Path, texts: Sequence[Text]) -> Build:
    import faiss
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.vector_stores.faiss import FaissVectorStore

    embedding = llama_index_model(model)
    dim = len(embedding.get_query_embedding("loaded"))

    def build() -> None:
        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(dim))
        context = StorageContext.from_defaults(vector_store=store)
        nodes = [TextNode(id_=text.id, text=text.text) for text in texts]
        VectorStoreIndex(nodes, storage_context=context, embed_model=embedding)
        context.persist(str(folder))

    return build


def open_llama_index(model: Path, folder: Path) -> Ask:
    from llama_index.core import StorageContext, load_index_from_storage
    from llama_index.vector_stores.faiss import FaissVectorStore

    store = FaissVectorStore.from_persist_dir(str(folder))
    context = StorageContext.from_defaults(vector_store=store, persist_dir=str(folder))
    index = load_index_from_storage(context, embed_model=llama_index_model(model))
    retriever = index.as_retriever(similarity_top_k=HITS)
    return lambda question: [hit.node.node_id for hit in retriever.retrieve(question)]


def build_bm25s(_: Path, folder: Path, texts: Sequence[Text]) -> Build:
    import bm25s

    def build() -> None:
        index = bm25s.BM25()
        tokens = bm25s.tokenize([text.text for text in texts], stopwords="en", show_progress=False)
        index.index(tokens, show_progress=False)
        index.save(folder)
        write_texts(folder, texts)

    return build


def open_bm25s(_: Path, folder: Path) -> Ask:
    import bm25s

    index, ids = bm25s.BM25.load(folder, mmap=True), read_ids(folder)

    def ask(question: str) -> list[str]:
        tokens = bm25s.tokenize(question, stopwords="en", show_progress=False)
        found, scores = index.retrieve(tokens, k=HITS, show_progress=False)
        return [ids[number] for number, score in zip(found[0], scores[0], strict=True) if score > 0]

    return ask


def write_texts(folder: Path, texts: Sequence[Text]) -> None:
    """The texts beside the index of an engine that keeps none, for hits are texts."""
    written = json.dumps({text.id: text.text for text in texts}, ensure_ascii=False)
    (folder / "texts.json").write_text(written, encoding="utf-8")


def read_ids(folder: Path) -> list[str]:
    """The ids that ``write_texts`` wrote, in order."""
    return list(json.loads((folder / "texts.json").read_text(encoding="utf-8")))


ENGINES = {
    "polycite": Engine("polycite", build_polycite, open_polycite),
    "sentence-transformers": Engine(
        "sentence-transformers", build_sentence_transformers, open_sentence_transformers
    ),
    "txtai": Engine("txtai", build_txtai, open_txtai),
    "llama-index": Engine("llama-index-core", build_llama_index, open_llama_index),
    "bm25s": Engine("bm25s", build_bm25s, open_bm25s),
}
