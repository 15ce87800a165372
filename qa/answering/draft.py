"""A language model's reply on its way to becoming an answer: each sentence put right, checked and shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from corpus.types import Span
from qa.answering.reply import Reply
from qa.answering.script import CHINESE, in_script_of
from qa.checking.claims import Sentence, SentenceStream
from qa.checking.support import Checked, Checker
from qa.types import Claim, Hit, Question


class Draft:
    """The text of a reply as far as it is written, its sentences checked as they close.

    A sentence that cites nothing, or at its end what does not support it, is given the marker of the passage
    that surely does (``Checker.source``), one that the model read. What is written in the other Chinese
    script than the question's is put into that. Shown is all but the end of the open sentence, where a marker
    may have to stand; in Chinese, which may have to be converted, only what is closed.
    """

    def __init__(self, checker: Checker, hits: Sequence[Hit], question: Question) -> None:
        self.text = ""
        self.refused = False
        self._checker, self._hits, self._question = checker, hits, question
        self._checked: list[Checked] = []
        self._final = 0

    def written(self, reply: Reply) -> Iterator[str]:
        """The pieces of the text, none empty, which are ``text`` in the end."""
        self._hits = self._hits[: reply.sources]
        sentences = SentenceStream()
        written, end = "", 0
        for piece in chain(reply, [None]):
            written += piece or ""
            for sentence in sentences.flush() if piece is None else sentences.feed(piece):
                yield from self._add(written[end : sentence.start], sentence)
                end = sentence.end
            if not self._is_converted:
                yield from self._show(sentences.settled)
        self.refused = reply.refused

    @property
    def _is_converted(self) -> bool:
        return self._question.language in CHINESE

    def _add(self, gap: str, sentence: Sentence) -> Iterator[str]:
        """Shows the rest of a closed sentence and checks it as it is shown."""
        language, question = self._question.language, self._question.text
        text = in_script_of(language, sentence.text, (hit.article.text for hit in self._hits))
        start = self._final + len(gap)
        shown = Sentence(start, start + len(text), text)
        checked = self._checker.check(shown, self._hits, language, question)
        if checked and not checked.claim.supported:
            shown, checked = self._attributed(shown, checked)
        yield from self._show(gap + shown.text)
        self._final = shown.end
        if checked:
            self._checked.append(checked)

    def _attributed(self, sentence: Sentence, checked: Checked) -> tuple[Sentence, Checked]:
        """The sentence with the source that supports it, if one does and it cites nothing but at its end."""
        language, question = self._question.language, self._question.text
        if marker := self._checker.source(sentence, self._hits, language, question):
            cited = sentence.citing(marker)
            again = self._checker.check(cited, self._hits, language, question)
            if again and again.claim.markers == (marker,):
                return cited, replace(again, claim=replace(again.claim, attributed=True))
        return sentence, checked

    def _show(self, text: str) -> Iterator[str]:
        """What of the text that follows the last closed sentence is not shown yet."""
        new = text[len(self.text) - self._final :]
        if new:
            self.text += new
            yield new

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(checked.claim for checked in self._checked)

    @property
    def supported(self) -> bool:
        """Whether the sources support any of the claims."""
        return any(claim.supported for claim in self.claims)

    @property
    def quotes(self) -> list[tuple[int, Span]]:
        """By marker the sentences that support claims, or come closest to those that nothing supports."""
        quotes = [quote for checked in self._checked if checked.claim.supported for quote in checked.quotes]
        proven = {marker for marker, _ in quotes}
        others = [quote for checked in self._checked for quote in checked.quotes if quote[0] not in proven]
        return sorted(dict.fromkeys(quotes + others), key=lambda quote: quote[0])
