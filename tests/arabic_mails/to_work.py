"""To organisations, editors and hosts, about their work."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from core.mail.outbox import delivering
from core.models import User
from events.exchange.models import Source
from events.exchange.taking_in import telling
from events.models import QueueMail
from events.moderation.editors import tell_once_a_day
from events.moderation.reporting import report
from events.moderation.services import approve, ask_for_changes, hand_in, take_down
from events.partners import services as partners
from events.signups import access
from newcomers.participation import mails as figure_mails
from newcomers.tallies.models import Edition
from organisations.joining import services as joining
from organisations.joining import yearly
from organisations.joining.models import YearlyQuestion
from organisations.mails import queue_invitation
from organisations.models import Invitation, Membership
from organisations.people import services as people
from organisations.people.handing_over import hand_over_welcoming
from organisations.people.staff import invite
from organisations.services import invite_member
from organisations.tenancy.grants import grant_role
from organisations.tenancy.substitutes import end_substitute, name_substitute
from tests import factories
from tests.arabic_mails.shared import (
    CALENDAR,
    NAME,
    NOW,
    ORGANISATION,
    PARTNER,
    PHONE,
    SOON,
    TITLE,
    an_arabic_user,
    sent,
)


def of_editors(organisation, organiser, editor) -> dict[str, mail.EmailMessage]:
    now = timezone.now()
    editor.language = "ar"
    editor.save()
    event = factories.an_event(TITLE, live=False, organisation=organisation)
    factories.a_series(event)
    hand_in(event=event, user=organiser, now=now)
    made = {"waits": sent()}
    report(event=event, why="wrong", words="Det er stengt", now=now)
    made["reported"] = sent()
    QueueMail.objects.create(user=editor, how="daily")
    tell_once_a_day(now=now)
    made["queue"] = sent()
    take_down(event=event, user=editor, why="Takk, og hei!", acting_as="editor", now=now)
    return made | {"take_down": sent()}


def of_work(heroy, editor) -> dict[str, mail.EmailMessage]:
    organisation = factories.an_organisation(ORGANISATION, municipality=heroy)
    organiser = factories.a_member(organisation, user=an_arabic_user("Ola"))
    made = {}
    for decide in (approve, ask_for_changes):
        event = factories.an_event(TITLE, live=False, organisation=organisation)
        factories.a_series(event)
        hand_in(event=event, user=organiser, now=timezone.now())
        decide(event=event, user=editor, why="Takk, og hei!", now=timezone.now())
        made[decide.__name__] = sent()
    made |= of_editors(organisation, organiser, editor)
    invitation = Invitation.objects.create(
        organisation=organisation,
        user=an_arabic_user("Ny"),
        invited_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )
    queue_invitation(invitation=invitation, now=NOW)
    made["invitation"] = sent()
    an_arabic_user("Kollega")
    for name in ("invited", "staff"):
        who = {"email": User.objects.latest("pk").email, "by": organiser, "now": NOW}
        if name == "invited":
            invite_member(organisation=organisation, by_organisation=True, **who)
        else:
            invite(place=heroy, roles=["host", "editor"], **who)
        made[name] = sent()
    made |= of_hosts(heroy)
    date = factories.an_occurrence(event, starts_at=SOON)
    factories.a_member(organisation, user=an_arabic_user("Eier"), role="owner")
    access.ask(occurrence=date, user=editor, why="Klage", now=NOW)
    made["access_asked"] = sent()
    return made


def of_hosts(heroy) -> dict[str, mail.EmailMessage]:
    """A host is away, is back early, and leaves."""
    host, colleague = an_arabic_user("Vert"), an_arabic_user("Vikar")
    grant_role(user=host, role="host", municipality=heroy)
    days = {"first_day": NOW.date(), "last_day": NOW.date() + timedelta(days=7)}
    row, _is_new = name_substitute(place=heroy, absent=host, email=colleague.email, now=NOW, **days)
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: NOW)
    found = {letter.to[0]: letter for letter in mail.outbox}
    made = {"substitute": found[colleague.email], "substituted": found[host.email]}
    end_substitute(substitution=row, by=host, now=NOW)
    made["substitute_ended"] = sent()
    grant_role(user=colleague, role="editor", municipality=heroy)
    hand_over_welcoming(place=heroy, giver=host, taker=colleague, now=NOW)
    return made | {"handed_over": sent()}


def of_joining(heroy) -> dict[str, mail.EmailMessage]:
    """What who asks to publish is told, and the municipality; and the question of once a year."""
    given = {"orgnr": "", "kind": "other", "about": "Strikker", "applicant": NAME, "language": "ar"}
    application = joining.apply(
        municipality=heroy, name=ORGANISATION, email="amal@example.org", now=NOW, **given
    )
    made = {"join_confirm": sent()}
    colleague = an_arabic_user("Redaktør")
    grant_role(user=colleague, role="editor", municipality=heroy)
    joining.confirm(application=application, now=NOW)
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: NOW)
    [made["join_waiting"]] = [letter for letter in mail.outbox if letter.to == [colleague.email]]
    joining.decline(application=application, user=colleague, why="Takk, og hei!", now=NOW)
    made["join_decision"] = sent()
    club = factories.an_organisation(ORGANISATION, municipality=heroy, phone=PHONE)
    factories.a_member(club, user=an_arabic_user("Eier"), role=Membership.MemberRole.OWNER)
    long_ago = NOW - timedelta(days=400)
    YearlyQuestion.objects.create(organisation=club, since=long_ago, seen_at=long_ago)
    yearly.ask(now=NOW)
    return {**made, "yearly": sent()}


def of_partners(heroy) -> dict[str, mail.EmailMessage]:
    """Two organisations that arrange something together; and somebody who is let go."""
    mine, theirs = (factories.an_organisation(name, municipality=heroy) for name in (ORGANISATION, PARTNER))
    asks = factories.a_member(mine, user=an_arabic_user("Ola"))
    answers = factories.a_member(theirs, user=an_arabic_user("Eier"), role=Membership.MemberRole.OWNER)
    event = factories.an_event(TITLE, organisation=mine)
    request = partners.ask(event=event, organisation=theirs, user=asks, now=NOW)
    made = {"partner_asked": sent()}
    partners.answer(request=request, yes=True, user=answers, now=NOW)
    made["partner_answered"] = sent()
    leaver = factories.a_member(theirs, user=an_arabic_user("Slutter"))
    people.remove(membership=leaver.memberships.get(), by=answers, now=NOW)
    return made | {"ended": sent()}


def of_calendars(heroy) -> dict[str, mail.EmailMessage]:
    club = factories.an_organisation(ORGANISATION, municipality=heroy)
    factories.a_member(club, user=an_arabic_user("Eier"))
    given = {"address": "https://example.org/a.ics", "created_at": NOW, "kind": "subscription"}
    source = Source.objects.create(organisation=club, name=CALENDAR, failures=10, state="stopped", **given)
    telling.is_away(source=source, now=NOW)
    source.save()
    away = sent()
    source.state, source.failures = "active", 0
    telling.works_again(source=source, now=NOW)
    source.save()
    return {"calendar_away": away, "calendar_back": sent()}


def of_figures(heroy, host) -> dict[str, mail.EmailMessage]:
    User.objects.filter(pk=host.pk).update(language="ar")
    Edition.objects.create(month=NOW.date().replace(year=2026, month=12, day=1), made_at=NOW)
    figure_mails.tell(now=NOW)
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: NOW)
    # Whoever has become a host in the other letters has one too.
    [letter] = [each for each in mail.outbox if each.to == [host.email]]
    return {"figures": letter}
