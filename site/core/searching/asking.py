"""What somebody typed into a search box, and which things have its words.

Every word that was typed becomes a group of words of which one is enough: its stems, what begins with it, the
concepts that it is a word for and, if nothing has it, the words that it may be a typing error for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import add
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.db.models.expressions import CombinedExpression
from modelsearch.backends.database.postgres.weights import get_weight

from core.searching.concepts import concepts_of, known_words
from core.searching.indexing import SHORTEST_GUESSED
from core.searching.models import KIND, Findable
from core.searching.words import STOP_WORDS, stems, words_of

# Of what somebody typed; the rest is not read.
LONGEST = 200
MOST_WORDS = 8
# A shorter word is looked for as it is: "tur" does not find "turbo".
SHORTEST_BEGINNING = 4
# How alike letters have to be to be looked at (`pg_trgm`), and how many such words are.
MOST_ALIKE = 20
# A word in the title counts for as much as so many of what it is about.
IN_TITLE, IN_KIND, ANYWHERE = 5, 3, 1


@dataclass(frozen=True)
class Group:
    """One typed word: whatever has one of `tokens`, or a word that begins with one of `beginnings`."""

    typed: str
    tokens: frozenset[str]
    beginnings: frozenset[str] = frozenset()
    # The words that are looked for in its place, if nothing has it.
    meant: tuple[str, ...] = ()

    def query(self, weight: str = "") -> SearchQuery:
        """As PostgreSQL asks it. Tokens are letters and digits alone (`words`): nothing in them is syntax."""
        asked = [f"{token}:{weight}" if weight else token for token in sorted(self.tokens)]
        asked += [f"{beginning}:*{weight}" for beginning in sorted(self.beginnings)]
        return SearchQuery(" | ".join(asked), search_type="raw", config="simple")


@dataclass(frozen=True)
class Asked:
    """What was typed, read. Without `groups` there is nothing to look for."""

    text: str
    groups: tuple[Group, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def meant(self) -> str:
        """The words that were looked for instead of mistyped ones, in their order; "" if none was."""
        if not any(group.meant for group in self.groups):
            return ""
        return " ".join(group.meant[0] if group.meant else group.typed for group in self.groups)


def read(text: str) -> Asked:
    """What `text` asks for. One query at the most, however long or strange it is."""
    text = text[:LONGEST]
    words = list(dict.fromkeys(words_of(text)))
    words = ([word for word in words if word not in STOP_WORDS] or words)[:MOST_WORDS]
    guesses = _guesses([word for word in words if not concepts_of(word)])
    return Asked(text, tuple(_group(word, guesses.get(word, ())) for word in words))


def _group(word: str, meant: tuple[str, ...]) -> Group:
    tokens: set[str] = set()
    for each in (word, *meant):
        tokens |= stems(each) | concepts_of(each)
    beginnings = {word} | stems(word) if len(word) >= SHORTEST_BEGINNING else set()
    return Group(
        word,
        frozenset(tokens),
        frozenset(each for each in beginnings if len(each) >= SHORTEST_BEGINNING),
        meant,
    )


def _guesses(words: list[str]) -> dict[str, tuple[str, ...]]:
    """For each word that stands nowhere, the words that it may be a typing error for, the likeliest first."""
    alike = _alike([word for word in words if len(word) >= SHORTEST_GUESSED and not word.isdigit()])
    found = {}
    for word, candidates in alike.items():
        own = stems(word)
        if any(other.startswith(word) or own & stems(other) for other in candidates):
            continue
        if meant := nearest(word, {*candidates, *known_words()}):
            found[word] = meant
    return found


def _alike(words: list[str]) -> dict[str, list[str]]:
    """For each word, those in the index that begin with it or have letters like it. One query."""
    if not words:
        return {}
    found: dict[str, list[str]] = {word: [] for word in words}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT typed, word FROM unnest(%s::text[]) AS typed, LATERAL (
                (SELECT word FROM searching_word WHERE word LIKE typed || '%%' LIMIT 1)
                UNION ALL
                (SELECT word FROM searching_word WHERE word %% typed
                 ORDER BY similarity(word, typed) DESC LIMIT %s)
            ) AS near
            """,
            [words, MOST_ALIKE],
        )
        for typed, word in cursor.fetchall():
            found[typed].append(word)
    return found


def nearest(word: str, others: Iterable[str]) -> tuple[str, ...]:
    """Those that are a slip or two away from `word`, all that are as near as the nearest."""
    most = 1 if len(word) <= 5 else 2
    near: dict[int, list[str]] = {}
    for other in others:
        if abs(len(other) - len(word)) <= most and (slips := distance(word, other, most=most)) <= most:
            near.setdefault(slips, []).append(other)
    return tuple(sorted(near[min(near)])[:3]) if near else ()


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters are wrong, too many, missing, or change places (optimal string alignment).

    More than `most` is as good as infinitely many.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, its in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def found(asked: Asked, kind: str) -> QuerySet[Any]:
    """The things of `kind` with one of the words; `hits` says of how many, `score` how much they count.

    Best first: those with all words are among the first. What may be shown is for the caller to say.
    """
    if not asked:
        return Findable.objects.none()
    tokens = frozenset(chain.from_iterable(group.tokens for group in asked.groups))
    beginnings = frozenset(chain.from_iterable(group.beginnings for group in asked.groups))
    anything = Group(asked.text, tokens, beginnings).query()
    in_kind = get_weight(KIND)
    hits, score = [], []
    for group in asked.groups:
        is_in_title, is_in_body = Q(index_entries__title=group.query()), Q(index_entries__body=group.query())
        hits.append(Case(When(is_in_title | is_in_body, then=1), default=0, output_field=IntegerField()))
        score.append(
            Case(
                When(is_in_title, then=IN_TITLE),
                When(Q(index_entries__body=group.query(in_kind)), then=IN_KIND),
                When(is_in_body, then=ANYWHERE),
                default=0,
                output_field=IntegerField(),
            )
        )
    has_one = Q(index_entries__title=anything) | Q(index_entries__body=anything)
    return (
        Findable.objects.filter(has_one, kind=kind)
        .annotate(hits=_sum(hits), score=_sum(score))
        .order_by("-hits", "-score", "pk")
    )


def with_all(asked: Asked, kind: str) -> QuerySet[Findable]:
    """The things of `kind` that have every word."""
    found = Findable.objects.filter(kind=kind) if asked else Findable.objects.none()
    for group in asked.groups:
        query = group.query()
        found = found.filter(Q(index_entries__title=query) | Q(index_entries__body=query))
    return found


def _sum(parts: list[Case]) -> CombinedExpression | Case:
    return reduce(add, parts)
