"""What can be found, what is to be indexed anew, and the words that there are to be found."""

from functools import cached_property

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from wagtail.search import index

from core import fields
from core.searching.kinds import Words, kind_of

# How much a word counts, by where it stands. Wagtail's backend keeps each as a weight of its own, A to D.
TITLE, KIND, BODY = 10.0, 5.0, 1.0


class Findable(index.Indexed, models.Model):
    """A row of some room's that can be found. Its words are in Wagtail's index, and nowhere else."""

    # The name of its kind ("event"), and the number of the row.
    kind = fields.CharField(max_length=20)
    row = models.BigIntegerField()

    # A worker indexes (`indexing`), never the request that saved.
    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=TITLE),
        index.SearchField("kind_words", boost=KIND),
        index.SearchField("body", boost=BODY),
    ]

    class Meta:
        verbose_name = "findable"
        verbose_name_plural = "findables"
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="findable_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"

    @cached_property
    def words(self) -> Words:
        """Set by who reads many rows at once (`indexing`)."""
        return dict(kind_of(self.kind).read([self.row])).get(self.row, Words())

    # Wagtail asks for each of these five times a row, once for each weight.
    @cached_property
    def title(self) -> str:
        return " ".join(self.words.tokens("title"))

    @cached_property
    def kind_words(self) -> str:
        return " ".join(self.words.tokens("kind"))

    @cached_property
    def body(self) -> str:
        return " ".join(self.words.tokens("body"))


class ToIndex(models.Model):
    """A row that was changed, written in the transaction that changed it.

    Rows are only added and taken away, never changed: nobody who saves something waits for a worker here.
    """

    kind = fields.CharField(max_length=20)
    row = models.BigIntegerField()

    class Meta:
        verbose_name = "row to index"
        verbose_name_plural = "rows to index"

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class Word(models.Model):
    """A word that stands somewhere in the index, plain: what somebody may have meant who typed it wrongly."""

    word = fields.CharField(max_length=40, unique=True)

    class Meta:
        verbose_name = "word"
        verbose_name_plural = "words"
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="word_trgm")]

    def __str__(self) -> str:
        return self.word
