"""What happens to applications: each rule stands here once. `now` is UTC."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.users import user_for
from core.commits import after_commit
from core.isolation import filled
from core.mail.outbox import services as outbox
from core.models import User
from core.nudging import nudge
from core.privacy import erasures
from core.text import same_address
from organisations.hearing import who_hears_at_once
from organisations.joining import kinds, yearly
from organisations.joining.choices import Lookup, State
from organisations.joining.models import OPEN, Application, key_of
from organisations.models import Membership, Municipality, Organisation, PeopleLog
from organisations.naming import search_form
from organisations.registers.asking import NoAnswerError, NotThereError
from organisations.registers.lookup import is_asked, look_up
from organisations.roles import Capability
from organisations.services import add_member, free_slug, invite_member, record_trust

# Trusted from the start: their staff know what a public activity is.
TRUSTED = {Organisation.Kind.VOLUNTEER_CENTRE, Organisation.Kind.LIBRARY}
LOOK_UP = "joining.look_up_due"
RESEND_AFTER = timedelta(minutes=10)
# How often a register that does not answer is asked, each time after twice as long.
MOST_LOOKUPS, LONGEST_WAIT = 20, timedelta(hours=6)
MOST_AT_ONCE, CLAIMED_FOR = 50, timedelta(minutes=2)


class Refused(Exception):
    """What the editor wants cannot be. The message says why, in the active language."""


def already_here(*, municipality: Municipality | None, orgnr: str, name: str) -> Organisation | None:
    """The organisation that has this number, wherever, or this name in the municipality."""
    rows = Organisation.objects.select_related("municipality")
    if orgnr and (found := rows.filter(orgnr=orgnr).first()):
        return found
    wanted = search_form(name)
    if not (wanted and municipality):
        return None
    # A municipality has some hundreds; the number that two could have is not one of them.
    others = rows.filter(municipality=municipality)
    others = others.filter(orgnr="") if orgnr else others
    return next((each for each in others.order_by("pk") if search_form(each.name) == wanted), None)


@transaction.atomic
def apply(
    *,
    municipality: Municipality,
    orgnr: str,
    name: str,
    kind: str,
    about: str,
    applicant: str,
    email: str,
    language: str,
    now: datetime,
) -> Application:
    """Ask to publish for an organisation. Nobody is bothered before the applicant has confirmed it.

    A repeat returns what there is, and what nobody has confirmed is then as it was asked for last. About an
    organisation that is here already its own municipality is asked, whichever the applicant chose.
    """
    here = already_here(municipality=municipality, orgnr=orgnr, name=name)
    if here and here.municipality.is_active:
        municipality = here.municipality
    values = {"kind": kind, "about": about, "applicant": applicant, "language": language, "name": name}
    known = Application.objects.undecided().filter(
        municipality=municipality, key=key_of(orgnr, name), email=same_address(email)
    )
    found = known.select_for_update(of=("self",)).first()
    if found is None:
        found = Application(municipality=municipality, orgnr=orgnr, email=email, created_at=now, **values)
        found.organisation = here
        if orgnr and is_asked():
            found.lookup, found.lookup_due_at = Lookup.PENDING, now
        found.move(State.UNCONFIRMED, now)
        try:
            with transaction.atomic():
                found.save()
        except IntegrityError:
            # The same form, sent at the same moment.
            return known.get()
        if found.lookup == Lookup.PENDING:
            after_commit(nudge, LOOK_UP)
    elif found.state == State.UNCONFIRMED:
        for field, value in values.items():
            setattr(found, field, value)
        found.save()
    _send_first(found, now=now)
    return found


def _send_first(application: Application, *, now: datetime) -> None:
    """The mail with the link: to confirm with, or where it is confirmed to see how it stands."""
    occasion = str(int(now.timestamp() // RESEND_AFTER.total_seconds()))
    outbox.queue(
        kind=kinds.CONFIRM,
        about=kinds.about(application),
        recipient=kinds.recipient_of(application),
        occasion=occasion,
        wanted_until=application.expires_at,
        now=now,
    )


@transaction.atomic
def confirm(*, application: Application, now: datetime) -> Application:
    """The address is the applicant's own: now the municipality is told. A repeat changes nothing."""
    found = _locked(application)
    if found.state == State.UNCONFIRMED:
        found.move(State.WAITING, now)
        found.save()
        _tell_editors(found, now=now)
    return found


@transaction.atomic
def reply(*, application: Application, answer: str, now: datetime) -> Application:
    """What the municipality asked is answered, and it is told. What waits for no answer stays as it is."""
    found = _locked(application)
    if found.state == State.ASKED:
        found.answer = answer
        found.move(State.WAITING, now)
        found.save()
        _tell_editors(found, now=now)
    return found


def erase(applications: QuerySet[Application]) -> int:
    """The applicant wants it no more: it is gone at once, with what is on its way. Returns how many."""
    with transaction.atomic():
        rows = dict(applications.select_for_update(of=("self",)).values_list("pk", "public_id"))
        erasures.remember("application", rows.values())
        outbox.forget_all(recipients=[f"application:{pk}" for pk in rows])
        Application.objects.filter(pk__in=rows).delete()
    return len(rows)


def known_by() -> Iterable[tuple[int, UUID]]:
    """Every application, and what the list of erasures knows it by."""
    return Application.objects.values_list("pk", "public_id").iterator()


def erase_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back. How many."""
    return erase(Application.objects.filter(pk__in=pks))


@transaction.atomic
def accept(
    *,
    application: Application,
    user: User,
    name: str,
    kind: str,
    now: datetime,
    proposals: Collection[str] = (),
) -> Organisation:
    """The municipality vouches: the organisation is here, and the applicant owns it and may log in.

    Where it was here already its own people say yes or no to the applicant. `proposals` are the names of
    what the register proposes and the editor wants public: website, email, phone. A repeat returns what has
    come of it. Raises `Refused`.
    """
    # Two applications for one organisation at once: the second finds what has come of the first.
    Municipality.objects.select_for_update(no_key=True).get(pk=application.municipality_id)
    found = _locked(application)
    if found.state == State.ACCEPTED and found.organisation:
        return found.organisation
    if not found.is_open:
        raise Refused(_("This application is decided already."))
    person = user_for(email=found.email)
    organisation = _here(found, user=user, name=name)
    # Who vouches must not be who is vouched for.
    places = {found.municipality_id, organisation.municipality_id if organisation else found.municipality_id}
    if person.pk == user.pk or person.roles.filter(municipality__in=places).exists():
        raise Refused(_("The applicant works for the municipality. Somebody else must ask to publish."))
    if organisation is None:
        organisation = _made(found, name=name, kind=kind, proposals=proposals, now=now)
        if organisation.is_trusted:
            record_trust(organisation, by=user, now=now)
    _name_person(person, found)
    if organisation.memberships.exists():
        invite_member(organisation=organisation, email=found.email, now=now, by=user)
    else:
        # Applying, and pressing the link in the mail, is the organisation's own yes.
        add_member(organisation=organisation, email=found.email, role=Membership.MemberRole.OWNER)
        what = PeopleLog.What.JOINED
        PeopleLog.objects.record(what, now=now, by=user, user=person, place=organisation, role="owner")
        if organisation.hidden_at:
            # What left the lists for its silence has somebody who speaks for it again.
            organisation = yearly.confirm(organisation=organisation, now=now)
    found.organisation = organisation
    _decide(found, State.ACCEPTED, user=user, now=now)
    Application.objects.about_the_same(found).undecided().update(organisation=organisation)
    return organisation


def _here(application: Application, *, user: User, name: str) -> Organisation | None:
    """The organisation that is meant, where there is one. Raises `Refused` where another municipality has it.

    A number is found wherever its organisation is: who vouches for it is who looks after it.
    """
    found = application.organisation or already_here(
        municipality=application.municipality, orgnr=application.orgnr, name=name
    )
    if found and not Organisation.objects.edited_by(user).filter(pk=found.pk).exists():
        text = _("%(organisation)s is in %(municipality)s. The applicant must ask there.")
        raise Refused(filled(text, organisation=found.name, municipality=found.municipality.name))
    return found


def _name_person(person: User, application: Application) -> None:
    """Who has no name here yet has the one that they gave."""
    if not person.name:
        person.name, person.language = application.applicant, person.language or application.language
        person.save(update_fields=["name", "language"])


def _made(
    application: Application, *, name: str, kind: str, proposals: Collection[str], now: datetime
) -> Organisation:
    entry = application.entry
    proposed = {field: getattr(entry, field) for field in ("website", "email", "phone") if entry}
    return Organisation.objects.create(
        municipality=application.municipality,
        name=name,
        slug=free_slug(name, application.municipality),
        kind=kind,
        orgnr=application.orgnr,
        about=application.about,
        is_trusted=kind in TRUSTED,
        icnpo=entry.icnpo if entry else [],
        legal_form=entry.legal_form if entry else "",
        confirmed_at=now,
        **{field: value for field, value in proposed.items() if field in proposals},
    )


@transaction.atomic
def ask(*, application: Application, user: User, question: str, now: datetime) -> None:
    """The municipality wants to know something first. Raises `Refused`."""
    found = _locked(application)
    if not found.is_open:
        raise Refused(_("This application is decided already."))
    found.question, found.answer = question, ""
    _decide(found, State.ASKED, user=user, now=now)


@transaction.atomic
def decline(*, application: Application, user: User, why: str, now: datetime) -> None:
    """The municipality says no, and why. Raises `Refused`."""
    found = _locked(application)
    if not found.is_open:
        raise Refused(_("This application is decided already."))
    found.why = why
    _decide(found, State.DECLINED, user=user, now=now)


def _decide(application: Application, state: State, *, user: User, now: datetime) -> None:
    application.decided_by = user
    application.move(state, now)
    application.save()
    outbox.queue(
        kind=kinds.DECISION,
        about=kinds.about(application),
        recipient=kinds.recipient_of(application),
        occasion=now.isoformat(),
        now=now,
    )


def _tell_editors(application: Application, *, now: datetime) -> None:
    """Each of the municipality's editors who hears at once, once for each time that it waits for them."""
    editors = who_hears_at_once(application.municipality_id, Capability.EDIT_DIRECTORY)
    messages = [
        outbox.Outgoing(kinds.about(application), f"user:{pk}", now.isoformat())
        for pk in editors.values_list("pk", flat=True)
    ]
    outbox.queue_many(kind=kinds.WAITING, messages=messages, now=now)


def _locked(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("municipality", "organisation")
    return rows.get(pk=application.pk)


def look_up_due(*, now: datetime) -> int:
    """Ask the registers for each number that is still to be looked up. Returns how many were asked for.

    Outside a transaction: a register may be slow. Who asks claims the row first, for as long as it may take.
    """
    due = Application.objects.filter(lookup_due_at__lte=now, state__in=OPEN).order_by("lookup_due_at")
    pks = list(due.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(_look_up(pk, now) for pk in pks)


def _look_up(pk: int, now: datetime) -> bool:
    row = Application.objects.filter(pk=pk)
    if not row.filter(lookup_due_at__lte=now).update(lookup_due_at=now + CLAIMED_FOR):
        return False
    number, asked = row.values_list("orgnr", "lookups").get()
    # What the applicant withdraws meanwhile stays gone: nothing below makes a row.
    try:
        entry = look_up(number)
    except NotThereError as error:
        row.update(lookup=Lookup.GONE if error.is_gone else Lookup.UNKNOWN, lookup_due_at=None)
    except NoAnswerError as error:
        wait = max(error.retry_after, min(2**asked * 30, LONGEST_WAIT.total_seconds()))
        again = now + timedelta(seconds=wait) if asked + 1 < MOST_LOOKUPS else None
        row.update(lookup=Lookup.LATER, lookups=asked + 1, lookup_due_at=again)
    else:
        row.update(lookup=Lookup.FOUND, register=entry.as_json(), lookup_due_at=None)
    return True
