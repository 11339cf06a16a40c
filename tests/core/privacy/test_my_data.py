"""All that is kept about somebody, on one page, for whoever has shown that an address is theirs."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse as reverse_in
from django.utils import timezone
from django.utils.translation import override

from core.limits import TO_ONE_AT_ONCE
from core.links import LinkExpired
from core.mail.outbox import delivering
from core.models import User
from core.privacy import asking, held
from core.privacy.declaration import PERSONAL
from core.privacy.labels import FOR_COMPUTERS, SECRET, kind_of, label_of
from events.besides.models import OwnAnswer, OwnQuestion, WantsToBeMet
from events.follows.models import Follow
from events.lending.models import Loan, Thing
from events.lending.services import hand_out
from events.signups.links import token_for
from events.signups.models import Signup
from newcomers.models import ForgottenAddress, Newcomer
from newcomers.services import note_offer, set_postal_address
from newcomers.welcome.links import mint
from newcomers.welcome.models import Answer, LetterLink
from newcomers.welcome.steps.answers import answer
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "olena@example.org"


def reverse(name: str, args: list[str] = ()) -> str:
    with override("en"):
        return reverse_in(name, args=args)


@pytest.fixture
def olena(heroy, host) -> Newcomer:
    """On the list, signed up, told of dates, answers for an activity, and has answered a question."""
    now = timezone.now()
    person = factories.a_newcomer(ADDRESS, name="Olena Havryliuk", municipality=heroy)
    note_offer(newcomer=person, offer="met", on_day=now.date(), by=host)
    set_postal_address(newcomer=person, street="Strandgata 1", postcode="8850", place="Herøy", now=now)
    answer(newcomer=person, question="company", value="yes", step=None, now=now)
    date = factories.an_occurrence()
    factories.a_signup(date, name="Olena", email="Olena@Example.org")
    factories.a_follow(date, email=ADDRESS)
    factories.a_responsible(date.event, email=ADDRESS)
    return person


def page(client, **kwargs) -> str:
    url = reverse("my_data_page", args=[asking.token_for(ADDRESS, now=timezone.now())])
    return client.get(url, **kwargs).content.decode()


def test_the_page_shows_what_every_room_holds_with_purpose_basis_and_end(client, olena):
    text = page(client)
    for word in ["Olena Havryliuk", "Strandgata 1", "GDPR", "We met", "You have signed up"]:
        assert word in text, word
    assert "Company the first time" in text
    assert text.count("Who is responsible") == 4
    # What is shown is shown under a name.
    assert not re.search(r"<dt>\s*</dt>", text)


def test_the_file_has_every_declared_field(client, olena):
    url = reverse("my_data_file", args=[asking.token_for(ADDRESS, now=timezone.now())])
    response = client.get(url)
    assert "attachment" in response["Content-Disposition"]
    kept = json.loads(response.content)["kept"]
    kinds = {row["kind"] for row in kept} | {part["kind"] for row in kept for part in row["with_it"]}
    assert {"newcomers.Newcomer", "newcomers.PostalAddress", "welcome.Answer", "welcome.CompanyWish"} <= kinds
    newcomer = next(row for row in kept if row["kind"] == "newcomers.Newcomer")
    declared = {
        name for each in PERSONAL if each.model == "newcomers.Newcomer" for name in each.fields.split()
    }
    assert declared <= set(newcomer["fields"])
    assert newcomer["purposes"][0]["basis"]
    assert newcomer["deleted_after"]


def test_every_declared_field_has_a_name_or_is_for_computers():
    """A new field without a name in words would be missing on the page."""
    shown = {root.model for root in held.roots()} | {
        apps.get_model(declared.model)
        for root in held.roots()
        if root.hangs
        for declared, link in held._links_to(root.model)
        if held._is_theirs(declared, link)
    }
    nameless = [
        f"{each.model}.{name}"
        for each in PERSONAL
        if apps.get_model(each.model) in shown
        for name in each.fields.split()
        if name not in SECRET | FOR_COMPUTERS
        and not (field := apps.get_model(each.model)._meta.get_field(name)).is_relation
        and not label_of(field)
    ]
    assert nameless == []
    kinds = {
        (apps.get_model(declared.model), not held._is_theirs(declared, link))
        for root in held.roots()
        if root.hangs
        for declared, link in held._links_to(root.model)
    }
    assert [model._meta.label for model, many in kinds if not kind_of(model, many=many)] == []


def test_a_page_that_names_somebody_shows_nobody_who_follows_it(client, olena):
    """The contact of an activity sees that they are named, and none of those who come."""
    event = factories.an_event("Turgruppe", contact_name="Kari", contact_email="kari@example.org")
    factories.a_follow(factories.an_occurrence(event), email="secret@example.org")
    organisation = event.organisation
    type(organisation).objects.filter(pk=organisation.pk).update(email="kari@example.org")
    shown = held.Shown(addresses=("kari@example.org",))
    sections = held.held_by(shown)
    assert {section.root.word for section in sections} == {"contact", "organisation"}
    assert all(not row.parts for section in sections for row in section.rows)


def test_it_takes_as_many_queries_for_many_rows(olena):
    shown = held.Shown(addresses=(ADDRESS,))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            held.held_by(shown)
        return len(captured)

    few = queries()
    for _each in range(5):
        factories.a_signup(factories.an_occurrence(), name="Olena", email=ADDRESS)
    assert queries() <= few


def test_all_of_it_is_deleted_in_one_step(client, olena):
    url = reverse("my_data_erase", args=[asking.token_for(ADDRESS, now=timezone.now())])
    assert "Delete all that we keep about you?" in client.get(url).content.decode()
    assert Newcomer.objects.exists()
    text = client.post(url).content.decode()
    assert "We have deleted what we kept about you" in text
    assert not Newcomer.objects.exists()
    assert not Signup.objects.exists()
    assert not Follow.objects.exists()
    assert not Answer.objects.exists()
    # That they asked for it stays, and is said with its end.
    assert ForgottenAddress.objects.exists()
    assert "You have asked to be forgotten" in text
    assert [each.root.word for each in held.held_by(held.Shown(addresses=(ADDRESS,)))] == ["forgotten"]


def test_who_has_lost_all_links_gets_one_and_nobody_learns_who_is_known(client, olena):
    answers = []
    for address in (ADDRESS, "nobody@example.org"):
        mail.outbox.clear()
        response = client.post(reverse("my_data"), {"reach": address}, follow=True)
        answers.append((response.status_code, re.sub(r'nonce="[^"]*"', "", response.content.decode())))
        delivering.deliver_due()
        [letter] = mail.outbox
        assert letter.to == [address]
        link = re.search(r"https?://[^/\s]+(/\S*my-data/all/\S+)", letter.body)[1]
        assert client.get(link).status_code == 200
        assert "Olena" not in letter.body
    assert answers[0] == answers[1]


def test_one_address_is_not_plagued(client):
    for _each in range(TO_ONE_AT_ONCE.times):
        assert client.post(reverse("my_data"), {"reach": ADDRESS}).status_code == 302
    response = client.post(reverse("my_data"), {"reach": ADDRESS})
    assert response.status_code == 429
    assert ADDRESS in response.content.decode()


def test_the_link_ends_and_cannot_be_made_up(client):
    now = timezone.now()
    old = asking.token_for(ADDRESS, now=now - timedelta(days=3, seconds=1))
    assert client.get(reverse("my_data_page", args=[old])).status_code == 410
    for token in ("a", old[:-6], "gAAAA" + "x" * 100, "٣"):
        assert client.get(reverse("my_data_page", args=[token])).status_code == 404


def test_each_rooms_link_shows_what_it_is_about_and_sends_the_way_to_the_rest(client, olena):
    """A mail that was passed on to a friend shows no more than what it is about."""
    url = reverse("my_data_by_link", args=["signup", token_for(Signup.objects.get())])
    text = client.get(url).content.decode()
    assert "You have signed up" in text
    assert "Havryliuk" not in text
    mail.outbox.clear()
    client.post(url)
    delivering.deliver_due()
    [letter] = mail.outbox
    assert letter.to == [ADDRESS]
    assert client.get(reverse("my_data_by_link", args=["nothing", "x"])).status_code == 404


def test_a_number_alone_shows_and_deletes_nothing_of_who_had_it_before(client, heroy):
    """Whoever has the number now sees that there is more, and no name; who knows the name sees it."""
    number = "+4790123456"
    date = factories.an_occurrence(factories.an_event(admission="sign_up", equipment_to_borrow=True))
    factories.a_signup(date, name="Ólena Havryliuk", email="", phone=number)
    lent = factories.a_signup(date, name="Olena H", email="", phone=number)
    thing = Thing.objects.create(organisation=date.organisation, kind="skis")
    loan = Loan.objects.create(thing=thing, signup=lent, occurrence=date, expires_at=lent.expires_at)
    hand_out(thing=thing, loan=loan, until=date.ends_at.date(), now=timezone.now())
    lent.delete()
    person = factories.a_newcomer(name="Olena Havryliuk", phone=number, municipality=heroy)
    Newcomer.objects.update(email="")
    factories.a_signup(date, name="Amal", email="", phone=number)
    factories.a_follow(date, phone=number)
    token = asking.token_for(number, now=timezone.now())
    there = {name: reverse(name, args=[token]) for name in ("my_data_page", "my_data_file", "my_data_erase")}
    for url in there.values():
        text = client.get(url).content.decode()
        assert "Havryliuk" not in text
        assert "Amal" not in text
    assert "You are told if it is cancelled" in client.get(there["my_data_page"]).content.decode()
    assert client.post(there["my_data_page"], {"open": f"newcomer-{person.pk}"}).url == there["my_data_page"]
    client.post(there["my_data_erase"])
    assert (Follow.objects.count(), Signup.objects.count(), Loan.objects.count()) == (0, 2, 1)
    assert Newcomer.objects.count() == 1

    assert client.post(there["my_data_page"], {"name": ""}).status_code == 400
    wrong = client.post(there["my_data_page"], {"name": "Kari"}, follow=True).content.decode()
    assert "You wrote Kari" in wrong
    assert "Havryliuk" not in wrong
    named = client.post(there["my_data_page"], {"name": "olena"})
    text = client.get(named.url).content.decode()
    assert text.count("Who is responsible") == 3
    assert "Amal" not in text
    # Another name stands with the number still.
    assert "Tell us your name to see more" in text
    client.post(named.url + "delete/")
    assert not Newcomer.objects.exists()
    assert not Loan.objects.exists()
    assert [each.name for each in Signup.objects.all()] == ["Amal"]


def test_a_name_makes_no_link_live_longer(client):
    now = timezone.now()
    token = asking.token_for("+4790123456", now=now - asking.OPENS_FOR + timedelta(minutes=1))
    named = asking.token_with_name(token, "Olena", now=now)
    assert asking.shown_by(named, now=now).name == "Olena"
    with pytest.raises(LinkExpired):
        asking.shown_by(named, now=now + timedelta(minutes=1))


def test_two_of_a_family_with_one_address_are_told_apart(client):
    date = factories.an_occurrence(factories.an_event(admission="sign_up"))
    people = [factories.a_signup(date, name=name, email=ADDRESS) for name in ("Olena", "Daryna")]
    for name in ("my_data_by_link", "signup_manage", "signup_cancel", "signup_move", "signup_coming"):
        titles = []
        for each in people:
            args = [*(["signup"] if name == "my_data_by_link" else []), token_for(each)]
            text = client.get(reverse(name, args=args)).content.decode()
            titles.append(" ".join(re.search("<title>(.*?)</title>", text, re.DOTALL)[1].split()))
            assert each.name in titles[-1]
        assert len(set(titles)) == 2, name
    assert {
        name for name in ("Olena", "Daryna") if re.search(rf"<h3[^>]*><bdi>[^<]*{name}", page(client))
    } == {
        "Olena",
        "Daryna",
    }


def test_what_hangs_on_a_sign_up_is_said_in_words_and_at_the_time_in_norway(client):
    """A yes is no 1, the second choice is no 1 either, and a wish without a field of its own is there."""
    event = factories.an_event("Skitur", admission="sign_up")
    date = factories.an_occurrence(event, starts_at=datetime(2026, 12, 1, 17, 0, tzinfo=UTC))
    signup = factories.a_signup(date, email=ADDRESS)
    ends = {"signup": signup, "expires_at": signup.expires_at}
    asked = {"event": event, "why": "Til bussen", "language": "nb", "until": "signup"}
    yes = OwnQuestion.objects.create(words="Har du ski?", answered="yes_no", **asked)
    which = OwnQuestion.objects.create(
        words="Hvor langt?", answered="choice", choices=["Kort", "Lang"], **asked
    )
    OwnAnswer.objects.create(question=yes, value=1, **ends)
    OwnAnswer.objects.create(question=which, value=1, **ends)
    WantsToBeMet.objects.create(**ends)
    thing = Thing.objects.create(organisation=date.organisation, kind="ski_boots", size="38")
    Loan.objects.create(thing=thing, occurrence=date, **ends)
    text = page(client)
    shown = dict(re.findall(r"<dt>([^<]*)</dt><dd><bdi>([^<]*)</bdi>", text))
    assert re.findall(r"<dt>Answer</dt><dd><bdi>([^<]*)</bdi>", text) == ["Yes", "Lang"]
    assert shown["Thing"] == "Ski boots, 38"
    assert "18:00" in shown["Date"]
    assert "Somebody is to meet you at the door" in text


def test_the_page_is_found_where_one_looks(client, host):
    """At the foot of every page, and beside who is logged in."""
    text = client.get(reverse("privacy")).content.decode()
    assert f'<li><a href="{reverse("my_data")}">' in text[text.index("<footer") :]
    client.force_login(host)
    assert f'href="{reverse("my_data_account")}"' in client.get(reverse("portal")).content.decode()


def test_what_is_wrong_is_corrected_where_it_is(client, olena):
    url = reverse("my_data_page", args=[asking.token_for(ADDRESS, now=timezone.now())])
    assert f'value="newcomer-{olena.pk}"' in client.get(url).content.decode()
    assert LetterLink.objects.count() == 0
    there = client.post(url, {"open": f"newcomer-{olena.pk}"}, follow=True)
    assert "Correct it" in there.content.decode()
    other = factories.a_newcomer("other@example.org")
    assert client.post(url, {"open": f"newcomer-{other.pk}"}).url == url
    assert client.post(url, {"open": "newcomer-x"}).url == url


def test_a_paper_link_opens_its_own_row(client, olena):
    token = mint(newcomer=olena, delivery=None, medium=LetterLink.Medium.MAIL, now=timezone.now())
    text = client.get(reverse("my_data_by_link", args=["newcomer", token])).content.decode()
    assert "Strandgata 1" in text
    assert "You have signed up" not in text


def test_who_is_logged_in_sees_their_account_and_their_confirmed_address(client, olena):
    user = User.objects.create_user(ADDRESS, name="Olena")
    client.force_login(user)
    url = reverse("my_data_account")
    # Nobody has shown yet that the address is theirs.
    assert "You have signed up" not in client.get(url).content.decode()
    user.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    text = client.get(url).content.decode()
    assert "Your account" in text
    assert "You have signed up" in text
    assert client.get(reverse("my_data_account_file")).json()["kept"]
    client.post(reverse("my_data_account_erase"))
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Signup.objects.exists()
    assert "_auth_user_id" not in client.session


def test_an_account_with_a_role_is_handed_over_first(client, host):
    client.force_login(host)
    text = client.post(reverse("my_data_account_erase")).content.decode()
    assert "You have a role here still" in text
    assert User.objects.filter(pk=host.pk).exists()


def test_no_password_and_no_key_is_in_any_file(client, host):
    host.set_password("a long word")
    host.save()
    client.force_login(host)
    text = client.get(reverse("my_data_account_file")).content.decode()
    assert host.password not in text
