"""Somebody with everything in every room is erased, by each road, and no trace is left anywhere.

Looked through are every table as `COPY` writes it, what PostgreSQL's own dump holds, the cache, the files and
the log, for the name, the address and the number.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.backups.programs import run
from core.clock import local_day
from core.mail.outbox import delivering
from core.models import User
from core.privacy import asking
from events.besides.models import HelpWanted, WantsToBeMet
from events.lending.models import Loan, Thing
from events.lending.services import hand_out
from events.signups.models import Signup
from newcomers import asking as welcoming
from newcomers.models import Newcomer
from newcomers.person import Person
from newcomers.services import note_offer, set_postal_address
from newcomers.welcome.booklet.making import make_waiting
from newcomers.welcome.booklet.models import PrintPiece
from newcomers.welcome.booklet.services import order_booklets
from newcomers.welcome.links import mint
from newcomers.welcome.models import LetterLink
from newcomers.welcome.services import start_campaign
from newcomers.welcome.steps import answers, later
from tests import factories

NAME, ADDRESS, NUMBER = "Qwirkeline Zzyzxsen", "qwirkeline.zzyzxsen@trace.example", "+4790912387"
TRACES = [b"qwirkeline", b"zzyzx", b"90912387", b"90 91 23 87", b"909 12 387"]
TRACES += [trace.hex().encode() for trace in (b"Qwirkeline", b"qwirkeline", b"Zzyzx", b"90912387")]


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def traces_in(text: bytes, where: str) -> list[str]:
    low = text.lower()
    found = []
    for trace in TRACES:
        at = low.find(trace.lower())
        if at >= 0:
            found.append(f"{where}: …{text[max(0, at - 60) : at + 60]!r}…")
    return found


def tables() -> Iterator[tuple[str, bytes]]:
    """Every table with all its rows, as this transaction sees them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (name,) in cursor.fetchall():
            with cursor.copy(f'COPY "{name}" TO STDOUT') as rows:
                yield name, b"".join(bytes(row) for row in rows)


def cached() -> Iterator[tuple[str, bytes]]:
    client = cache._cache.get_client()
    for key in client.scan_iter("*"):
        value = client.get(key) if client.type(key) == b"string" else b""
        yield "cache", key + b" " + (value or b"")


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path), str(path).encode() + path.read_bytes()


def left(media: Path, caplog) -> list[str]:
    said = [(record.name, f"{record.getMessage()} {record.__dict__}".encode()) for record in caplog.records]
    places = [*tables(), *cached(), *files(media), *said]
    return [found for where, text in places for found in traces_in(text, where)]


def as_newcomer(heroy, host, **fields) -> Newcomer:
    """With all that a municipality may keep: letters, a booklet that is made, an address, answers, wishes."""
    now = timezone.now()
    fields = {"email": ADDRESS, "phone": NUMBER, **fields}
    person = factories.a_newcomer(municipality=heroy, name=NAME, language="nb", **fields)
    step = factories.a_step(municipality=heroy, name="Velkommen", language="nb")
    campaign = start_campaign(step=step, user=host, now=now)
    delivering.deliver_due()
    booklet = factories.a_booklet(campaign, person)
    order_booklets(municipality=heroy, deliveries=[booklet.pk], sheet="70x37", user=host, now=now)
    make_waiting()
    note_offer(newcomer=person, offer="met", on_day=now.date(), by=host)
    set_postal_address(newcomer=person, street="Qwirkelinevegen 3", postcode="8850", place="Zzyzx", now=now)
    for question, value in [("found", "no"), ("contact", "yes"), ("company", "yes"), ("still_here", "yes")]:
        answers.answer(newcomer=person, question=question, value=value, step=None, now=now)
    answers.say_how_to_reach(newcomer=person, question="company", reach=f"{NAME} {NUMBER}")
    later.agree(newcomer=person, now=now)
    # What waits in the outbox goes along.
    start_campaign(step=factories.a_step(step.package, kind="month_1"), user=host, now=now)
    return person


def in_other_rooms(heroy) -> None:
    """Signed up by address and by number, told of dates, answering for an activity, asking to come in."""
    now = timezone.now()
    date = factories.an_occurrence(factories.an_event(admission="sign_up"))
    signup = factories.a_signup(date, name=NAME, email=ADDRESS, phone=NUMBER)
    HelpWanted.objects.create(signup=signup, need="interpreter", language="uk", expires_at=signup.expires_at)
    WantsToBeMet.objects.create(signup=signup, expires_at=signup.expires_at)
    thing = Thing.objects.create(organisation=date.organisation, kind="skis", words="Lange ski")
    Loan.objects.create(thing=thing, signup=signup, occurrence=date, expires_at=signup.expires_at)
    gone = factories.a_signup(factories.an_occurrence(), name=NAME, email=ADDRESS, phone=NUMBER)
    lent = Thing.objects.create(organisation=date.organisation, kind="skis", words="Korte ski")
    loan = Loan.objects.create(
        thing=lent, signup=gone, occurrence=gone.occurrence, expires_at=gone.expires_at
    )
    hand_out(thing=lent, loan=loan, until=local_day(now), now=now)
    full = factories.an_occurrence(factories.an_event("Fullt", admission="sign_up", capacity=1))
    factories.a_signup(full)
    factories.a_signup(full, name=NAME, email=ADDRESS, status="waiting", waits_since=now)
    factories.a_signup(date, name=NAME, email="", phone=NUMBER, status="requested", firm_since=None)
    factories.a_signup(
        factories.an_occurrence(), name=NAME, email=ADDRESS.upper(), status="cancelled", cancelled_at=now
    )
    factories.a_follow(date, email=ADDRESS)
    factories.a_follow(date, phone=NUMBER)
    alstahaug = factories.a_municipality("1820", "Alstahaug")
    factories.a_newcomer("", municipality=alstahaug, name=NAME, phone=NUMBER)
    Newcomer.objects.filter(municipality=alstahaug).update(email="")
    who = Person(name=NAME, email=ADDRESS, language="nb")
    welcoming.ask(municipality=alstahaug, person=who, page_language="nb", now=now)


def answering() -> None:
    event = factories.an_event("Turgruppe")
    factories.a_responsible(event, NAME, email=ADDRESS)
    factories.a_responsible(event, NAME, email="", phone=NUMBER, channel="sms")


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.mark.django_db
def test_by_the_link_to_all_of_it(client, heroy, host, media, log, mailoutbox):
    as_newcomer(heroy, host)
    in_other_rooms(heroy)
    answering()
    assert left(media, log)
    for reach in (ADDRESS, NUMBER):
        token = asking.token_for(reach, now=timezone.now())
        token = asking.token_with_name(token, NAME, now=timezone.now())
        assert client.post(reverse("my_data_erase", args=[token])).status_code == 200
    assert not PrintPiece.objects.exists()
    assert left(media, log) == []
    # What is made at night of what is there makes nothing of them either.
    delivering.deliver_due(clock=lambda: timezone.now() + timedelta(days=1))
    assert not [letter for letter in mailoutbox if "month" in letter.subject]
    assert left(media, log) == []


@pytest.mark.django_db
def test_by_the_account_with_what_they_wrote_and_published(client, heroy, host, media, log):
    user = User.objects.create_user(ADDRESS, name=NAME, telephone=NUMBER)
    user.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    event = factories.an_event("Strikkekafé")
    event.save_revision(user=user, log_action=True).publish()
    as_newcomer(heroy, host)
    in_other_rooms(heroy)
    answering()
    client.force_login(user)
    client.get(reverse("my_data_account"))
    assert client.post(reverse("my_data_account_erase")).status_code == 200
    assert not User.objects.filter(pk=user.pk).exists()
    assert left(media, log) == []


@pytest.mark.django_db
def test_by_the_page_of_the_letter(client, heroy, host, media, log):
    person = as_newcomer(heroy, host, phone="")
    date = factories.an_occurrence(factories.an_event(admission="sign_up"))
    factories.a_signup(date, name=NAME, email=ADDRESS)
    factories.a_follow(date, email=ADDRESS)
    token = mint(newcomer=person, delivery=None, medium=LetterLink.Medium.MAIL, now=timezone.now())
    boxes = {"elsewhere": "1", "signups": "1", "follows": "1"}
    client.post(reverse("erase_me", args=[token]), boxes)
    assert not Newcomer.objects.exists()
    # How to reach them by hand stood in the wish.
    assert left(media, log) == []


@pytest.mark.django_db
def test_by_the_host(client, heroy, host, media, log):
    person = as_newcomer(heroy, host)
    client.force_login(host)
    client.post(reverse("newcomer_delete", args=[person.pk]))
    assert not Newcomer.objects.exists()
    assert left(media, log) == []


@pytest.mark.django_db(transaction=True)
def test_postgresqls_own_dump_holds_nothing_of_them(client, heroy, host, media, log, tmp_path):
    as_newcomer(heroy, host)
    in_other_rooms(heroy)
    answering()

    def dump() -> list[str]:
        path = tmp_path / "all.sql"
        run("pg_dump", "--data-only", "--file", path)
        return traces_in(path.read_bytes(), "pg_dump")

    assert dump()
    for reach in (ADDRESS, NUMBER):
        token = asking.token_with_name(asking.token_for(reach, now=timezone.now()), NAME, now=timezone.now())
        client.post(reverse("my_data_erase", args=[token]))
    assert not Signup.objects.filter(name=NAME).exists()
    assert dump() == []
