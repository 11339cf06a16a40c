"""What is written or removed, by whomever, is marked, so that it is found by its new words."""

from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from core.searching.marking import mark
from events.dates.changes import DateChange
from events.discovery.searching_words import EVENT, ORGANISATION, STANDING
from events.models import Event, EventText, Occurrence, ProgrammeItem, Series
from events.signals import dates_change_undone, dates_changed
from events.standing.models import StandingPlace, StandingPlaceText
from organisations.models import Municipality, Organisation, OrganisationText, Venue


@receiver([post_save, post_delete, published, unpublished], sender=Event)
def event_written(instance: Event, **kwargs: Any) -> None:
    mark(EVENT, [instance.pk])


@receiver([post_save, post_delete], sender=EventText)
@receiver([post_save, post_delete], sender=ProgrammeItem)
@receiver([post_save, post_delete], sender=Series)
def part_of_event_written(instance: EventText | ProgrammeItem | Series, **kwargs: Any) -> None:
    mark(EVENT, [instance.event_id])


@receiver([dates_changed, dates_change_undone])
def dates_written(changes: list[DateChange], **kwargs: Any) -> None:
    dates = Occurrence.objects.filter(pk__in=[change.occurrence_id for change in changes])
    mark(EVENT, set(dates.order_by().values_list("event", flat=True)))


@receiver([post_save, post_delete], sender=StandingPlace)
def standing_place_written(instance: StandingPlace, **kwargs: Any) -> None:
    mark(STANDING, [instance.pk])


@receiver([post_save, post_delete], sender=StandingPlaceText)
def words_of_standing_place_written(instance: StandingPlaceText, **kwargs: Any) -> None:
    mark(STANDING, [instance.place_id])


@receiver([post_save, post_delete], sender=Organisation)
def organisation_written(instance: Organisation, **kwargs: Any) -> None:
    mark(ORGANISATION, [instance.pk])
    _mark_events(organisation=instance)


@receiver([post_save, post_delete], sender=OrganisationText)
def words_of_organisation_written(instance: OrganisationText, **kwargs: Any) -> None:
    mark(ORGANISATION, [instance.organisation_id])


@receiver(post_save, sender=Venue)
def venue_written(instance: Venue, **kwargs: Any) -> None:
    _mark_events(venue=instance)


@receiver(post_save, sender=Municipality)
def municipality_written(instance: Municipality, **kwargs: Any) -> None:
    mark(ORGANISATION, Organisation.objects.filter(municipality=instance).values_list("pk", flat=True))
    _mark_events(municipality=instance)


def _mark_events(**of: Model) -> None:
    """The public activities of something whose name they are found by."""
    [(name, row)] = of.items()
    if not row.pk:
        return
    mark(STANDING, set(StandingPlace.objects.filter(**of).values_list("pk", flat=True)))
    whose = Q(**of) | Q(co_organisers=row) if name == "organisation" else Q(**of)
    mark(EVENT, set(Event.objects.filter(whose, live=True).values_list("pk", flat=True)))
