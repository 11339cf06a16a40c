"""Whom a sending goes to, over which channel, and how it is written down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.telephone import is_mobile
from newcomers.criteria import Criteria
from newcomers.models import Newcomer, Selection
from newcomers.welcome import services, tasks
from newcomers.welcome.models import Campaign, Delivery, PackageStep, WelcomePackage
from newcomers.welcome.services import (
    BeingStarted,
    NobodyLeft,
    plan_campaign,
    prepare_waiting,
    start_campaign,
)
from newcomers.welcome.whom import EVERYONE, Whom, mobile_pattern
from tests import factories
from tests.proving import at_once
from tests.texting import WITH_SMS

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def many_are_two(monkeypatch):
    """So that two people are many."""
    monkeypatch.setattr(services, "MOST_AT_ONCE", 1)


def channels() -> dict[str, str]:
    return dict(Delivery.objects.values_list("newcomer__name", "channel"))


def an_address_that_failed() -> dict[str, object]:
    return {"address_fault": "no_mailbox", "address_fault_at": NOW}


def test_each_gets_it_over_the_channel_that_suits_them(heroy, step, host):
    factories.a_newcomer(name="By mail")
    factories.a_newcomer(name="Wants paper", channel="booklet")
    factories.a_newcomer(name="Set aside", **an_address_that_failed())
    Newcomer.objects.create(
        name="Has nothing",
        municipality=heroy,
        language="uk",
        created_at=NOW,
        expires_at=timezone.now() + timedelta(days=9),
    )
    campaign = start_campaign(step=step, user=host, now=timezone.now())
    assert channels() == {
        "By mail": "email",
        "Wants paper": "booklet",
        "Set aside": "booklet",
        "Has nothing": "booklet",
    }
    # What is on paper waits for somebody's hands, and nothing else of it leaves by itself.
    assert OutboxMessage.objects.count() == 1
    assert campaign.state == "running"


def test_sending_on_paper_alone_is_done_when_it_is_written_down(heroy, step, host):
    factories.a_newcomer(channel="booklet")
    assert start_campaign(step=step, user=host, now=timezone.now()).state == "done"
    assert Delivery.objects.by_state() == {"queued": 1}


def test_household_gets_one_package_whichever_channel_it_came_by(heroy, step, host):
    person = factories.a_newcomer()
    start_campaign(step=step, user=host, now=timezone.now())
    Newcomer.objects.filter(pk=person.pk).update(channel="booklet")
    with pytest.raises(NobodyLeft):
        start_campaign(step=step, user=host, now=timezone.now())


@pytest.mark.parametrize(
    "number",
    [
        *(
            "+4741234567",
            "+4790000001",
            "+4745900000",
            "+4722334455",
            "+4758123456",
            "+474123456",
            "02800",
            "",
        ),
        # Sweden, Ukraine, Syria, Eritrea, Thailand, the Philippines, Somalia; then landlines of some of them.
        *("+46701234567", "+380501234567", "+963944567890", "+2917123456", "+66812345678", "+639051234567"),
        *("+25271123456", "+46812345678", "+380311234567", "+963112345678", "+6621234567"),
        # Where a number does not say whether it is at home or in a pocket, and what belongs to no country.
        *("+12015550123", "+18005550123", "+870773111632", "+999123456789"),
    ],
)
def test_database_knows_mobiles_of_every_country_as_we_do(db, number):
    person = factories.a_newcomer()
    Newcomer.objects.filter(pk=person.pk).update(phone=number)
    found = Newcomer.objects.filter(phone__regex=mobile_pattern(frozenset([number[:4]]))).exists()
    assert found == is_mobile(number)


@pytest.mark.parametrize("numbers", [["+46701234567"], ["+46701234567", "+380501234567", "+66812345678"]])
def test_numbers_of_many_countries_cost_no_more_statements(
    heroy, step, settings, numbers, django_assert_num_queries
):
    settings.SMS = WITH_SMS
    for number in numbers:
        factories.a_newcomer(phone=number, channel="sms")
    with django_assert_num_queries(3):
        assert plan_campaign(step=step, now=timezone.now()).by_channel == [("sms", len(numbers))]


def test_whom_is_chosen_by_what_people_have_told(heroy, step):
    people = {
        "family": factories.a_newcomer(situations=["family"]),
        "counted": factories.a_newcomer(children_0_5=2),
        "student": factories.a_newcomer(situations=["student"], language="ar"),
        "early": factories.a_newcomer(arrived_month=date(2026, 3, 1)),
        "walks": factories.a_newcomer(interests=["tur-friluft"]),
    }

    def chosen(**criteria) -> int:
        return plan_campaign(step=step, to=Whom(Criteria(**criteria)), now=timezone.now()).total

    assert len(people) == 5
    assert chosen(families=True) == 2
    assert chosen(situations=("student",)) == 1
    assert chosen(months=(date(2026, 3, 1),)) == 1
    assert chosen(languages=("ar",)) == 1
    assert chosen(interests=("tur-friluft",)) == 1
    assert chosen(families=True, languages=("ar",)) == 0
    assert plan_campaign(step=step, to=Whom.these([people["early"]]), now=timezone.now()).total == 1


def test_second_package_for_families_goes_to_families_alone(heroy, step, host):
    """Not to all 51 of the list."""
    family, other = factories.a_newcomer(situations=["family"]), factories.a_newcomer()
    start_campaign(step=step, user=host, now=timezone.now())
    second = factories.a_step(name="For barnefamilier")
    to = Whom(Criteria(families=True))
    campaign = start_campaign(step=second, to=to, user=host, now=timezone.now())
    assert [delivery.newcomer for delivery in campaign.deliveries.all()] == [family]
    assert campaign.chosen == {"families": True}
    assert other not in [delivery.newcomer for delivery in campaign.deliveries.all()]


def test_big_sending_is_written_down_by_a_worker_and_nothing_leaves_before(
    heroy, step, host, queue, many_are_two
):
    factories.many_newcomers(3)
    now = timezone.now()
    campaign = start_campaign(step=step, user=host, now=now, may_wait=True)
    assert (campaign.state, Delivery.objects.count(), OutboxMessage.objects.count()) == ("preparing", 0, 0)
    with pytest.raises(BeingStarted):
        start_campaign(step=step, user=host, now=now, may_wait=True)
    # Who comes on the list afterwards is in the next one.
    factories.a_newcomer(created_at=now + timedelta(seconds=5))
    assert prepare_waiting(now=now) == 1
    campaign.refresh_from_db()
    assert (campaign.state, Delivery.objects.count(), OutboxMessage.objects.count()) == ("running", 3, 3)
    assert prepare_waiting(now=now) == 0


def test_worker_that_dies_in_the_middle_has_done_nothing_and_the_next_does_all(
    heroy, step, host, queue, many_are_two, monkeypatch
):
    factories.many_newcomers(3)
    monkeypatch.setattr(services, "BATCH", 1)
    now = timezone.now()
    campaign = start_campaign(step=step, user=host, now=now, may_wait=True)
    queued = services.queue_deliveries
    calls = []

    def dies_at_the_second(deliveries, *, now):
        calls.append(deliveries)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return queued(deliveries, now=now)

    monkeypatch.setattr(services, "queue_deliveries", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        prepare_waiting(now=now)
    campaign.refresh_from_db()
    assert (campaign.state, Delivery.objects.count(), OutboxMessage.objects.count()) == ("preparing", 0, 0)
    tasks.prepare_sendings()
    campaign.refresh_from_db()
    assert (campaign.state, Delivery.objects.count(), OutboxMessage.objects.count()) == ("running", 3, 3)


@pytest.mark.django_db(transaction=True)
def test_where_no_worker_can_be_told_the_recipients_are_written_down_at_once(
    step, host, no_broker, many_are_two
):
    factories.many_newcomers(3)
    campaign = start_campaign(step=step, user=host, now=timezone.now(), may_wait=True)
    campaign.refresh_from_db()
    assert (campaign.state, Delivery.objects.count()) == ("running", 3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_of_twenty_who_press_at_once_one_sends(step, host):
    factories.many_newcomers(30)

    def send(number: int) -> int | None:
        try:
            may_wait = number % 2 == 0
            return start_campaign(step=step, user=host, now=timezone.now(), may_wait=may_wait).pk
        except (NobodyLeft, BeingStarted):
            return None

    assert len([pk for pk in at_once(send, range(20)) if pk]) == 1
    assert (Campaign.objects.count(), Delivery.objects.count()) == (1, 30)


def test_page_sends_to_those_whom_its_address_means(as_host, heroy, step):
    family = factories.a_newcomer(situations=["family"])
    factories.a_newcomer()
    url = reverse("campaign_dry_run", args=[step.pk]) + "?families=on"
    page = " ".join(as_host.get(url, headers={"accept-language": "en"}).content.decode().split())
    assert 'value="' in page
    as_host.post(url)
    assert [delivery.newcomer for delivery in Delivery.objects.all()] == [family]


def test_people_can_be_ticked_one_by_one(as_host, heroy, step):
    first, second = factories.a_newcomer(), factories.a_newcomer()
    factories.a_newcomer()
    url = reverse("campaign_dry_run", args=[step.pk]) + f"?person={first.pk}&person={second.pk}"
    assert as_host.get(url).context["plan"].total == 2
    as_host.post(url)
    assert {delivery.newcomer for delivery in Delivery.objects.all()} == {first, second}
    assert Campaign.objects.get().chosen is None


def test_choice_is_kept_under_a_name_and_used_again(as_host, heroy, step):
    factories.a_newcomer(language="ar")
    factories.a_newcomer(language="uk")
    save = reverse("selection_save", args=[step.pk])
    as_host.post(f"{save}?languages=ar", {"name": "Arabisk"})
    selection = Selection.objects.get()
    assert (selection.name, selection.stored) == ("Arabisk", {"languages": ["ar"]})
    as_host.post(f"{save}?languages=uk", {"name": "arabisk"})
    assert Selection.objects.count() == 1
    url = reverse("campaign_dry_run", args=[step.pk]) + f"?selection={selection.pk}"
    assert as_host.get(url).context["plan"].total == 1


@pytest.mark.parametrize("query", ["person={person}", "selection={selection}", "person=x", "selection=x"])
def test_what_is_anothers_in_the_address_is_a_404(as_host, heroy, step, query):
    elsewhere = factories.a_municipality("1804", "Bodø")
    person = factories.a_newcomer(municipality=elsewhere)
    selection = Selection.objects.create(
        municipality=elsewhere, name="A", stored={}, created_at=timezone.now()
    )
    asked = query.format(person=person.pk, selection=selection.pk)
    url = reverse("campaign_dry_run", args=[step.pk]) + f"?{asked}"
    assert (as_host.get(url).status_code, as_host.post(url).status_code) == (404, 404)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("people", [1, 3])
def test_page_before_costs_the_same_with_more_people(as_host, heroy, step, django_assert_num_queries, people):
    for _number in range(people):
        factories.a_newcomer()
    url = reverse("campaign_dry_run", args=[step.pk])
    as_host.get(url)
    with django_assert_num_queries(13):
        as_host.get(url)


def test_draft_is_sent_by_no_path(as_host, heroy, host):
    person = factories.a_newcomer()
    for draft in (factories.a_step(live=False), factories.a_step(name="B", is_on=False)):
        url = reverse("campaign_dry_run", args=[draft.pk])
        asked = [
            as_host.post(url),
            as_host.post(f"{url}?person={person.pk}"),
            as_host.post(reverse("step_test", args=[draft.pk]), {"language": "nb"}),
        ]
        assert [response.status_code for response in asked] == [409, 409, 409]
    assert not OutboxMessage.objects.exists()


def test_test_mail_really_leaves_to_the_host_and_is_nobodys(as_host, heroy, step, host, mailoutbox):
    factories.a_newcomer()
    as_host.post(reverse("step_test", args=[step.pk]), {"language": "uk"})
    delivering.deliver_due()
    [message] = mailoutbox
    assert message.to == [host.email]
    assert "Ласкаво просимо" in message.subject
    assert message.subject.startswith("Пробний лист:")
    assert message.body.startswith("Це пробний лист.")
    assert "Це пробний лист." in message.alternatives[0][0]
    assert "/stop/" not in message.body
    assert not Delivery.objects.exists()
    assert plan_campaign(step=step, to=EVERYONE, now=timezone.now()).total == 1


def test_test_mail_goes_to_nobody_else(client, outsider, editor, step):
    for user in (outsider, editor):
        client.force_login(user)
        assert client.post(reverse("step_test", args=[step.pk]), {"language": "nb"}).status_code == 404
    assert not OutboxMessage.objects.exists()


def test_message_is_written_in_the_portal_and_sent_by_the_same_road(as_host, heroy):
    family = factories.a_newcomer(situations=["family"])
    factories.a_newcomer()
    url = reverse("message_write", args=[heroy.pk])
    typed = {
        "name": "Velkomstkveld",
        "subject": "Kom på velkomstkveld",
        "text": "Torsdag kl. 18.\n\nVi har <kaffe>.",
        "signature": "Kari Vert",
    }
    assert as_host.post(url, typed | {"text": ""}).status_code == 422
    assert 'name="form_number"' in as_host.get(url).content.decode()
    response = as_host.post(url, typed | {"form_number": "a" * 32})
    # Pressed twice it is one message.
    assert as_host.post(url, typed | {"form_number": "a" * 32})["Location"] == response["Location"]
    step = PackageStep.objects.get()
    assert (step.package.kind, step.kind, step.is_sendable) == ("message", "message", True)
    assert WelcomePackage.objects.get().name == "Velkomstkveld"
    assert Delivery.objects.count() == 0
    as_host.post(response["Location"] + "?families=on")
    assert [delivery.newcomer for delivery in Delivery.objects.all()] == [family]
    content = Campaign.objects.get().editions.get(language="nb").content
    [letter] = content["parts"]
    assert "<p>Torsdag kl. 18.</p><p>Vi har &lt;kaffe&gt;.</p>" in letter["text"]["html"]


def test_mail_is_seen_as_anybody_in_any_language_would_get_it(as_host, heroy, step):
    person = factories.a_newcomer(name="Olena <Eksempel>", language="uk")
    url = reverse("step_mail", args=[step.pk])
    page = as_host.get(f"{url}?person={person.pk}").content.decode()
    assert "Ласкаво просимо" in page
    assert "Olena &lt;Eksempel&gt;" in page
    assert "Welcome to Herøy!" in as_host.get(f"{url}?language=en&form=text").content.decode()
    seen = as_host.get(reverse("step_preview", args=[step.pk]) + f"?person={person.pk}")
    assert seen.context["wanted"] == "uk"
    other = factories.a_newcomer(municipality=factories.a_municipality("1804", "Bodø"))
    assert as_host.get(f"{url}?person={other.pk}").status_code == 404
    assert as_host.get(f"{url}?language=xx").status_code == 404
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("reader", ["nb", "nn", "en", "uk", "ar"])
def test_language_that_nobody_has_named_for_the_reader_is_named_all_the_same(as_host, step, reader):
    """Egyptian Arabic, Rusyn and Lingua Franca Nova have no name in CLDR's Arabic or Ukrainian."""
    for language in ("arz", "rue", "lfn"):
        factories.a_newcomer(language=language)
    page = as_host.get(f"/{reader}/portal/step/{step.pk}/send/")
    assert (page.status_code, page.context["plan"].total) == (200, 3)
