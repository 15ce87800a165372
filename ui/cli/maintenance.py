"""``info``, ``verify``, ``rebuild``: a library as a whole."""

from __future__ import annotations

from ui.cli.options import EncoderOption, JsonOption, LibraryOption
from ui.cli.output import print_json, show
from ui.cli.progress import counting_bar
from ui.rendering import facts_table, one_line

DAMAGED = 4


def info(library: LibraryOption, json: JsonOption = False) -> None:
    """Print model, counts, size and versions."""
    from embeddings.library import Library

    with Library.open(library) as opened:
        facts = opened.info().to_dict()
    if json:
        print_json(facts)
    else:
        show(facts_table(facts))


def verify(library: LibraryOption, json: JsonOption = False) -> int:
    """Check everything that the library holds.

    Prints one line per problem. The exit code is 4 if there are any.
    """
    from embeddings.library import Library

    with Library.open(library) as opened:
        problems = opened.verify()
    if json:
        print_json({"sound": not problems, "problems": problems})
    else:
        show(*map(one_line, problems or ["the library is sound"]))
    return DAMAGED if problems else 0


def rebuild(library: LibraryOption, encoder: EncoderOption = None, json: JsonOption = False) -> None:
    """Encode every stored article anew.

    With the encoder that the library was built with, or with another one that is named. The library stays as
    it was until all is done.
    """
    from embeddings.encoders import open_encoder
    from embeddings.library import Library

    with Library.open(library) as opened:
        with counting_bar("articles") as progress:
            opened.rebuild(open_encoder(encoder) if encoder else None, progress=progress)
        facts = opened.info()
    if json:
        print_json(facts.to_dict())
    else:
        show(f"rebuilt {facts.articles} articles, {facts.passages} passages with {one_line(facts.encoder)}")
