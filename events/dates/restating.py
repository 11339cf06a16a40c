"""A date repeats what is said elsewhere: the activity's words and facts, the place's address, the organiser.

Who has it in a calendar sees a change of those too, so each is counted on the dates that are still to come
(`Occurrence.restated`), apart from what is done to the date itself, which can be undone.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Field, Model, Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone

from events.models import Event, Occurrence, OccurrenceQuerySet
from organisations.models import Organisation, Venue

# Which place a date has stands on the date.
NOT_REPEATED = Event.NOT_SAID | {"venue"}
SAID_OF_A_VENUE = (
    *("name", "address", "postcode", "place", "latitude", "longitude"),
    *("step_free", "hearing_loop"),
)
SAID_OF_AN_ORGANISATION = ("name", "email")


def restate_event(*, event: Event, now: datetime) -> int:
    """Note on the dates of `event` that its words or facts are others than before. Returns on how many.

    One statement, and the dates that know already are left as they are. `now` is UTC.
    """
    digest = _digest(event)
    behind = event.occurrences.filter(ends_at__gt=now).exclude(restated_from=digest)
    return _note(behind, now=now, restated_from=digest)


def _digest(event: Event) -> str:
    """The same for as long as the activity says the same, in every language."""
    facts = {
        field.name: field.value_from_object(event)
        for field in Event._meta.concrete_fields
        if field.name not in NOT_REPEATED
    }
    # A revision gives texts that are not saved yet, in an order of their own.
    texts = sorted((text.language, text.title, text.description) for text in event.texts.all())
    programme = sorted((str(item.starts), item.words) for item in event.programme.all())
    partners = sorted(partner.pk for partner in event.partners)
    said = json.dumps([facts, texts, programme, partners], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@receiver(pre_save, sender=Venue)
def restate_venue(sender: type[Venue], instance: Venue, raw: bool = False, **kwargs: object) -> None:
    if not raw and _is_different(instance, SAID_OF_A_VENUE):
        now = timezone.now()
        _note(Occurrence.objects.filter(venue=instance.pk, ends_at__gt=now), now=now)


@receiver(pre_save, sender=Organisation)
def restate_organisation(
    sender: type[Organisation], instance: Organisation, raw: bool = False, **kwargs: object
) -> None:
    if not raw and _is_different(instance, SAID_OF_AN_ORGANISATION):
        now = timezone.now()
        partner = Event.objects.filter(co_organisers=instance.pk).values("pk")
        whose = Q(organisation=instance.pk) | Q(event__in=partner)
        _note(Occurrence.objects.filter(whose, ends_at__gt=now), now=now)


def _is_different(row: Model, names: Iterable[str]) -> bool:
    """Whether what is about to be saved is other than what stands. A new row is not: it has no dates."""
    if row.pk is None:
        return False
    before = type(row)._default_manager.filter(pk=row.pk).values(*names).first() or {}
    return any(_stored(row, name) != value for name, value in before.items())


def _stored(row: Model, name: str) -> object:
    """The value as the database gives it: a form may have left a text where there is to be a number."""
    field = row._meta.get_field(name)
    assert isinstance(field, Field)
    return field.to_python(getattr(row, name))


def _note(dates: OccurrenceQuerySet, *, now: datetime, **also: object) -> int:
    return dates.update(restated=F("restated") + 1, changed_at=now, **also)
