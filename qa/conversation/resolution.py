"""Makes a follow-up a question that stands alone, by rule or with a language model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.errors import InputError
from qa.conversation.exchange import asked_of_two, changes_roles, exchanged, repeats
from qa.conversation.followups import HAN, fragment, leans, new_element, reverses, subject_of
from qa.conversation.rewriting import rewrite
from qa.conversation.substitution import substitute
from qa.generation import Generator
from qa.questions import clean_question
from qa.types import Turn

_MOST_TURNS = 50
_LONGEST_SUBJECT = 300


@dataclass(frozen=True, slots=True)
class _Understood:
    """A question with what it takes from the questions before it.

    ``subject`` is what it is about where it does not say so itself, ``instead`` what it is asked of now.
    ``undecided`` is a follow-up of which no rule says what it comes to.
    """

    question: str
    subject: str = ""
    instead: str = ""
    undecided: bool = False

    @property
    def text(self) -> str:
        added = "; ".join(part for part in (self.subject, self.instead) if part)
        if not added:
            return self.question
        return f"{self.question}（{added}）" if HAN.search(self.question) else f"{self.question} ({added})"


def resolve(question: str, language: str, history: Sequence[Turn], generator: Generator | None = None) -> str:
    """The question as it stands alone: ``And in Guangxi?`` with the question before it put to Guangxi.

    A question that leans on nothing is returned as it is. A follow-up is rewritten by ``generator``; where
    there is none, or what it writes cannot be trusted, by rule: what it names takes the place of what the
    question before it names, or is added in brackets, as is the subject of a question that names none. One
    that exchanges roles is put to the two names that there are; where no rule decides it stands alone, and
    the next one leans on the question before it. Nothing but the arguments is looked at; ``language`` is
    that of ``question``. Raises ``GenerationError`` where ``generator`` fails.
    """
    understood = _understand(question, language, history)
    if generator is None or not (understood.undecided or understood.text != question):
        return understood.text
    return rewrite(question, language, history, understood.text, generator) or understood.text


def _understand(question: str, language: str, history: Sequence[Turn]) -> _Understood:
    previous: _Understood | None = None
    for asked in _asked(history):
        understood = _follow(previous, asked, language) if previous else _Understood(asked)
        previous = previous if understood.undecided else understood
    return _follow(previous, question, language) if previous else _Understood(question)


def _asked(history: Sequence[Turn]) -> Iterator[str]:
    for turn in history[-_MOST_TURNS:]:
        try:
            yield clean_question(turn.question)
        except InputError:  # it was not answered either
            continue


def _follow(previous: _Understood, question: str, language: str) -> _Understood:
    if reverses(question, language):
        other = None if previous.instead else exchanged(previous.question)
        return replace(previous, question=other) if other else _Understood(question, undecided=True)
    if element := new_element(question, language):
        asked = _ask_of(element, previous, language)
        return asked or _ask_again(element, previous, question)
    if (bare := fragment(question, language)) and (asked := _ask_of(bare, previous, language)):
        return asked
    if leans(question, language, previous.text):
        return _Understood(question, _subject(previous, language))
    return _Understood(question)


def _ask_again(element: str, previous: _Understood, question: str) -> _Understood:
    """The question before asked of ``element`` too, or the same again where that is no more than it names."""
    if not repeats(previous.question, element):
        return replace(previous, instead=element)
    is_undecided = changes_roles(previous.question, element)
    return _Understood(question, undecided=True) if is_undecided else previous


def _ask_of(element: str, previous: _Understood, language: str) -> _Understood | None:
    if asked := asked_of_two(previous.question, element) or substitute(previous.question, element, language):
        return replace(previous, question=asked)
    if subject := substitute(previous.subject, element, language):
        return replace(previous, subject=subject)
    return None


def _subject(previous: _Understood, language: str) -> str:
    subject = previous.subject or subject_of(previous.question, language)[:_LONGEST_SUBJECT]
    return "; ".join(part for part in (subject, previous.instead) if part)
