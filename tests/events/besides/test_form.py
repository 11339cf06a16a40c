"""What is asked beside who comes, on the form to sign up and on the organiser's list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.besides import meeting
from events.besides.models import Arranges, HelpWanted, OwnAnswer, OwnQuestion, WantsToBeMet
from events.lending import services as lending
from events.lending.models import Loan
from events.models import Occurrence
from events.signups.links import token_for
from events.signups.models import Signup
from tests import factories

pytestmark = pytest.mark.django_db
PERSON = {"name": "Olena Eksempel", "email": "olena@example.org", "adults": "1"}


@pytest.fixture
def date(organisation) -> Occurrence:
    event = factories.an_event(
        organisation=organisation,
        admission="sign_up",
        equipment_to_borrow=True,
        transport_offered=True,
        interpreter_languages=["ar", "uk"],
        goes_from=3,
    )
    lending.add_things(organisation=organisation, kind="ski_boots", sizes=["38"], words="", number=1)
    volunteer = factories.a_responsible(event, "Kari Strand")
    meeting.answer(responsible=volunteer, yes=True, now=timezone.now())
    OwnQuestion.objects.create(
        event=event, answered="yes_no", words="Tar du med kake?", why="Kaffe", language="nb", until="signup"
    )
    return factories.an_occurrence(event, starts_at=timezone.now() + timedelta(days=3))


def address(name: str, *keys: object) -> str:
    with override("en"):
        return reverse(name, args=keys)


def everything(**more) -> dict[str, str]:
    question = OwnQuestion.objects.get()
    chosen = {"borrow_ski_boots": "38", "need_interpreter": "uk", "need_transport": "on", "meet_me": "on"}
    return {**PERSON, **chosen, f"question_{question.pk}": "1", **more}


def test_everything_that_is_asked_is_kept_and_shown(client, organiser, date):
    sign_up = address("sign_up", date.municipality.slug, date.public_id)
    for page in (sign_up, address("event_detail", date.municipality.slug, date.public_id)):
        form = client.get(page).content.decode()
        for asked in (
            "Tar du med kake?",
            "Ski boots",
            "I need an interpreter",
            "Kari may meet me at the door",
        ):
            assert asked in form, (page, asked)
    thanks = client.get(client.post(sign_up, everything()).url).content.decode()
    assert "We go when 3 people have signed up. Confirmed so far: 0" in thanks
    assert "Bring somebody along" in thanks
    assert "olena" not in thanks.lower()
    signup = Signup.objects.get()
    assert (OwnAnswer.objects.count(), HelpWanted.objects.count(), Loan.objects.count()) == (1, 2, 1)
    assert WantsToBeMet.objects.get().signup == signup
    own = client.get(address("signup_manage", token_for(signup))).content.decode()
    client.force_login(organiser)
    listed = client.get(address("portal_signups", date.public_id)).content.decode()
    for line in (
        "Borrows: Ski boots, 38",
        "An interpreter for Ukrainian",
        "Would like to be met at the door",
    ):
        assert line in own
        assert line in listed
    assert "Tar du med kake? Yes: 1" in listed
    signup.delete()
    assert not any(model.objects.exists() for model in (OwnAnswer, HelpWanted, Loan, WantsToBeMet))


def test_of_two_who_want_the_last_one_the_second_is_told_and_not_signed_up(client, date):
    sign_up = address("sign_up", date.municipality.slug, date.public_id)
    client.post(sign_up, everything())
    answer = client.post(sign_up, everything(name="Amal", email="amal@example.org"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else has just asked for this: Ski boots, 38." in page
    assert 'value="Amal"' in page
    assert Signup.objects.count() == 1
    without = {key: value for key, value in everything(name="Amal").items() if key != "borrow_ski_boots"}
    assert client.post(sign_up, {**without, "email": "amal@example.org"}).status_code == 302


def test_a_stranger_changes_nothing_of_who_has_confirmed(client, date):
    sign_up = address("sign_up", date.municipality.slug, date.public_id)
    client.post(sign_up, everything())
    Signup.objects.update(firm_since=timezone.now())
    client.post(sign_up, PERSON)
    assert Loan.objects.count() == 1
    assert HelpWanted.objects.count() == 2
    # And what is gone for everybody else is gone for whoever types this name and address.
    assert client.post(sign_up, everything()).status_code == 409


def test_wrong_answers_are_said_at_the_top_and_nothing_is_lost(client, date):
    sign_up = address("sign_up", date.municipality.slug, date.public_id)
    answer = client.post(sign_up, {**everything(need_interpreter="xx"), "name": ""})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Write your name." in page
    assert page.index("#id_need_interpreter") < page.index('name="name"')
    assert not Signup.objects.exists()


def test_an_organiser_writes_it_down_for_who_phoned(client, organiser, date):
    client.force_login(organiser)
    url = address("portal_signups", date.public_id)
    phoned = {**everything(), "phone": "900 00 000", "email": "", "language": "nb"}
    assert client.post(url, phoned).status_code == 302
    assert Loan.objects.get().signup.name == "Olena Eksempel"


def test_where_nothing_is_asked_the_form_is_as_short_as_before(client):
    date = factories.an_occurrence(factories.an_event(admission="sign_up"))
    page = client.get(address("sign_up", date.municipality.slug, date.public_id)).content.decode()
    for asked in ("Do you want to borrow", "Do you need help", "meet me", "The organiser asks"):
        assert asked not in page


def test_the_page_of_a_date_asks_ten_queries_at_the_most_with_all_that_is_asked(
    client, heroy, date, django_assert_max_num_queries
):
    """Beside other dates, partners and other things nearby, as in `tests/events/discovery/test_going.py`."""
    event = date.event
    event.capacity = 9
    event.co_organisers.add(factories.an_organisation("Lag"))
    event.save()
    Arranges.objects.create(event=event, needs=["childcare"])
    factories.an_occurrence(event, starts_at=date.starts_at + timedelta(days=1))
    other = factories.an_event("Annet", organisation=date.organisation)
    factories.an_occurrence(other, starts_at=date.starts_at)
    factories.a_signup(date, adults=2)
    page = address("event_detail", date.municipality.slug, date.public_id)
    client.get(page)
    with django_assert_max_num_queries(10):
        content = client.get(page).content.decode()
    for words in (
        "Tar du med kake?",
        "Ski boots",
        "Kari may meet me",
        "I need somebody to look after my children",
        "Confirmed so far: 2",
        "Annet",
    ):
        assert words in content
