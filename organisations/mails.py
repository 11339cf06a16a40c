"""The mails to somebody who is proposed for an organisation, invited to it, or invited to work for a place.

What an owner or a municipality offers has a personal link. It says what the mail is about and opens nothing:
whoever answers has logged in with the address that was invited.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.formats import in_words
from core.languages import language_among
from core.links import PersonalLinks, personal_url
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.services import queue
from core.models import User
from organisations.models import (
    Invitation,
    Municipality,
    Organisation,
    Region,
    StaffInvitation,
    Substitution,
)

INVITATION = "organisations.invitation"
STAFF_INVITATION = "organisations.staff_invitation"
ENDED = "organisations.ended"
SUBSTITUTE = "organisations.substitute"
SUBSTITUTE_ENDED = "organisations.substitute_ended"
HANDED_OVER = "organisations.handed_over"
# The portal's front page says it too.
WORTH = timedelta(days=7)
LINKS = PersonalLinks("organisations.invitation")
Place = Municipality | Region | Organisation
PLACES: dict[str, Any] = {"municipality": Municipality, "region": Region, "organisation": Organisation}


def queue_invitation(*, invitation: Invitation, now: datetime) -> None:
    """Have the invited person told, once for each time they are invited. `now` is UTC."""
    about, recipient = f"invitation:{invitation.pk}", f"user:{invitation.user_id}"
    occasion = invitation.invited_at.isoformat()
    queue(kind=INVITATION, about=about, recipient=recipient, occasion=occasion, now=now)


def queue_staff_invitation(*, invitation: StaffInvitation, now: datetime) -> None:
    """Have the invited colleague told, once for each time they are invited. `now` is UTC."""
    about, recipient = f"staff_invitation:{invitation.pk}", f"user:{invitation.user_id}"
    occasion = invitation.invited_at.isoformat()
    queue(kind=STAFF_INVITATION, about=about, recipient=recipient, occasion=occasion, now=now)


def queue_ended(*, place: Place, user: User, by: User, now: datetime) -> None:
    """Have who was let go told, once; who went by themselves knows. `now` is UTC."""
    if by.pk != user.pk:
        about = f"{place._meta.model_name}:{place.pk}"
        queue(kind=ENDED, about=about, recipient=f"user:{user.pk}", occasion=now.isoformat(), now=now)


def queue_substitute(*, substitution: Substitution, now: datetime) -> None:
    """Have both told, the host and who stands in for them. `now` is UTC."""
    about = f"substitution:{substitution.pk}"
    for user in (substitution.user_id, substitution.absent_id):
        queue(kind=SUBSTITUTE, about=about, recipient=f"user:{user}", now=now)


def queue_substitute_ended(*, substitution: Substitution, by: User | None, now: datetime) -> None:
    """Have who stood in told that they no longer do, before the last day. `now` is UTC."""
    if by is None or by.pk != substitution.user_id:
        about = f"municipality:{substitution.municipality_id}"
        recipient = f"user:{substitution.user_id}"
        queue(kind=SUBSTITUTE_ENDED, about=about, recipient=recipient, occasion=now.isoformat(), now=now)


def queue_handed_over(*, place: Municipality, giver: User, taker: User, now: datetime) -> None:
    """Have who takes over from a host told. `now` is UTC."""
    about = f"municipality:{place.pk}:{giver.pk}"
    queue(kind=HANDED_OVER, about=about, recipient=f"user:{taker.pk}", occasion=now.isoformat(), now=now)


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """In the person's language, else the municipality's. Raises `Unwanted` when it is answered already."""
    waiting = Invitation.objects.standing(now).select_related("user", "organisation__municipality")
    invitation = waiting.filter(pk=row.about.removeprefix("invitation:"), user__is_active=True).first()
    if invitation is None:
        raise Unwanted
    user, organisation = invitation.user, invitation.organisation
    language = language_among(user.language, organisation.municipality.language)
    if invitation.by_organisation:
        url = personal_url("invitation", LINKS.token(invitation.public_id), language=language)
        context = {"organisation": organisation, "url": url, "until": invitation.expires_at}
        letter = render_letter("organisations/mail/invited", context, language=language)
        return build_message(letter, to=user.email, language=language)
    with override(language):
        url = absolute(reverse("portal_invitations"))
    context = {
        "organisation": organisation,
        "municipality": organisation.municipality,
        # Otherwise it is the organisation's own people who say yes.
        "answers": Invitation.objects.answered_by(user).filter(pk=invitation.pk).exists(),
        "url": url,
    }
    letter = render_letter("organisations/mail/invitation", context, language=language)
    return build_message(letter, to=user.email, language=language)


def make_for_staff(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """As `make`, to a colleague of a municipality or a county."""
    waiting = StaffInvitation.objects.standing(now).select_related("user", "municipality", "region")
    number = row.about.removeprefix("staff_invitation:")
    invitation = waiting.filter(pk=number, user__is_active=True).first()
    if invitation is None:
        raise Unwanted
    user = invitation.user
    language = language_among(
        user.language, invitation.municipality.language if invitation.municipality else ""
    )
    with override(language):
        roles = in_words(invitation.role_names)
    context = {
        "place": invitation.place,
        "roles": roles,
        "url": personal_url("invitation", LINKS.token(invitation.public_id), language=language),
        "until": invitation.expires_at,
    }
    letter = render_letter("organisations/mail/staff", context, language=language)
    return build_message(letter, to=user.email, language=language)


def make_ended(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """That somebody's access has ended. Raises `Unwanted` where they have it again."""
    name, _colon, number = row.about.partition(":")
    place = PLACES[name].objects.filter(pk=number).first()
    user = User.objects.filter(pk=row.recipient.removeprefix("user:"), is_active=True).first()
    if place is None or user is None:
        raise Unwanted
    held = user.memberships if isinstance(place, Organisation) else user.roles
    if held.filter(**{name: place}).exists():
        raise Unwanted
    home = place.municipality if isinstance(place, Organisation) else place
    language = language_among(user.language, home.language if isinstance(home, Municipality) else "")
    context = {"place": place.name, "is_organisation": isinstance(place, Organisation)}
    letter = render_letter("organisations/mail/ended", context, language=language)
    return build_message(letter, to=user.email, language=language)


def make_substitute(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """To who stands in, or to the host. Raises `Unwanted` when it has ended."""
    found = Substitution.objects.not_over(now).select_related("municipality", "absent", "user")
    standing = found.filter(pk=row.about.removeprefix("substitution:")).first()
    if standing is None:
        raise Unwanted
    is_host = row.recipient == f"user:{standing.absent_id}"
    user, other = (standing.absent, standing.user) if is_host else (standing.user, standing.absent)
    language = language_among(user.language, standing.municipality.language)
    page = ("portal_substitutes", [standing.municipality_id]) if is_host else ("portal", [])
    with override(language):
        url = absolute(reverse(page[0], args=page[1]))
    context = {
        "place": standing.municipality.name,
        "other": str(other),
        "email": other.email,
        "first_day": standing.first_day,
        "last_day": standing.last_day,
        "url": url,
    }
    name = "substituted" if is_host else "substitute"
    letter = render_letter(f"organisations/mail/{name}", context, language=language)
    return build_message(letter, to=user.email, language=language)


def make_substitute_ended(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """That somebody no longer stands in. Raises `Unwanted` where either is gone."""
    place, user = _place_and_user(row)
    language = language_among(user.language, place.language)
    context = {"place": place.name}
    letter = render_letter("organisations/mail/substitute_ended", context, language=language)
    return build_message(letter, to=user.email, language=language)


def make_handed_over(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """To who takes over from a host. Raises `Unwanted` where one of the two, or the place, is gone."""
    place, user = _place_and_user(row)
    giver = User.objects.filter(pk=row.about.split(":")[2]).first()
    if giver is None:
        raise Unwanted
    language = language_among(user.language, place.language)
    with override(language):
        url = absolute(reverse("portal"))
    context = {"place": place.name, "giver": str(giver), "url": url}
    letter = render_letter("organisations/mail/handed_over", context, language=language)
    return build_message(letter, to=user.email, language=language)


def _place_and_user(row: OutboxMessage) -> tuple[Municipality, User]:
    """The municipality that a message is about, and whom it goes to. Raises `Unwanted`."""
    place = Municipality.objects.filter(pk=row.about.split(":")[1]).first()
    user = User.objects.filter(pk=row.recipient.removeprefix("user:"), is_active=True).first()
    if place is None or user is None:
        raise Unwanted
    return place, user


def register_mails() -> None:
    """Called while the app gets ready."""
    register(Kind(INVITATION, priority=Priority.NEWS, worth=WORTH, make=make))
    register(Kind(STAFF_INVITATION, priority=Priority.NEWS, worth=WORTH, make=make_for_staff))
    register(Kind(ENDED, priority=Priority.NEWS, worth=WORTH, make=make_ended))
    register(Kind(SUBSTITUTE, priority=Priority.NEWS, worth=WORTH, make=make_substitute))
    register(Kind(SUBSTITUTE_ENDED, priority=Priority.NEWS, worth=WORTH, make=make_substitute_ended))
    register(Kind(HANDED_OVER, priority=Priority.NEWS, worth=WORTH, make=make_handed_over))
