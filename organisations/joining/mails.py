"""The mails about an application: is it you, what the municipality says, and one line to its editors."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.formats import telephone
from core.languages import language_among
from core.links import personal_url
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from organisations.joining import kinds
from organisations.joining.choices import State
from organisations.joining.links import STILL_RIGHT, mine_url
from organisations.joining.models import Application
from organisations.models import Membership, Organisation

WORTH = timedelta(days=7)


def _found(row: OutboxMessage) -> Application:
    rows = Application.objects.select_related("municipality", "organisation")
    application = rows.filter(pk=kinds.application_of(row.about)).first()
    if application is None:
        raise Unwanted(Why.GONE)
    return application


def make_confirm(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """ "Was it you?", with the link; where it is confirmed already the same link shows how it stands."""
    application = _found(row)
    return _to_applicant("joining/mail/confirm", application)


def make_decision(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """What the municipality asks or has decided. Raises `Unwanted` where it is otherwise by now."""
    application = _found(row)
    if application.state not in (State.ASKED, State.ACCEPTED, State.DECLINED):
        raise Unwanted
    owns = Membership.objects.filter(
        organisation=application.organisation_id, user__email__iexact=application.email
    )
    with override(application.language):
        log_in = absolute(reverse("portal"))
    return _to_applicant("joining/mail/decision", application, owns=owns.exists(), log_in_url=log_in)


def _to_applicant(template: str, application: Application, **values: object) -> EmailMultiAlternatives:
    context = {
        "application": application,
        "municipality": application.municipality,
        "title": application.title,
        "url": mine_url(application),
        **values,
    }
    letter = render_letter(template, context, language=application.language)
    return build_message(letter, to=application.email, language=application.language)


def make_waiting(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """One line: an organisation waits. Raises `Unwanted` where somebody else has answered meanwhile."""
    application = _found(row)
    pk = row.recipient.removeprefix("user:")
    user = kinds.editors_of(application.municipality_id).filter(pk=pk).first()
    if user is None or application.state != State.WAITING:
        raise Unwanted
    language = language_among(user.language, application.municipality.language)
    with override(language):
        url = absolute(reverse("portal_application", args=[application.pk]))
    context = {"municipality": application.municipality, "title": application.title, "url": url}
    letter = render_letter("joining/mail/waiting", context, language=language)
    return build_message(letter, to=user.email, language=language)


def make_still_right(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """What stands on the public page, and whether it is right. Raises `Unwanted` where it was answered."""
    pk = int(row.about.removeprefix("organisation:"))
    user = int(row.recipient.removeprefix("user:"))
    members = Membership.objects.filter(organisation=pk, user=user, role=Membership.MemberRole.OWNER)
    members = members.select_related("user", "organisation__municipality", "organisation__yearly")
    membership = members.filter(user__is_active=True).first()
    if membership is None:
        raise Unwanted(Why.GONE)
    organisation, question = membership.organisation, membership.organisation.yearly
    if question.asked_at is None or (organisation.confirmed_at or question.since) > question.asked_at:
        raise Unwanted
    language = language_among(membership.user.language, organisation.municipality.language)
    url = personal_url("still_right", STILL_RIGHT.token(question.public_id), language=language)
    with override(language):
        facts = public_facts(organisation)
    context = {"organisation": organisation, "title": organisation.name, "facts": facts, "url": url}
    letter = render_letter("joining/mail/still_right", context, language=language)
    return build_message(letter, to=membership.user.email, language=language)


def public_facts(organisation: Organisation) -> list[tuple[str, str]]:
    """What everybody can read of it, each with its label, in the active language."""
    rows = [
        (_("Name"), organisation.name),
        (_("What it is"), organisation.get_kind_display()),
        (_("What it does"), organisation.about),
        (_("Village or part of town"), organisation.village),
        (_("E-mail address"), organisation.email),
        (_("Phone number"), telephone(organisation.phone) if organisation.phone else ""),
        (_("Website"), organisation.website),
    ]
    return [(label, value or _("nothing yet")) for label, value in rows]


def register_mails() -> None:
    """Called while the app gets ready."""
    register(Kind(kinds.CONFIRM, priority=Priority.ANSWER, worth=WORTH, make=make_confirm))
    register(Kind(kinds.DECISION, priority=Priority.ANSWER, worth=WORTH, make=make_decision))
    register(Kind(kinds.STILL_RIGHT, priority=Priority.CAMPAIGN, worth=WORTH, make=make_still_right))
    register(Kind(kinds.WAITING, priority=Priority.NEWS, worth=WORTH, make=make_waiting))
