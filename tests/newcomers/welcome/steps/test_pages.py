"""The person's side: a question is answered by a press on the page, never by opening a link."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.urls import reverse

from core.mail.outbox import delivering
from newcomers.services import erase_newcomer
from newcomers.welcome.links import mint
from newcomers.welcome.models import Answer, CompanyWish, Delivery, Journey, LetterLink
from newcomers.welcome.steps.coming import hold
from newcomers.welcome.steps.daily import send_due
from newcomers.welcome.steps.journeys import set_by_itself

pytestmark = pytest.mark.django_db

ARRIVED = datetime(2026, 1, 10, 7, tzinfo=UTC)


@pytest.fixture
def anna(steps, arrive):
    """Has had the first three steps; the third asks whether she has found something."""
    person = arrive("Anna", ARRIVED, date(2026, 1, 1))
    for now in [(2026, 1, 10, 9), (2026, 2, 1, 9), (2026, 4, 1, 9)]:
        send_due(now=datetime(*now, tzinfo=UTC))
    return person


@pytest.fixture
def token(anna) -> str:
    delivery = Delivery.objects.latest("pk")
    return mint(newcomer=anna, delivery=delivery, medium=LetterLink.Medium.MAIL, now=ARRIVED)


def press(client, token: str, **data):
    return client.post(f"/en/welcome/{token}/answer/", data, follow=True).content.decode()


def test_opening_the_links_changes_nothing(client, token):
    for path in ("", "?step=1", "answer/", "answer/?question=found&answer=yes", "letters/"):
        client.get(f"/en/welcome/{token}/{path}")
        client.head(f"/en/welcome/{token}/{path}")
    assert not Answer.objects.exists()
    assert Journey.objects.get().ended_at is None


def test_one_press_answers_and_it_can_be_changed_and_taken_back(client, token, steps):
    page = client.get(f"/en/welcome/{token}/").content.decode()
    assert 'value="found"' in page
    assert "Thank you" in press(client, token, question="found", answer="yes", step=steps["month_3"].pk)
    row = Answer.objects.get()
    assert (row.value, row.step, row.question) == ("yes", steps["month_3"], "found")
    assert row.expires_at > row.answered_at
    assert "Change the answer" in client.get(f"/en/welcome/{token}/").content.decode()
    press(client, token, question="found", answer="no")
    assert Answer.objects.get().value == "no"
    press(client, token, question="found", answer="back")
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"question": "nothing", "answer": "yes"},
        {"question": "found", "answer": "perhaps"},
        {"question": "company", "reach": "x" * 5000},
        {"question": "found", "answer": "yes", "step": "9" * 40},
        {"question": "found", "answer": "yes", "step": "٣"},
    ],
)
def test_nonsense_is_taken_kindly(client, token, data):
    assert client.post(f"/en/welcome/{token}/answer/", data, follow=True).status_code == 200


def test_somebody_elses_step_is_not_noted(client, token, steps):
    press(client, token, question="found", answer="yes", step=steps["month_12"].pk)
    assert Answer.objects.get().step is None


def test_who_would_like_company_says_how_and_stands_on_the_hosts_list(client, token, anna, host, heroy):
    press(client, token, question="company", answer="yes")
    page = press(client, token, question="company", reach="Ring <b>etter</b> fem")
    assert "Ring &lt;b&gt;etter&lt;/b&gt; fem" in page
    assert "Saved." in page
    assert "Saved." not in client.get(f"/en/welcome/{token}/answer/?question=company").content.decode()
    client.force_login(host)
    page = client.get(reverse("company_wishes", args=[heroy.pk])).content.decode()
    assert "Ring &lt;b&gt;etter&lt;/b&gt; fem" in page
    assert reverse("newcomer_detail", args=[anna.pk]) in page
    wish = CompanyWish.objects.get()
    done = reverse("company_done", args=[wish.pk])
    client.post(done, {"offer": "hugged"})
    assert CompanyWish.objects.get().settled_at is None
    client.post(done, {"offer": "company"})
    assert CompanyWish.objects.get().settled_at
    assert anna.offers.get().offer == "company"
    client.post(done, {"again": "1"})
    assert CompanyWish.objects.get().settled_at is None
    press(client, token, question="company", answer="no")
    assert not CompanyWish.objects.exists()


def test_who_has_found_nothing_may_ask_that_somebody_gets_in_touch(client, token, anna, host, heroy):
    page = press(client, token, question="found", answer="no")
    assert "Would you like that a host gets in touch with you?" in page
    assert not CompanyWish.objects.exists()
    press(client, token, question="contact", answer="yes")
    press(client, token, question="contact", reach="a friend’s number")
    press(client, token, question="company", answer="yes")
    CompanyWish.objects.filter(wants="company").update(asked_at=ARRIVED)
    client.force_login(host)
    page = client.get(reverse("company_wishes", args=[heroy.pk])).content.decode()
    assert page.index("Company the first time") < page.index("That a host gets in touch")
    assert "a friend’s number" in page
    # Who has found something needs nobody to get in touch.
    press(client, token, question="found", answer="yes")
    assert [wish.wants for wish in CompanyWish.objects.all()] == ["company"]


def test_what_they_typed_for_the_host_is_all_that_the_list_shows(client, token, anna, host, heroy):
    press(client, token, question="company", answer="yes")
    client.force_login(host)
    url = reverse("company_wishes", args=[heroy.pk])
    assert anna.email in client.get(url).content.decode()
    press(client, token, question="company", reach="by the red door")
    assert anna.email not in client.get(url).content.decode()


def test_who_has_moved_is_offered_to_be_deleted(client, token):
    page = press(client, token, question="still_here", answer="no")
    assert f"/en/welcome/{token}/delete/" in page
    assert Journey.objects.get().ended_why == "moved"
    press(client, token, question="still_here", answer="back")
    assert Journey.objects.get().ended_at is None


def test_every_letter_so_far_is_listed_and_can_be_opened(client, token, steps):
    page = client.get(f"/en/welcome/{token}/").content.decode()
    assert "Your letters so far" in page
    for kind in ("arrival", "month_1"):
        assert f'href="?step={steps[kind].pk}"' in page
    assert f'href="?step={steps["month_3"].pk}"' not in page
    assert "<p>arrival</p>" in client.get(f"/en/welcome/{token}/?step={steps['arrival'].pk}").content.decode()
    # What they were not sent is not shown.
    other = client.get(f"/en/welcome/{token}/?step={steps['month_12'].pk}").content.decode()
    assert "month_12" not in other


def test_only_the_letters_of_the_first_year_can_be_stopped_and_taken_up_again(client, token, anna):
    assert "first year?" in client.get(f"/en/welcome/{token}/letters/").content.decode()
    page = client.post(f"/en/welcome/{token}/letters/", follow=True).content.decode()
    assert "You get no more letters" in page
    assert Journey.objects.get().ended_why == "stopped"
    anna.refresh_from_db()
    assert anna.unsubscribed_at is None
    client.post(f"/en/welcome/{token}/letters/", {"do": "again"})
    assert Journey.objects.get().ended_at is None


def test_a_link_of_somebody_who_was_erased_says_so(client, token, anna):
    erase_newcomer(newcomer=anna)
    for path in ("answer/?question=found", "letters/"):
        assert client.get(f"/en/welcome/{token}/{path}").status_code == 410
    assert (
        client.post(f"/en/welcome/{token}/answer/", {"question": "found", "answer": "yes"}).status_code == 410
    )
    assert client.get(f"/w/{token}/").status_code == 410


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("list", "from its own list"),
        ("typed", "A host there has written down"),
        ("asked", "You asked for it yourself"),
        ("way_in", "You asked for it yourself"),
    ],
)
def test_page_and_mail_say_where_the_address_came_from_and_until_when(client, steps, arrive, source, words):
    person = arrive("Ola", ARRIVED, date(2026, 1, 1), source=source)
    type(person).objects.filter(pk=person.pk).update(language="en")
    now = datetime(2026, 1, 10, 9, tzinfo=UTC)
    send_due(now=now)
    delivering.deliver_due(clock=lambda: now)
    [message] = mail.outbox
    html = message.alternatives[0][0]
    for text in (message.body, html):
        assert words in " ".join(text.split())
        assert "It is deleted after" in text
    person.refresh_from_db()
    assert person.told_at == now


def test_the_host_holds_a_step_and_lets_it_go(client, anna, steps, host, heroy):
    client.force_login(host)
    address = reverse("welcome_steps", args=[heroy.pk])
    hold(step=steps["month_6"], user=host, now=ARRIVED)
    assert "Holdes tilbake" in client.get(address).content.decode()
    client.post(reverse("welcome_step_hold", args=[steps["month_6"].pk]), {"go": "1"})
    assert "Holdes tilbake" not in client.get(address).content.decode()
    client.post(reverse("welcome_step_hold", args=[steps["month_6"].pk]))
    assert "Holdes tilbake" in client.get(address).content.decode()


def test_the_municipalitys_choice_and_the_packages_say_the_same(client, steps, host, heroy):
    package = steps["arrival"].package
    client.force_login(host)
    client.post(reverse("package_by_itself", args=[package.pk]))
    heroy.welcome_settings.refresh_from_db()
    assert heroy.welcome_settings.goes_by_itself is False
    client.post(reverse("package_by_itself", args=[package.pk]), {"on": "1"})
    heroy.welcome_settings.refresh_from_db()
    assert heroy.welcome_settings.goes_by_itself is True
    set_by_itself(package=package, on=False, now=ARRIVED)
    package.refresh_from_db()
    assert package.by_itself_since is None
