"""Names in the order of the reader's alphabet, in Python and in the database.

PostgreSQL's own collations differ from server to server, and many builds have no ICU. What is needed is
small: Norwegian puts æ, ø and å after z and takes "aa" for å (as CLDR does), other readers look for them
under a and o, and an accent makes no other letter. One table says it to both.
"""

from typing import Self, TypeVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Collate, Lower, Replace
from django.utils.translation import get_language

Row = TypeVar("Row", bound=models.Model, covariant=True)

# As many rows stand on a page one by one; more are a list of their own, that can be searched.
FEW = 3

NORWEGIAN = ("nb", "nn")
# What stands in ASCII behind "z", in this order.
AFTER_Z = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}
AMONG_OTHERS = {"ä": "a", "ø": "o", "ö": "o", "å": "a"}
# Two letters for one cannot be said with PostgreSQL's translate().
SPELT_OUT = {True: ("aa", "å"), False: ("æ", "ae")}
ACCENTS = dict(
    zip(
        "áàâãăąčćçďđéèêëęěíìîïłñńňŋóòôõőřšśșťŧțúùûüůűýÿžźż",
        "aaaaaacccddeeeeeeiiiilnnnnooooorssstttuuuuuuyyzzz",
        strict=True,
    )
)


def _letters(language: str | None) -> tuple[tuple[str, str], dict[str, str]]:
    is_norwegian = (language or get_language() or NORWEGIAN[0]) in NORWEGIAN
    return SPELT_OUT[is_norwegian], ACCENTS | (AFTER_Z if is_norwegian else AMONG_OTHERS)


def alphabetical_key(text: str, language: str | None = None) -> str:
    """What sorts `text` for a reader of `language` (the active one): Bodø, Værøy, Øksnes, Åsnes."""
    spelt_out, letters = _letters(language)
    table = {ord(letter): plain for letter, plain in letters.items()}
    return text.lower().replace(*spelt_out).translate(table)


def alphabetical(field: str, language: str | None = None) -> Collate:
    """The same as `alphabetical_key`, of a column, for `order_by`. The language is the one at the call."""
    (found, replacement), letters = _letters(language)
    # Under some collations lower() knows ASCII only: the capitals are in the table too.
    letters = letters | {letter.upper(): key for letter, key in letters.items()}
    lowered = Replace(Lower(F(field)), Value(found.upper()), Value(found))
    translated = Func(
        Replace(lowered, Value(found), Value(replacement)),
        Value("".join(letters)),
        Value("".join(letters.values())),
        function="translate",
        output_field=models.CharField(),
    )
    return Collate(translated, "C")


def name_indexes(table: str) -> list[models.Index]:
    """For `by_name`, in the two orders that there are, and for `called`: a long list is not read whole."""
    orders = [
        models.Index(alphabetical("name", language), "id", name=f"{table}_by_name_{language}")
        for language in (NORWEGIAN[0], "en")
    ]
    parts = OpClass(alphabetical("name", "en"), name="gin_trgm_ops")
    return [*orders, GinIndex(parts, name=f"{table}_called")]


class NamedQuerySet(models.QuerySet[Row]):
    """Rows with a `name`."""

    def by_name(self) -> Self:
        """In the order of the reader's alphabet; who has the same name, in the order of their keys."""
        return self.order_by(alphabetical("name"), "pk")

    def called(self, text: str) -> Self:
        """Those with `text` in their names, by name: an accent or a Norwegian letter may be missing in it."""
        if not text:
            return self.by_name()
        plain = self.alias(plain=alphabetical("name", "en"))
        return plain.filter(plain__contains=alphabetical_key(text, "en")).by_name()

    def few(self, most: int = FEW) -> list[Row] | None:
        """The rows by name; None when they are more than `most`."""
        found = list(self.by_name()[: most + 1])
        return None if len(found) > most else found
