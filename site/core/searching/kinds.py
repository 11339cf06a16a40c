"""The kinds of things that can be found: each room says which of its rows, and by which words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.searching.concepts import concepts_of, concepts_within, token
from core.searching.words import stems, words_of

# What is indexed of one text: more than the longest description, and less than PostgreSQL's limit.
MOST_WORDS = 2_000


@dataclass(frozen=True)
class Words:
    """The words of one thing, as people wrote them, in whichever languages there are.

    `kind` is what sort of thing it is, in words; `concepts` are names of `CONCEPTS` that it is about.
    """

    title: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()

    def plain(self) -> Iterator[str]:
        """Every word that somebody may mean to type."""
        for texts in (self.title, self.kind, self.body):
            for text in texts:
                yield from words_of(text)[:MOST_WORDS]

    def tokens(self, part: str) -> list[str]:
        """What the index holds of `title`, `kind` or `body`: stems, and the concepts they are words for."""
        found: dict[str, None] = {}
        for text in getattr(self, part):
            for word in words_of(text)[:MOST_WORDS]:
                about = concepts_of(word) | (concepts_within(word) if part == "title" else frozenset())
                found |= dict.fromkeys([*sorted(stems(word)), *sorted(about)])
        if part == "kind":
            found |= dict.fromkeys(token(concept) for concept in self.concepts)
        return list(found)


@dataclass(frozen=True)
class Kind:
    """`read` gives the words of those rows that may be found, by number; None asks for all of them."""

    name: str
    read: Callable[[list[int] | None], Iterable[tuple[int, Words]]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind:
    return _kinds[name]


def kinds() -> list[Kind]:
    return list(_kinds.values())
