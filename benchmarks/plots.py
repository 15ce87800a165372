"""Draws the plots of docs/speed.md and writes its tables, both from the JSON that the benchmarks print.

    python benchmarks/plots.py [benchmarks/results] [docs/images] [--page docs/speed.md]

The folder holds ``embedding.json``, ``scale*.json`` and so on, as ``make benchmarks`` writes them. The page
is ``speed_page.md`` with its plots and tables in the place of ``<!-- figures: NAME -->``, without the
sections of which nothing was measured. Plots are SVG, their text is text, and they follow the reader's
light or dark.
"""

from __future__ import annotations

import argparse
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from speed_tables import ENGINES, PEERS, TABLES, Results, precision, sizes

INK, QUIET, PAPER = "#1f2328", "#59636e", "#ffffff"
OURS, THEIRS, SECOND = "#2a78d6", "#8c959f", "#c2571a"
DARK = {
    INK: "#e6edf3",
    QUIET: "#9198a1",
    PAPER: "#0d1117",
    OURS: "#58a6ff",
    THEIRS: "#7d8590",
    SECOND: "#f0883e",
}
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "polycite",
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": INK,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "figure.facecolor": PAPER,
    "axes.facecolor": "none",
    "legend.frameon": False,
}


def throughput(results: Results) -> Figure:
    """Bars of tokens a second by engine, and lines where the machine ends."""
    engines = {name: own for name, own in results["embedding"]["engines"].items() if name in ENGINES}
    names = sorted(engines, key=lambda name: engines[name]["tokens_per_second"]["median"])
    rates = [engines[name]["tokens_per_second"] for name in names]
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    axes = figure.add_subplot()
    medians = [rate["median"] for rate in rates]
    errors = [[r["median"] - r["min"] for r in rates], [r["max"] - r["median"] for r in rates]]
    colours = [THEIRS if "sentence" in name else OURS for name in names]
    labels = [ENGINES[name].replace("*", "") for name in names]
    axes.barh(labels, medians, xerr=errors, color=colours, ecolor=INK, height=0.6)
    for place, rate in enumerate(rates):
        shown = f"{rate['median']:,.0f}"
        axes.annotate(shown, (rate["max"], place), (5, 0), textcoords="offset points", va="center")
    limits = results.get("limits", {}).get("tokens_per_second", {})
    for name in {precision(engine, limits) for engine in names} & set(limits):
        axes.axvline(limits[name], color=SECOND, linestyle="--")
        above = {"xycoords": ("data", "axes fraction"), "ha": "right", "va": "bottom"}
        axes.annotate(f"limit in {name} ", (limits[name], 1.0), color=SECOND, **above)
    axes.set_xlabel("tokens a second, passages of 200 to 256 tokens")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    return figure


Value = Callable[[dict[str, Any]], float | None]
Curve = tuple[str, str, str, Value]
"""Name, colour, line style, and the value at a size."""


def latency(results: Results) -> Figure:
    """Milliseconds by size: comparing all rows, the index, and the library's whole search."""
    limits = results.get("limits", {}).get("exact_milliseconds", {})

    def alone(kind: str) -> Value:
        return lambda size: size["index"]["milliseconds"][kind]["p50"]

    def whole(size: dict[str, Any]) -> float:
        return float(size["library"][-1]["milliseconds"]["k = 8"]["p50"])

    curves = [
        ("whole search in a library: vectors, words, filters", OURS, "-", whole),
        ("the index alone", OURS, ":", alone("approximate")),
        ("every row compared", THEIRS, "-", alone("exact")),
        ("limit: every row read once", SECOND, "--", lambda size: limits.get(str(size["passages"]))),
    ]
    return by_size(sizes(results), curves, "milliseconds, median")


def memory(results: Results) -> Figure:
    """MiB of the searching process by size."""

    def held(kind: str) -> Value:
        return lambda size: size["library"][-1]["resident_mib"]["k = 8"][kind]

    curves = [
        ("in memory, mapped files and all", OURS, "-", held("all")),
        ("of that, its own", OURS, ":", held("own")),
        ("the vectors alone, in float32", THEIRS, "-", lambda size: size["raw_vectors_mib"]),
    ]
    return by_size(sizes(results), curves, "MiB")


def by_size(measured: Sequence[dict[str, Any]], curves: Sequence[Curve], label: str) -> Figure:
    """Curves over the number of passages, both axes logarithmic."""
    figure = Figure(figsize=(9, 4), layout="constrained")
    axes = figure.add_subplot()
    for name, colour, line, value in curves:
        points = [(size["passages"], found) for size in measured if (found := value(size))]
        if points:
            axes.plot(*zip(*points, strict=True), line, color=colour, label=name, marker="o", markersize=4)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel=label)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}")
        axis.set_minor_formatter(lambda *_: "")
    axes.grid(axis="y", color=QUIET, alpha=0.25)
    figure.legend(loc="outside upper left", ncols=2)
    return figure


def peers(results: Results) -> Figure:
    """Quality over the time of a question, and over passages a second."""
    engines = results["peers"]["engines"]
    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    panels = (
        (left, "milliseconds from question to hits, median", lambda own: own["query_milliseconds"]["p50"]),
        (right, "passages a second into the index", lambda own: own["passages_per_second"]),
    )
    for axes, label, value in panels:
        for name, own in engines.items():
            quality = own["quality"]["ndcg@10"]
            place, ends = value(own)["median"], quality["interval"]
            colour = OURS if name == "polycite" else THEIRS
            axes.plot([place, place], ends, color=colour)
            axes.plot(place, quality["mean"], "o", color=colour)
        apart(
            axes,
            {
                name: (value(own)["median"], own["quality"]["ndcg@10"]["mean"])
                for name, own in engines.items()
            },
        )
        axes.set(xscale="log", xlabel=label)
        axes.margins(x=0.35)
        axes.xaxis.set_major_formatter(lambda number, _: f"{number:,.0f}" if number >= 1 else f"{number:g}")
        axes.xaxis.set_minor_formatter(lambda *_: "")
    left.set_ylabel("nDCG@10, three languages")
    return figure


def apart(axes: Axes, points: dict[str, tuple[float, float]]) -> None:
    """Names beside points; those of points at about one height stand below each other."""
    heights: list[float] = []
    for name, (x, y) in sorted(points.items(), key=lambda item: item[1]):
        below = sum(abs(y - height) < 0.02 for height in heights)
        heights.append(y)
        label = PEERS[name].replace("*", "")
        axes.annotate(label, (x, y), (7, 6 - 14 * below), textcoords="offset points")


PLOTS: dict[str, tuple[str, str, Callable[[Results], Figure]]] = {
    "throughput": ("embedding", "Tokens a second by engine, with the machine's limit", throughput),
    "latency": ("scale", "Milliseconds of a search by the number of passages", latency),
    "memory": ("scale", "Memory by the number of passages", memory),
    "peers": ("peers", "nDCG@10 over the time of a question and over passages a second, by engine", peers),
}
"""By its name on the page each plot: the file that it needs, what it shows, and how it is drawn."""
MARK = re.compile(r"<!-- figures: (\w+) -->")
TEMPLATE = Path(__file__).with_name("speed_page.md")


def svg(figure: Figure) -> str:
    """The picture, its colours exchanged where the reader prefers dark."""
    with io.StringIO() as written:
        figure.savefig(written, format="svg", metadata={"Date": None})
        text = written.getvalue()
    rules = "".join(
        f'[style*="{kind}: {light}"]{{{kind}:{dark} !important}}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
    )
    style = f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>"
    text = re.sub(
        r"font(-family)?: ([^;\"]*?)'?(DejaVu Sans|sans-serif)[^;\"]*", r"font\1: \2sans-serif", text
    )
    return (
        "\n".join(line.rstrip() for line in text.replace("<defs>", f"{style}\n<defs>", 1).splitlines()) + "\n"
    )


def is_measured(needed: str, results: Results) -> bool:
    """Whether there is the file that a table or a plot needs; those of ``scale`` may be several."""
    return not needed or needed in results or (needed == "scale" and bool(sizes(results)))


def block(name: str, results: Results, images: str) -> str:
    """What the page shows under a name: its plot or its table; nothing where that was not measured."""
    needed = (TABLES.get(name) or PLOTS[name])[0]
    if not is_measured(needed, results):
        return ""
    plot = f"![{PLOTS[name][1]}]({images}/{name}.svg)" if name in PLOTS else ""
    drawn = TABLES[name][1](results) if name in TABLES else ""
    return "\n\n".join(part for part in (plot, drawn) if part)


def page(template: str, results: Results, images: str) -> str:
    """``template`` with its figures; a section that has none of its own is left out."""
    first, *sections = re.split(r"^(?=## )", template, flags=re.MULTILINE)
    kept = [
        first,
        *(part for part in sections if any(block(name, results, images) for name in MARK.findall(part))),
    ]
    filled = MARK.sub(lambda found: block(found[1], results, images), "".join(kept))
    return re.sub(r"\n{3,}", "\n\n", filled).rstrip() + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("results", type=Path, nargs="?", default=Path("benchmarks/results"))
    parser.add_argument("images", type=Path, nargs="?", default=Path("docs/images"))
    parser.add_argument("--page", type=Path, default=Path("docs/speed.md"))
    options = parser.parse_args()
    results = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(options.results.glob("*.json"))
    }
    options.images.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(STYLE):
        for name, (needed, _, draw) in PLOTS.items():
            if is_measured(needed, results):
                (options.images / f"{name}.svg").write_text(svg(draw(results)), encoding="utf-8")
    images = options.images.relative_to(options.page.parent).as_posix()
    options.page.write_text(page(TEMPLATE.read_text(encoding="utf-8"), results, images), encoding="utf-8")


if __name__ == "__main__":
    main()
