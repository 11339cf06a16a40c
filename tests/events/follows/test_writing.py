"""An organiser writes to all who come to a date: seen before it goes, kept, limited, told once to each."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.follows.erasing import erase, follows_of
from events.follows.kinds import WRITTEN
from events.follows.writing import services
from events.follows.writing.forms import WritingForm
from events.follows.writing.letters import make
from events.follows.writing.models import DateMessage
from events.models import LogEntry, Occurrence
from events.signups.erasing import erase_signups_of
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Ta med varme klær.\nVi møtes ved kirka."


@pytest.fixture
def date(organisation) -> Occurrence:
    """Olena and her brother share an address; Amal follows and is signed up; Nils only follows.

    Per has only a telephone, and nobody has confirmed the address of the last two.
    """
    event = factories.an_event("Tur", organisation=organisation, admission="sign_up")
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=2)
    date = factories.an_occurrence(event, starts_at=starts_at)
    for name in ("Olena", "Broren"):
        factories.a_signup(date, name=name, email="olena@example.org", language="uk")
    factories.a_signup(date, name="Amal", email="amal@example.org", language="ar")
    factories.a_follow(date, email="amal@example.org", language="ar")
    factories.a_follow(date, email="nils@example.org", language="nb")
    factories.a_signup(date, name="Per", email="", phone="90000000")
    factories.a_signup(date, name="Ukjent", email="who@example.org", firm_since=None)
    factories.a_follow(date, email="unknown@example.org", confirmed_at=None)
    return date


def address(date: Occurrence) -> str:
    return f"/en/portal/dates/{date.public_id}/message/"


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def rows() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=WRITTEN).order_by("pk"))


def test_it_is_seen_before_it_goes_and_sent_once(client, organiser, date):
    client.force_login(organiser)
    page = client.post(address(date), {"words": WORDS, "language": "nb"})
    seen = soup(page).find(class_="mp-mail__text").get_text()
    assert "Arrangøren skriver til alle som kommer:" in seen
    assert "Ta med varme klær.\nVi møtes ved kirka." in seen
    assert "3 people get it." in " ".join(page.content.decode().split())
    assert (
        dict(page.context["languages"]) == {"Ukrainian": 1, "Arabic": 1, "Norwegian": 1}
        or page.context["only_frame"]
    )
    assert rows() == []
    form = {each["name"]: each.get("value", "") for each in soup(page).select("form.mp-form input")}
    for _time in range(2):
        response = client.post(address(date), {**form, "send": "1"})
        assert response["Location"] == f"/en/portal/dates/{date.public_id}/"
    assert len(rows()) == 3
    # From another window, with a form of its own.
    client.post(address(date), {"words": WORDS, "language": "nb", "send": "1"})
    assert len(rows()) == 3
    message = DateMessage.objects.get()
    assert (message.words, message.people, message.user) == (WORDS, 3, organiser)
    assert message.expires_at > date.ends_at
    [entry] = LogEntry.objects.filter(event=date.event_id, what="wrote")
    assert entry.after["people"] == 3
    assert "Vi møtes ved kirka." in client.get(f"/en/portal/dates/{date.public_id}/").content.decode()


def test_each_gets_it_in_a_frame_of_their_own_language(organiser, date):
    now = timezone.now()
    services.write_to_all(occurrence=date, user=organiser, words=WORDS, language="nb", now=now)
    mails = {mail.to[0]: mail for mail in (make(row, now) for row in rows())}
    assert sorted(mails) == ["amal@example.org", "nils@example.org", "olena@example.org"]
    assert "Організатор пише всім, хто прийде:" in mails["olena@example.org"].body
    assert "норвезька" in mails["olena@example.org"].body
    assert "Arrangøren har skrevet dette på" not in mails["nils@example.org"].body
    for mail in mails.values():
        assert "Vi møtes ved kirka." in mail.body
        assert "Broren" not in mail.body
    assert "List-Unsubscribe" in mails["nils@example.org"].extra_headers


def test_who_is_erased_or_gives_up_their_places_gets_nothing(organiser, date):
    now = timezone.now()
    services.write_to_all(occurrence=date, user=organiser, words=WORDS, language="nb", now=now)
    erase_signups_of("olena@example.org")
    erase(follows_of("nils@example.org"))
    date.signups.filter(email="amal@example.org").update(status="cancelled", cancelled_at=now)
    delivering.deliver_due(clock=lambda: now)
    assert [row.state for row in rows()] == [OutboxMessage.State.SKIPPED]


def test_three_a_day_and_none_to_nobody(client, organiser, organisation, date):
    client.force_login(organiser)
    for number in range(4):
        client.post(address(date), {"words": f"Nummer {number}", "language": "nb", "send": "1"})
    assert DateMessage.objects.count() == 3
    assert "three messages a day" in client.get(address(date)).content.decode()
    empty = factories.an_occurrence(factories.an_event(organisation=organisation))
    page = client.post(address(empty), {"words": WORDS, "language": "nb", "send": "1"})
    assert (page.status_code, DateMessage.objects.filter(occurrence=empty).count()) == (409, 0)


def test_all_dates_of_an_activity_together_have_a_limit_of_their_own(organiser, date):
    """Whoever comes to every date would else get three for each of them."""
    now = timezone.now()
    dates = [date, *(factories.an_occurrence(date.event, starts_at=now + timedelta(days=d)) for d in (3, 4))]
    for each in dates[1:]:
        factories.a_signup(each)
    sent = 0
    for number, each in enumerate(dates * 3):
        if services.can_write(each, now=now):
            services.write_to_all(
                occurrence=each, user=organiser, words=f"Nummer {number}", language="nb", now=now
            )
            sent += 1
    assert sent == DateMessage.objects.count() == services.MOST_A_DAY_TO_ALL


LINKS = {
    "Se https://motestedet.example/tur": True,
    "Se motestedet.no": True,
    "Se https://evil.example/x": False,
    "Se evil.tk": False,
    "Se evil.club": False,
    "Se evil\u3002de": False,
    "Kaffe m.fl. og f.eks. te": True,
    "Se www.casino.com": False,
    "Se bit.ly/abc": False,
    "Se https://motestedet.example@evil.example/": False,
    "https://motestedet.example/a https://motestedet.example/b": False,
    "F.eks. kl. 18.30, pris 50,- (se 1.2). Skriv til post@example.com": True,
}


@pytest.mark.parametrize("words", LINKS)
def test_no_link_farms(date, words):
    date.organisation.website = "https://www.motestedet.no/" if "motestedet.no" in words else ""
    date.organisation.website = date.organisation.website or "https://motestedet.example/"
    form = WritingForm({"words": words, "language": "nb"}, date=date, language="nb")
    assert form.is_valid() is LINKS[words]


@pytest.mark.parametrize("words", ["", "x" * 401, "<script>alert(1)</script>"])
def test_nonsense_is_refused_or_shown_as_it_is(client, organiser, date, words):
    client.force_login(organiser)
    response = client.post(address(date), {"words": words, "language": "nb"})
    assert response.status_code == (200 if words.startswith("<") else 400)
    assert b"<script>alert" not in response.content


def test_editor_sees_what_was_sent_and_the_outsider_does_not(client, organiser, editor, outsider, date):
    services.write_to_all(occurrence=date, user=organiser, words=WORDS, language="nb", now=timezone.now())
    url = reverse("portal_messages")
    for user, sees in ((editor, True), (organiser, True), (outsider, False)):
        client.force_login(user)
        assert ("Vi møtes ved kirka." in client.get(url).content.decode()) is sees
        assert client.get(address(date)).status_code == (200 if user == organiser else 404)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_real_worker_tells_each_once(client, organiser, date, smtp_server, celery_worker_process):
    client.force_login(organiser)
    client.post(address(date), {"words": WORDS, "language": "nb", "send": "1"})
    mails = [message_from_bytes(raw, policy=policy.default) for raw in smtp_server.wait(3)]
    assert sorted(mail["To"] for mail in mails) == [
        "amal@example.org",
        "nils@example.org",
        "olena@example.org",
    ]
