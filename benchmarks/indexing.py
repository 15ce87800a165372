"""How long adding articles takes over embedding them alone: generated articles in four languages; JSON.

    python benchmarks/indexing.py [--articles 5000] [--runs 5] > indexing.json

Each run is a process of its own: it adds a folder of as many Markdown files to a new library, and encodes the
same passages, sentences and titles with nothing around it, first or last by turns; some articles are added
before the clock starts. ``ratio`` is by the clock on the wall, ``cpu_ratio`` by the processor's, which is
fairer where the machine has other work. ``alone`` encodes all passages and sentences in one call each, which
is the least that the encoder can do with them. ``again_seconds`` is a second run over the unchanged files.
``grown_mib`` is how much the peak of memory rose while the second half of the files was added.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from embedding import UNITS_PER_MIB, machine, spread

from corpus.reading import read_file
from corpus.types import Span
from embeddings.contextual import read
from embeddings.encoders import BundledEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library
from embeddings.library.encoding import Cut, cut
from embeddings.protocols import Encoder

SEED = 7
WARM_UP = 8
LANGUAGES = ("en", "de", "vi", "zh-Hans")
WHO = (
    "The harbour office|Das Hafenamt|Văn phòng cảng|港口办公室",
    "A young baker|Eine junge Bäckerin|Một người thợ bánh trẻ|一位年轻的面包师",
    "The river council|Der Flussrat|Hội đồng dòng sông|河流委员会",
    "Our night train|Unser Nachtzug|Chuyến tàu đêm|我们的夜班列车",
    "The glass workshop|Die Glaswerkstatt|Xưởng thủy tinh|玻璃作坊",
    "A retired surveyor|Ein alter Landmesser|Một kỹ sư già|一位退休的测量员",
    "The orchard guild|Die Obstbaugilde|Hội trồng cây ăn quả|果园协会",
    "A travelling choir|Ein reisender Chor|Đoàn hát lưu động|巡回合唱团",
)
DID = (
    "counted|zählte|đã đếm|清点了",
    "repaired|reparierte|đã sửa|修好了",
    "sold|verkaufte|đã bán|卖掉了",
    "painted|bemalte|đã sơn|粉刷了",
    "measured|vermaß|đã đo|测量了",
    "described|beschrieb|đã mô tả|描述了",
    "moved|verlegte|đã chuyển|搬走了",
    "inspected|prüfte|đã kiểm tra|检查了",
)
WHAT = (
    "{n} wooden boats|{n} Holzboote|{n} chiếc thuyền gỗ|{n}条木船",
    "{n} copper lamps|{n} Kupferlampen|{n} ngọn đèn đồng|{n}盏铜灯",
    "the northern tower|den Nordturm|tòa tháp phía bắc|北边的塔楼",
    "{n} sacks of barley|{n} Säcke Gerste|{n} bao lúa mạch|{n}袋大麦",
    "an old timetable|einen alten Fahrplan|một lịch tàu cũ|一张旧时刻表",
    "{n} metres of rope|{n} Meter Seil|{n} mét dây thừng|{n}米绳子",
    "the market hall|die Markthalle|khu chợ lớn|集市大厅",
    "{n} beehives|{n} Bienenstöcke|{n} tổ ong|{n}个蜂箱",
)
WHERE = (
    "near {p}|bei {p}|gần {p}|在{p}附近",
    "on the road to {p}|auf dem Weg nach {p}|trên đường đến {p}|在去{p}的路上",
    "before the winter of {y}|vor dem Winter {y}|trước mùa đông năm {y}|在{y}年冬天以前",
    "during the fair in {p}|während der Messe in {p}|trong hội chợ ở {p}|在{p}的集市期间",
    "after the storm of {y}|nach dem Sturm von {y}|sau cơn bão năm {y}|在{y}年的暴风雨之后",
    "with help from {p}|mit Hilfe aus {p}|với sự giúp đỡ từ {p}|在{p}的帮助下",
)
PLACES = (
    "Hanoi|Hanoi|Hà Nội|河内",
    "Lisbon|Lissabon|Lisbon|里斯本",
    "Gansu|Gansu|Cam Túc|甘肃",
    "Oslo|Oslo|Oslo|奥斯陆",
    "Nairobi|Nairobi|Nairobi|内罗毕",
    "Lima|Lima|Lima|利马",
)


def sentence(language: int, chance: random.Random) -> str:
    """A statement in the language of that number."""
    who, did, what, where, place = (
        chance.choice(words).split("|")[language] for words in (WHO, DID, WHAT, WHERE, PLACES)
    )
    chinese = LANGUAGES[language] == "zh-Hans"
    said = f"{where}{who}{did}{what}。" if chinese else f"{who} {did} {what} {where}."
    return said.format(n=chance.randint(2, 9999), y=chance.randint(1900, 2024), p=place)


def new_sentence(language: int, chance: random.Random, written: set[str]) -> str:
    """A statement that is not among those ``written``, and is from now on."""
    while (said := sentence(language, chance)) in written:
        pass
    written.add(said)
    return said


def write_articles(folder: Path, number: int, seed: int = SEED) -> None:
    """Markdown files of 4 to 24 sentences, the languages in turn; every second one has a title and a date.

    No sentence comes twice: one that does is encoded once by whoever encodes all files in one call.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    written: set[str] = set()
    for done in range(number):
        language = done % len(LANGUAGES)
        sentences = [new_sentence(language, chance, written) for _ in range(chance.randint(4, 24))]
        gap = "" if LANGUAGES[language] == "zh-Hans" else " "
        text = "\n\n".join(gap.join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))
        if done // len(LANGUAGES) % 2:
            text = f"---\ntitle: {sentences[-1][:-1]}\ndate: {chance.randint(1950, 2024)}\n---\n\n{text}"
        (folder / f"{done:06}.md").write_text(text, encoding="utf-8")


def clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock on the wall and by the processor's."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - processor


def embed(cuts: Sequence[Cut], encoder: Encoder) -> None:
    """What adding these articles encodes."""
    spans = [
        [Span(span.start - passage.start, span.end - passage.start) for span in own]
        for each in cuts
        for passage, own in zip(each.passages, each.sentences, strict=True)
    ]
    titles = [each.article.title for each in cuts]
    read(encoder, [passage.text for each in cuts for passage in each.passages], spans, titles)


def peak_mib() -> float:
    """The most memory that the process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_PER_MIB


def run_here(folder: Path, library_folder: Path, alone_first: bool) -> dict[str, float]:
    """One run in this process."""
    encoder = BundledEncoder()
    files = sorted(folder.iterdir())
    with Library.create(library_folder, encoder) as library:
        list(add_paths(library, files[:WARM_UP]))
        files = files[WARM_UP:]
        articles = [article for path in files for article in read_file(path).articles]
        cuts = [cut(article, encoder, library.chunking) for article in articles]
        passages = sum(len(each.passages) for each in cuts)
        peaks: list[float] = []

        def add() -> None:
            for half in (files[: len(files) // 2], files[len(files) // 2 :]):
                list(add_paths(library, half))
                peaks.append(peak_mib())

        if alone_first:
            alone = clocked(lambda: embed(cuts, encoder))
            added = clocked(add)
        else:
            added = clocked(add)
            alone = clocked(lambda: embed(cuts, encoder))
        again, _ = clocked(lambda: list(add_paths(library, files)))
        held = library.info()
    assert held.passages >= passages  # noqa: S101 - the same work on both sides
    return {
        "add_seconds": added[0],
        "alone_seconds": alone[0],
        "ratio": added[0] / alone[0],
        "cpu_ratio": added[1] / alone[1],
        "passages_per_second": passages / added[0],
        "again_seconds": again,
        "peak_mib": peaks[-1],
        "grown_mib": peaks[-1] - peaks[0],
    }


def run(folder: Path, alone_first: bool) -> dict[str, float]:
    """One run in a process of its own, with a new library."""
    with tempfile.TemporaryDirectory() as library:
        command = [sys.executable, __file__, "--folder", str(folder), "--library", f"{library}/library"]
        command += ["--alone-first"] * alone_first
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--library", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--alone-first", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder:
        print(json.dumps(run_here(options.folder, options.library, options.alone_first)))
        return
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(measured(Path(name), options.articles, options.runs), indent=2))


def measured(folder: Path, articles: int, runs: int) -> dict[str, Any]:
    """All runs, the machine's load before and after."""
    write_articles(folder, articles + WARM_UP)
    before = machine()
    done = []
    for number in range(runs):
        done.append(run(folder, alone_first=bool(number % 2)))
        print(f"run {number + 1} of {runs}: {done[-1]}", file=sys.stderr)
    figures = {name: spread([each[name] for each in done]) for name in done[0]}
    return {
        "machine": before,
        "load_average_after": os.getloadavg()[0],
        "articles": articles,
        "runs": runs,
        **figures,
    }


if __name__ == "__main__":
    main()
