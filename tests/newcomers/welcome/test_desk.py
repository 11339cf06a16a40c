"""The host's desk: what waits stands first, in figures that are true, and the page is as dear for three."""

import pytest
from django.urls import reverse
from django.utils import timezone

from newcomers.models import WelcomeSettings, settings_of
from newcomers.welcome.content.packages import begin_step
from newcomers.welcome.desk.views import SENDINGS_PER_PAGE
from newcomers.welcome.models import Campaign, Contact, Delivery
from newcomers.welcome.sending import answers_go_to
from newcomers.welcome.services import start_campaign
from organisations.people.handing_over import hand_over_welcoming, what_is_handed_over
from organisations.people.staff import let_go
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from organisations.tenancy.substitutes import name_substitute
from tests import factories

pytestmark = pytest.mark.django_db
# Twelve of its own; the session, who it is, and the menu are the frame's five.
MOST_QUERIES = 12 + 5


def url(name: str = "welcome_desk") -> str:
    return reverse(name, args=["1818"])


def waits(answer) -> dict[str, int]:
    return {item.key: item.number for item in answer.context["waiting"]}


def test_desk_is_for_who_welcomes_people_there(client, heroy, host, editor, outsider):
    for user, status in ((host, 200), (editor, 404), (outsider, 404)):
        client.force_login(user)
        for name in ("welcome_desk", "welcome_settings", "sending_list"):
            assert client.get(url(name)).status_code == status, (user, name)


def test_empty_desk_says_what_to_do_first(client, heroy, host):
    client.force_login(host)
    answer = client.get(url())
    assert answer.context["is_new"]
    page = answer.content.decode()
    # What has pages of its own is found here on a day when nothing of it waits, too.
    for name in ("newcomer_import", "newcomer_list", "company_wishes", "welcome_steps"):
        assert reverse(name, args=["1818"]) in page, name
    assert waits(answer) == {}


def test_new_people_wait_with_one_button_that_leads_to_the_sending(client, heroy, host):
    step = factories.a_step()
    factories.a_newcomer(municipality=heroy)
    factories.a_newcomer(municipality=heroy, source="asked")
    factories.a_newcomer(municipality=factories.a_municipality("1515"))
    client.force_login(host)
    answer = client.get(url())
    assert waits(answer)["new"] == 2
    assert reverse("campaign_dry_run", args=[step.pk]) in answer.content.decode()


def test_who_has_had_theirs_waits_no_longer_and_who_did_not_get_it_does(client, heroy, host):
    step = factories.a_step()
    factories.a_newcomer(municipality=heroy)
    campaign = start_campaign(step=step, user=host, now=timezone.now())
    client.force_login(host)
    assert "new" not in waits(client.get(url()))
    campaign.deliveries.update(state=Delivery.State.FAILED)
    assert waits(client.get(url()))["new"] == 1


def test_booklet_waits_until_somebody_has_given_it(client, heroy, host):
    step = factories.a_step()
    factories.a_newcomer(municipality=heroy, channel="booklet")
    client.force_login(host)
    assert waits(client.get(url()))["new"] == 1
    start_campaign(step=step, user=host, now=timezone.now())
    found = waits(client.get(url()))
    assert (found.get("new"), found["paper"]) == (None, 1)


def test_wrong_address_is_shown_with_what_was_meant(client, heroy, host):
    person = factories.a_newcomer("ola@gmial.com", municipality=heroy)
    type(person).objects.update(address_fault="no_mailbox", address_fault_at=timezone.now())
    client.force_login(host)
    answer = client.get(url())
    assert waits(answer)["addresses"] == 1
    [line] = next(item for item in answer.context["waiting"] if item.key == "addresses").lines
    assert "ola@gmail.com" in line.note
    assert line.url.startswith(reverse("newcomer_address", args=[person.pk]))


def test_texts_that_are_missing_wait(client, heroy, host):
    factories.a_step()
    client.force_login(host)
    assert waits(client.get(url()))["translations"] > 0


def test_substitute_sees_the_desk_and_until_when(client, heroy, host):
    user = factories.a_user("Vera Vikar")
    today = timezone.localdate()
    days = {"first_day": today, "last_day": today}
    name_substitute(place=heroy, absent=host, email=user.email, now=timezone.now(), **days)
    for each in (user, host):
        client.force_login(each)
        assert "substitutes" in waits(client.get(url()))


@pytest.mark.parametrize("number", [1, 3])
def test_desk_asks_as_much_for_three_as_for_one(client, heroy, host, number, django_assert_max_num_queries):
    for _each in range(number):
        step = factories.a_step()
        factories.a_newcomer(municipality=heroy)
        start_campaign(step=step, user=host, now=timezone.now())
        factories.a_newcomer(municipality=heroy)
        fault = factories.a_newcomer(municipality=heroy)
        type(fault).objects.filter(pk=fault.pk).update(address_fault="full", address_fault_at=timezone.now())
    client.force_login(host)
    client.get(url())
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(url()).status_code == 200


def test_front_page_leads_to_the_desk_and_counts_what_waits(client, heroy, host):
    for _each in range(2):
        factories.a_newcomer(municipality=heroy)
    client.force_login(host)
    shown = client.get(reverse("portal")).content.decode()
    assert url() in shown
    assert "2 personer" in shown


# --- Settings ---------------------------------------------------------------------------------------


def test_without_a_choice_everything_is_safe(heroy):
    stored = settings_of(heroy)
    assert (stored.goes_by_itself, stored.reply_to, stored.languages) == (False, "", [])
    assert (stored.from_hour, stored.to_hour) == (9, 17)
    assert not WelcomeSettings.objects.exists()


def test_settings_are_saved_and_a_second_writer_is_told(client, heroy, host):
    client.force_login(host)
    data = {"languages": ["uk"], "reply_to": "post@heroy.example", "from_hour": "8", "to_hour": "20"}
    version = client.get(url("welcome_settings")).context["read"].version
    assert client.post(url("welcome_settings"), data | {"read_version": version}).status_code == 302
    stored = settings_of(heroy)
    assert (stored.languages, stored.reply_to, stored.from_hour) == (["uk"], "post@heroy.example", 8)
    assert not stored.can_be_asked_for
    late = data | {"reply_to": "annen@heroy.example", "read_version": version}
    assert client.post(url("welcome_settings"), late).status_code == 409
    assert settings_of(heroy).reply_to == "post@heroy.example"


def test_hours_in_the_wrong_order_are_said(client, heroy, host):
    client.force_login(host)
    answer = client.post(url("welcome_settings"), {"from_hour": "17", "to_hour": "9"})
    assert set(answer.context["form"].errors) == {"to_hour"}


def test_answers_go_where_the_municipality_says_else_to_who_sent(heroy, host):
    step = factories.a_step()
    factories.a_newcomer(municipality=heroy)
    campaign = start_campaign(step=step, user=host, now=timezone.now())
    assert answers_go_to(campaign) == host.email
    WelcomeSettings.objects.create(municipality=heroy, reply_to="post@heroy.example")
    campaign = type(campaign).objects.get(pk=campaign.pk)
    assert answers_go_to(campaign) == "post@heroy.example"


def test_who_takes_over_gets_answers_and_stands_in_the_letters(heroy, host):
    colleague = factories.a_user("Anna Ny")
    grant_role(user=colleague, role=Role.EDITOR, municipality=heroy)
    WelcomeSettings.objects.create(municipality=heroy, reply_to=host.email)
    contact = Contact.objects.create(municipality=heroy, name="Kari", email=host.email, phone="+4791234567")
    assert len(what_is_handed_over(heroy, host)) == 2
    hand_over_welcoming(place=heroy, giver=host, taker=colleague, now=timezone.now())
    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.phone) == ("Anna Ny", colleague.email, "")
    assert settings_of(heroy).reply_to == colleague.email


def test_new_package_begins_as_the_municipality_has_chosen(client, heroy, host):
    WelcomeSettings.objects.create(municipality=heroy, languages=["uk", "so"], from_hour=11, to_hour=14)
    client.force_login(host)
    form = client.get(url("package_new")).context["form"]
    assert form.get_initial_for_field(form.fields["languages"], "languages") == ["uk", "so"]
    package = factories.a_package(municipality=heroy)
    step = begin_step(package=package, kind="month_3", user=host, now=timezone.now())
    assert (step.from_hour, step.to_hour) == (11, 14)


def test_answers_never_go_to_who_does_not_welcome_there_any_longer(heroy, host):
    step = factories.a_step()
    factories.a_newcomer(municipality=heroy)
    other = factories.a_user("Anna Ny", email="anna@example.org")
    grant_role(user=other, role=Role.HOST, municipality=heroy)
    campaign = start_campaign(step=step, user=host, now=timezone.now())
    host.roles.all().delete()
    assert answers_go_to(type(campaign).objects.get(pk=campaign.pk)) == other.email


def test_who_left_without_a_taker_waits_as_long_as_the_letters_name_them(client, heroy, host):
    leader = factories.a_user("Leder")
    grant_role(user=leader, role=Role.ADMIN, municipality=heroy)
    contact = Contact.objects.create(municipality=heroy, name="Kari", email=host.email.upper())
    # A volunteer who never worked for the municipality is no leaver.
    Contact.objects.create(municipality=heroy, name="Ola", email=factories.a_user("Ola").email)
    client.force_login(leader)
    assert "left" not in waits(client.get(url()))
    let_go(place=heroy, user=host, by=leader, now=timezone.now())
    answer = client.get(url())
    assert waits(answer)["left"] == 1
    assert reverse("contact_edit", args=[contact.pk]) in answer.content.decode()
    Contact.objects.filter(pk=contact.pk).update(email=leader.email)
    assert "left" not in waits(client.get(url()))


def test_all_that_was_sent_can_be_leafed_through(client, heroy, host):
    step = factories.a_step()
    now = timezone.now()
    made = Campaign.objects.bulk_create(
        Campaign(municipality=heroy, package=step.package, step=step, state="done", created_at=now)
        for _number in range(SENDINGS_PER_PAGE + 2)
    )
    client.force_login(host)
    first = client.get(url("sending_list"))
    second = client.get(first.context["next_url"])
    assert [*first.context["sendings"], *second.context["sendings"]] == made[::-1]
    assert (second.context["next_url"], second.context["previous_url"]) == ("", url("sending_list"))
    assert client.get(url("sending_list") + "?before=x%27").status_code == 200
