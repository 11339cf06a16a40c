"""Takes rows of a municipality's list in. What is here stays as it is: a second time changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from core.models import User
from organisations.joining.services import TRUSTED
from organisations.models import Municipality, Organisation
from organisations.naming import search_form
from organisations.services import free_slug, record_trust

FIELDS = ("name", "orgnr", "kind", "icnpo", "village", "email", "phone", "website")


@dataclass(frozen=True)
class Known:
    """The organisations that rows are compared with: asked for once, however many rows there are."""

    by_number: Mapping[str, Organisation]
    by_name: Mapping[str, Organisation]

    @classmethod
    def of(cls, municipality: Municipality, numbers: Iterable[str]) -> "Known":
        own = list(Organisation.objects.filter(municipality=municipality).order_by("pk"))
        elsewhere = Organisation.objects.filter(orgnr__in=[each for each in numbers if each])
        return cls(
            {each.orgnr: each for each in [*elsewhere, *own] if each.orgnr},
            {search_form(each.name): each for each in reversed(own)},
        )

    def find(self, *, orgnr: str, name: str) -> Organisation | None:
        """By its number; else by its name, unless the two have different numbers."""
        if orgnr and orgnr in self.by_number:
            return self.by_number[orgnr]
        same = self.by_name.get(search_form(name))
        return same if same and not (orgnr and same.orgnr) else None


@transaction.atomic
def take_in(
    *, municipality: Municipality, rows: Iterable[Mapping[str, Any]], by: User | None = None, now: datetime
) -> int:
    """Make the organisations of `rows` that are not here yet. Returns how many. `now` is UTC."""
    # One import at a time: two at once would make each organisation twice.
    Municipality.objects.select_for_update(of=("self",)).get(pk=municipality.pk)
    given = [{name: row[name] for name in FIELDS} for row in rows]
    known = Known.of(municipality, [row["orgnr"] for row in given])
    numbers, names = set(known.by_number), set()
    made = 0
    for row in given:
        form = search_form(row["name"])
        if known.find(orgnr=row["orgnr"], name=row["name"]) or row["orgnr"] in numbers or form in names:
            continue
        made_one = Organisation.objects.create(
            municipality=municipality,
            slug=free_slug(row["name"], municipality),
            is_trusted=row["kind"] in TRUSTED,
            confirmed_at=now,
            **row,
        )
        if made_one.is_trusted:
            record_trust(made_one, by=by, now=now)
        names.add(form)
        numbers |= {row["orgnr"]} - {""}
        made += 1
    return made
