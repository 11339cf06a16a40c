import pytest
from django.urls import reverse
from django.utils import timezone

from newcomers.welcome.models import Campaign, Delivery, StepText
from newcomers.welcome.services import start_campaign
from tests import factories
from tests.markup import language_of, texts


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def campaign(heroy, step, host) -> Campaign:
    factories.a_newcomer(name="Olena Shevchenko")
    return start_campaign(step=step, user=host, now=timezone.now())


def pages(step, campaign) -> dict[str, str]:
    return {
        "list": reverse("package_list", args=["1818"]),
        "preview": reverse("step_preview", args=[step.pk]),
        "dry run": reverse("campaign_dry_run", args=[step.pk]),
        "campaign": reverse("campaign_detail", args=[campaign.pk]),
    }


@pytest.mark.parametrize("page", ["list", "preview", "dry run", "campaign"])
def test_outsider_sees_nothing_of_it(client, outsider, step, campaign, page):
    client.force_login(outsider)
    assert client.get(pages(step, campaign)[page]).status_code == 404


@pytest.mark.parametrize("page", ["list", "preview", "dry run", "campaign"])
def test_visitor_is_asked_to_log_in(client, step, campaign, page):
    assert client.get(pages(step, campaign)[page]).status_code == 302


def test_editor_writes_but_does_not_send(client, editor, step, campaign):
    client.force_login(editor)
    opened = {page: client.get(url).status_code for page, url in pages(step, campaign).items()}
    assert opened == {"list": 200, "preview": 200, "dry run": 404, "campaign": 404}
    assert client.post(reverse("campaign_dry_run", args=[step.pk])).status_code == 404
    assert Campaign.objects.count() == 1


def test_outsider_sends_nothing(client, outsider, step):
    factories.a_newcomer()
    client.force_login(outsider)
    assert client.post(reverse("campaign_dry_run", args=[step.pk])).status_code == 404
    assert not Campaign.objects.exists()


def test_package_list_says_how_far_each_language_has_come(as_host, step, campaign):
    StepText.objects.filter(language="ar", path="subject").delete()
    page = as_host.get("/en/portal/packages/1818/").content.decode()
    assert "9 texts missing" in page
    assert page.count("1 text missing") == 1
    assert page.count("Translated<") == 2
    assert f"/admin/snippets/welcome/packagestep/edit/{step.pk}/" in page
    # What has been sent has a page of its own, and stands nowhere twice.
    assert f"/campaigns/{campaign.pk}/" not in page
    assert "0 of 1" in as_host.get("/en/portal/desk/1818/sendings/").content.decode()


@pytest.mark.parametrize("packages", [1, 3])
def test_package_list_costs_the_same_with_more_packages(
    as_host, heroy, host, step, django_assert_num_queries, packages
):
    for number in range(packages):
        factories.a_newcomer()
        row = factories.a_step(name=f"Pakke {number}")
        start_campaign(step=row, user=host, now=timezone.now())
    with django_assert_num_queries(10):
        as_host.get("/en/portal/packages/1818/")


@pytest.mark.parametrize(
    ("language", "words", "marked"),
    [
        ("nb", "Velkommen til Herøy!", ("nb", "ltr")),
        ("uk", "Ласкаво просимо до Herøy!", ("uk", "ltr")),
        ("ar", "مرحبًا بكم في Herøy!", ("ar", "rtl")),
        ("nn", "Velkommen til Herøy!", ("nb", "ltr")),
    ],
)
def test_preview_shows_what_a_reader_of_the_language_gets(as_host, step, language, words, marked):
    page = as_host.get(reverse("step_preview", args=[step.pk]), {"language": language}).content.decode()
    assert language_of(page, words) == marked


def test_preview_says_that_a_language_is_missing_or_a_draft(as_host, step):
    url = "/en" + reverse("step_preview", args=[step.pk])[3:]
    assert "This is what they get instead" in as_host.get(url, {"language": "nn"}).content.decode()
    step.unpublish()
    assert "This is a draft" in as_host.get(url, {"language": "uk"}).content.decode()


def test_preview_of_a_language_that_we_do_not_have_is_answered(as_host, step):
    assert as_host.get(reverse("step_preview", args=[step.pk]), {"language": "xx"}).status_code == 404


def test_dry_run_changes_nothing_and_says_who_gets_what(as_host, heroy, step):
    for language in ["uk", "uk", "nn"]:
        factories.a_newcomer(language=language, name=f"Reader of {language}")
    factories.a_newcomer(unsubscribed_at=timezone.now())
    page = as_host.get(f"/en/portal/step/{step.pk}/send/").content.decode()
    assert "3 people get it" in page
    assert "Reader of nn" in page
    assert "1 person reads" in page
    sentence = " ".join(page.split())
    assert "but the package does not exist in Norwegian Nynorsk. They get it in Norwegian Bokmål." in sentence
    assert "1 person has asked for no more e-mails." in page
    assert "Send to 3 people now" in page
    assert not Delivery.objects.exists()


def test_dry_run_counts_who_had_it_apart_from_whom_it_could_not_be_sent_to(as_host, host, heroy, step):
    now = timezone.now()
    people = {state: factories.a_newcomer(name=f"Of {state}") for state in Delivery.State.values}
    campaign = start_campaign(step=step, user=host, now=now)
    for state, person in people.items():
        Delivery.objects.filter(newcomer=person).update(state=state, sent_at=now if state == "sent" else None)
    page = as_host.get(f"/en/portal/step/{step.pk}/send/").content.decode()
    said = " ".join(page.split())
    assert "2 people get it" in said
    assert "1 of them has not had it: we tried, and the e-mail could not be sent." in said
    assert f'href="/en/portal/campaigns/{campaign.pk}/"' in said
    assert "1 person has had it already. Nobody gets it twice." in said
    assert "It is on its way to 1 person." in said
    assert "1 person has perhaps had it" in said


def test_dry_run_names_everybody_a_page_at_a_time(as_host, heroy, step):
    factories.many_newcomers(55, municipality=heroy)
    first = as_host.get(f"/en/portal/step/{step.pk}/send/")
    second = as_host.get(first.context["next_url"])
    shown = [person.email for response in (first, second) for person in response.context["people"]]
    assert shown == [f"p{number}@example.org" for number in range(55)]
    assert (second.context["next_url"], second.context["previous_url"]) == (
        "",
        first.wsgi_request.path + "?show=gets",
    )


def test_draft_is_answered_with_409(as_host, heroy):
    factories.a_newcomer()
    draft = factories.a_step(live=False)
    url = reverse("campaign_dry_run", args=[draft.pk])
    assert (as_host.get(url).status_code, as_host.post(url).status_code) == (409, 409)
    assert not Campaign.objects.exists()


def test_sending_twice_says_that_everyone_has_it(as_host, heroy, step):
    factories.a_newcomer()
    url = f"/en/portal/step/{step.pk}/send/"
    first = as_host.post(url)
    campaign = Campaign.objects.get()
    assert first["Location"] == f"/en/portal/campaigns/{campaign.pk}/"
    again = as_host.post(url, follow=True)
    assert "There is nobody left to send it to" in again.content.decode()
    assert Campaign.objects.count() == Delivery.objects.count() == 1


def test_campaign_shows_each_delivery_and_asks_for_itself_until_it_is_done(as_host, campaign):
    url = f"/en/portal/campaigns/{campaign.pk}/"
    page = as_host.get(url).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "Olena Shevchenko" in page
    assert "0 of 1" in page
    part = as_host.get(url, headers={"HX-Request": "true"}).content.decode()
    assert texts(part, "#campaign-progress") == texts(page, "#campaign-progress") != []
    assert texts(part, "#live") == ["Done: 0 percent"]
    # What a keyboard can stand on is not swapped from under it.
    assert texts(part, "a, button, table") == []
    campaign.deliveries.update(state="failed", reason="bad_address")
    done = as_host.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in done
    assert texts(done, "#live") == ["Finished: Could not be sent 1"]
    assert "The address cannot be used for e-mail." in as_host.get(url).content.decode()


def test_campaign_shows_a_deleted_person_without_a_name(as_host, campaign):
    campaign.deliveries.get().newcomer.delete()
    page = as_host.get(f"/en/portal/campaigns/{campaign.pk}/").content.decode()
    assert "Deleted person" in page


@pytest.mark.parametrize("people", [1, 3])
def test_campaign_costs_the_same_with_more_people(as_host, step, host, django_assert_num_queries, people):
    for _number in range(people):
        factories.a_newcomer()
    campaign = start_campaign(step=step, user=host, now=timezone.now())
    with django_assert_num_queries(13):
        as_host.get(f"/en/portal/campaigns/{campaign.pk}/")


def test_newcomer_list_says_what_each_has_been_sent(as_host, campaign):
    campaign.deliveries.update(state="sent", sent_at=timezone.now())
    assert "Sent</span>" in as_host.get("/en/portal/newcomers/1818/").content.decode()
