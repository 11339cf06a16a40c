"""Ways in without a list: asked on the site or by a link that was handed out, and one press of a button."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.links import LinkExpired
from core.mail.outbox.models import OutboxMessage
from core.privacy import erasures
from core.privacy.purge import purge_expired
from newcomers import asking
from newcomers.mails import make
from newcomers.models import ForgottenAddress, Newcomer, WayIn, WelcomeRequest, WelcomeSettings
from newcomers.person import Person
from newcomers.services import erase_newcomer, unsubscribe
from tests import factories
from tests.proving import at_once

pytestmark = pytest.mark.django_db
PAGE = "/en/heroy-nordland/be-welcomed/"
SAID = {"reach": "olena@example.org", "name": "Olena", "language": "українська", "interests": ["mat"]}


@pytest.fixture
def heroy(heroy):
    heroy.is_active = True
    heroy.save()
    return heroy


def the_link() -> str:
    asked = WelcomeRequest.objects.get()
    return reverse("welcome_request", args=[asking.LINKS.token(asked.public_id)])


def without_secrets(response) -> str:
    return re.sub(r'nonce-\S+|csrf\S+ value="\S+"', "", response.content.decode())


def a_way_in(municipality, **fields) -> WayIn:
    values = {"kind": "employer", "name": "Laksen AS", "created_at": timezone.now()} | fields
    return WayIn.objects.create(municipality=municipality, **values)


def test_nothing_is_the_municipalitys_before_the_button_is_pressed(client, heroy):
    response = client.post(PAGE, SAID)
    assert response["Location"] == f"{PAGE}sent/"
    assert not Newcomer.objects.exists()
    link = the_link()
    # A mail scanner follows links.
    page = client.get(link)
    assert page.status_code == 200
    assert "Ukrainian" in page.content.decode()
    assert not Newcomer.objects.exists()
    done = client.post(link, follow=True)
    assert "Welcome to" in done.content.decode()
    olena = Newcomer.objects.get()
    assert (olena.source, olena.language, olena.interests, olena.name) == ("asked", "uk", ["mat"], "Olena")
    assert olena.confirmed_at is not None
    assert olena.told_at is not None
    assert not WelcomeRequest.objects.exists()
    assert client.post(link).status_code == 410


def test_answer_is_the_same_whether_the_address_was_known(client, heroy):
    new = client.post(PAGE, SAID, follow=True)
    factories.a_newcomer("known@example.org", municipality=heroy)
    known = client.post(PAGE, SAID | {"reach": "known@example.org"}, follow=True)
    assert new.redirect_chain == known.redirect_chain
    assert without_secrets(new) == without_secrets(known)
    assert OutboxMessage.objects.filter(kind=asking.KIND).count() == 2


def test_what_they_say_themselves_counts_and_what_they_leave_out_stays(heroy):
    now = timezone.now()
    known = factories.a_newcomer(
        "olena@example.org", municipality=heroy, children_0_5=2, address_fault="full", address_fault_at=now
    )
    unsubscribe(newcomer=known, now=now)
    person = Person(email="Olena@example.org", language="ti", name="Olena K")
    asked = asking.ask(municipality=heroy, person=person, page_language="nb", now=now)
    assert asking.confirm(request=asked, now=now) == known
    known.refresh_from_db()
    assert (known.name, known.language, known.children_0_5) == ("Olena K", "ti", 2)
    assert (known.unsubscribed_at, known.address_fault, known.confirmed_at) == (None, "", now)


def test_who_erased_themselves_may_ask_anew(heroy):
    now = timezone.now()
    erase_newcomer(newcomer=factories.a_newcomer("olena@example.org", municipality=heroy), asked_at=now)
    person = Person(email="olena@example.org", language="uk")
    asking.confirm(
        request=asking.ask(municipality=heroy, person=person, page_language="uk", now=now), now=now
    )
    assert Newcomer.objects.count() == 1
    assert not ForgottenAddress.objects.exists()


def test_repeat_is_one_request_and_one_message(client, heroy):
    for _time in range(3):
        client.post(PAGE, SAID)
    assert WelcomeRequest.objects.count() == 1
    assert OutboxMessage.objects.filter(kind=asking.KIND).count() == 1


def test_request_that_nobody_confirms_ends_after_three_days(client, heroy):
    client.post(PAGE, SAID)
    link = the_link()
    WelcomeRequest.objects.update(expires_at=timezone.now())
    assert client.get(link).status_code == 410
    assert purge_expired(now=timezone.now()) == 1


def test_one_who_asks_for_many_is_held_and_keeps_what_was_typed(client, heroy):
    answers = [client.post(PAGE, SAID | {"reach": f"p{number}@example.org"}) for number in range(61)]
    assert [answer.status_code for answer in answers[:60]] == [302] * 60
    assert answers[60].status_code == 429
    assert "p60@example.org" in answers[60].content.decode()
    assert WelcomeRequest.objects.count() == 60


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"reach": "41234567"}, {"reach"}),
        ({"reach": "no address"}, {"reach"}),
        ({"reach": "a@gmial.com"}, {"address_is_right"}),
        ({"language": "x"}, {"language"}),
        ({"name": "http://spam.example"}, {"name"}),
        ({"children_0_5": "-1"}, {"children_0_5"}),
    ],
)
def test_what_cannot_be_is_said(client, heroy, said, wrong):
    response = client.post(PAGE, SAID | said)
    assert response.status_code == 400
    assert set(response.context["form"].errors) == wrong


def test_message_is_in_the_language_of_the_page(client, heroy):
    client.post("/ar/heroy-nordland/be-welcomed/", SAID)
    row = OutboxMessage.objects.get(kind=asking.KIND)
    letter = make(row, timezone.now())
    assert "/ar/welcome-request/" in letter.body
    assert letter.to == ["olena@example.org"]
    assert not mail.outbox


def test_number_gets_a_text_message_that_the_municipality_pays(client, heroy, settings):
    settings.SMS = {"sender": "Moteplass"}
    response = client.post(PAGE, SAID | {"reach": "412 34 567"})
    assert response["Location"].endswith("?by=phone")
    text = make(OutboxMessage.objects.get(kind=asking.KIND), timezone.now())
    assert (text.to, text.payer) == ("+4741234567", "1818")
    assert "/en/welcome-request/" in text.text


def test_way_in_counts_numbers_and_no_names(client, heroy):
    way = a_way_in(heroy)
    url = reverse("way_in", args=[way.token])
    assert "Laksen AS" in client.get(url).content.decode()
    for name in ("a", "b", "a"):
        client.post(url, SAID | {"reach": f"{name}@example.org"})
    for asked in WelcomeRequest.objects.all()[:1]:
        asking.confirm(request=asked, now=timezone.now())
    way.refresh_from_db()
    assert (way.asked, way.confirmed) == (2, 1)
    person = Newcomer.objects.get()
    assert (person.source, person.way_in) == ("way_in", way)


def test_way_in_that_is_closed_leads_to_the_municipalitys_page(client, heroy):
    way = a_way_in(heroy, closed_at=timezone.now())
    response = client.post(reverse("way_in", args=[way.token]), SAID)
    assert response["Location"] == reverse("be_welcomed", args=["heroy-nordland"])
    assert client.get("/en/come/nonsense/").status_code == 404


def test_host_makes_a_way_in_closes_it_and_orders_its_poster(client, host, heroy):
    client.force_login(host)
    made = client.post("/en/portal/newcomers/1818/ways/", {"kind": "library", "name": "Biblioteket"})
    way = WayIn.objects.get()
    assert made["Location"] == f"/en/portal/ways/{way.pk}/"
    page = client.get(f"/en/portal/ways/{way.pk}/?poster=1").content.decode()
    assert f"/come/{way.token}/" in page
    assert "<svg" in page
    client.post(f"/en/portal/ways/{way.pk}/close/")
    way.refresh_from_db()
    assert way.closed_at is not None
    client.post(f"/en/portal/ways/{way.pk}/close/")
    way.refresh_from_db()
    assert way.closed_at is None


def test_ways_in_of_others_do_not_exist(client, outsider, heroy):
    client.force_login(outsider)
    way = a_way_in(heroy)
    for rest in ("", "poster.pdf"):
        assert client.get(f"/en/portal/ways/{way.pk}/{rest}").status_code == 404
    assert client.post(f"/en/portal/ways/{way.pk}/close/").status_code == 404
    assert client.get("/en/portal/newcomers/1818/ways/").status_code == 404


def test_municipality_that_takes_no_requests_says_so_and_its_links_still_work(client, heroy):
    WelcomeSettings.objects.create(municipality=heroy, can_be_asked_for=False)
    for answer in (client.get(PAGE), client.post(PAGE, SAID)):
        assert answer.status_code == 404
        assert "citizen service" in answer.content.decode()
    assert not WelcomeRequest.objects.exists()
    assert client.get(reverse("way_in", args=[a_way_in(heroy).token])).status_code == 200


@pytest.mark.parametrize("keys", [("a", []), ("b", ["a"])])
def test_who_asks_again_after_stopping_is_not_stopped_by_a_backup(heroy, settings, tmp_path, keys):
    now = timezone.now()
    settings.ERASURES_FILE = tmp_path / "erasures.txt"
    settings.SECRET_KEY = "a"
    person = factories.a_newcomer("olena@example.org", municipality=heroy)
    other = factories.a_newcomer("samir@example.org", municipality=heroy)
    for each in (person, other):
        unsubscribe(newcomer=each, now=now)
    # The key may be another one by then.
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = keys
    asked = asking.ask(
        municipality=heroy,
        person=Person(email="olena@example.org", language="uk"),
        page_language="uk",
        now=now,
    )
    asking.confirm(request=asked, now=now)
    # As in the backup.
    Newcomer.objects.update(unsubscribed_at=None)
    assert erasures.do_again(now=now)["unsubscribed"] == 1
    stopped = Newcomer.objects.filter(unsubscribed_at__isnull=False)
    assert list(stopped) == [other]


@pytest.mark.django_db(transaction=True)
def test_button_that_is_pressed_often_at_once_counts_one_person_for_the_way_in(heroy):
    way = a_way_in(heroy)
    person = Person(email="olena@example.org", language="uk")
    now = timezone.now()
    asked = asking.ask(municipality=heroy, person=person, page_language="uk", way_in=way, now=now)

    def press(_number: int) -> bool:
        try:
            asking.confirm(request=asked, now=now)
        except LinkExpired:
            return False
        return True

    assert sum(at_once(press, range(6))) == 1
    way.refresh_from_db()
    assert (way.asked, way.confirmed, Newcomer.objects.count()) == (1, 1, 1)
