"""What is done to organisations and places: made, changed, translated, hidden, taken away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import structlog
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from core.models import User
from organisations.models import Municipality, Organisation, OrganisationText, Translation, Venue, VenueText
from organisations.services import free_slug, record_trust

logger = structlog.get_logger(__name__)
Row = TypeVar("Row", Organisation, Venue)
# What an organisation takes with it: its own words, who was proposed for it, and what every organisation has
# as time goes by: the yearly question, the log of its people, what a register said, who asked to join it.
OWN = {"texts", "invitations", "yearly", "people_log", "register_list", "applications"}


class StillInUseError(Exception):
    """Something hangs on a row that was to be deleted."""


class StillActiveError(Exception):
    """An organisation has dates to come: hidden, nobody would know who invites."""


@transaction.atomic
def make_organisation(*, values: Mapping[str, Any], user: User, now: datetime | None = None) -> Organisation:
    """An organisation with an address of its own in its municipality."""
    active_in = values.get("active_in")
    organisation = Organisation(**{name: value for name, value in values.items() if name != "active_in"})
    # Two with the same name at once: the second waits, and gets a number.
    Municipality.objects.select_for_update(no_key=True).get(pk=organisation.municipality_id)
    organisation.slug = free_slug(organisation.name, organisation.municipality)
    organisation.save()
    if organisation.is_trusted:
        record_trust(organisation, by=user, now=now or timezone.now())
    if active_in is not None:
        organisation.active_in.set(active_in)
    logger.info("organisation_made", organisation=organisation.pk, user=user.pk)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, values: Mapping[str, Any], user: User, by_editor: bool, now: datetime
) -> Organisation:
    """Store what was written. A name that its own people have changed is shown to the editors."""
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    name_before, was_trusted = row.name, row.is_trusted
    for name, value in values.items():
        if name != "active_in":
            setattr(row, name, value)
    if row.name != name_before and not by_editor:
        row.former_name, row.renamed_at = row.former_name or name_before, now
    if row.former_name == row.name:
        row.former_name, row.renamed_at = "", None
    if Organisation.objects.filter(municipality=row.municipality, slug=row.slug).exclude(pk=row.pk).exists():
        # It has come from another municipality.
        row.slug = free_slug(row.name, row.municipality)
    row.save()
    if row.is_trusted != was_trusted:
        record_trust(row, by=user, now=now)
    if "active_in" in values:
        row.active_in.set(values["active_in"])
    logger.info("organisation_changed", organisation=row.pk, user=user.pk, by_editor=by_editor)
    return row


def know_name(*, organisation: Organisation) -> None:
    """An editor has seen the new name."""
    Organisation.objects.filter(pk=organisation.pk).update(former_name="", renamed_at=None)


@transaction.atomic
def hide(*, organisation: Organisation, user: User, now: datetime) -> None:
    """Leave it out of every list until it is shown again. Raises `StillActiveError`."""
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if row.hidden_at:
        return
    if Organisation.objects.with_coming_dates(now).filter(pk=row.pk).exists():
        raise StillActiveError
    row.hidden_at = now
    row.save(update_fields=["hidden_at"])
    logger.info("organisation_hidden", organisation=row.pk, user=user.pk)


@transaction.atomic
def show(*, organisation: Organisation, user: User) -> None:
    """Bring it back into the lists."""
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    row.hidden_at = None
    row.save(update_fields=["hidden_at"])
    logger.info("organisation_shown", organisation=row.pk, user=user.pk)


def hangs_on(row: Organisation | Venue) -> bool:
    """Whether anything else refers to `row`, or has happened there. Whoever asks names no room that could."""
    for relation in row._meta.related_objects:
        name = relation.get_accessor_name()
        if (
            name
            and name not in OWN
            and relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).exists()
        ):
            return True
    return False


@transaction.atomic
def delete(*, row: Organisation | Venue, user: User) -> None:
    """Take away what nothing hangs on. Raises `StillInUseError`."""
    locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if hangs_on(locked):
        raise StillInUseError
    try:
        with transaction.atomic():
            locked.delete()
    except (ProtectedError, IntegrityError) as error:
        raise StillInUseError from error
    logger.info("directory_row_deleted", model=row._meta.model_name, row=row.pk, user=user.pk)


@transaction.atomic
def store_venue(*, venue: Venue | None, values: Mapping[str, Any], user: User) -> Venue:
    """Make or change a place. Raises `IntegrityError` where another has taken the name meanwhile."""
    row = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk) if venue else Venue()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    logger.info("venue_stored", venue=row.pk, user=user.pk, is_new=venue is None)
    return row


@transaction.atomic
def store_text(*, owner: Row, language: str, words: Mapping[str, str]) -> Translation | None:
    """What `owner` says in one more language; None, and no row, where that is nothing."""
    type(owner)._default_manager.select_for_update(of=("self",)).get(pk=owner.pk)
    model = OrganisationText if isinstance(owner, Organisation) else VenueText
    found = model._default_manager.filter(**{model.owner: owner, "language": language}).first()
    if not any(words.values()):
        if found:
            found.delete()
        return None
    text = found or model(**{model.owner: owner, "language": language})
    for name, value in words.items():
        setattr(text, name, value)
    text.says_again()
    text.save()
    return text
