"""A new organisation's walk, from the public form to its first own page; and what stands in its way."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.models import User
from core.privacy.purge import purge_expired
from organisations.joining import services
from organisations.joining.choices import Lookup, State
from organisations.joining.models import Application
from organisations.models import Invitation, Membership, Organisation
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.proving import at_once
from tests.register_server import NUMBER, Registers
from tests.servers import wait_until

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://\S+/join/mine/\S+")


def filled_in(**values: object) -> dict[str, object]:
    return {
        "municipality": "1818",
        "none": "on",
        "name": "Strikkeklubben på Seløya",
        "kind": "association",
        "about": "Vi strikker sammen hver tirsdag.",
        "applicant": "Olena Eksempel",
        "email": "olena@strikk.example",
        **values,
    }


def send(client, **values: object):
    return client.post(reverse("join"), filled_in(**values))


def mails_to(address: str) -> list[mail.EmailMessage]:
    delivering.deliver_due(clock=timezone.now)
    return [letter for letter in mail.outbox if letter.to == [address]]


def path_in(letter: mail.EmailMessage) -> str:
    return "/" + LINK.search(letter.body).group().split("/", 3)[3]


def an_application(**fields) -> Application:
    given = {"name": "Strikkeklubben", "orgnr": "", "kind": "association", "about": "Vi strikker."}
    given |= {"applicant": "Olena Eksempel", "email": "olena@strikk.example", "language": "uk"}
    municipality = fields.pop("municipality", None) or factories.a_municipality()
    now = timezone.now()
    application = services.apply(municipality=municipality, now=now, **(given | fields))
    return services.confirm(application=application, now=now)


def test_knitting_circle_comes_in_without_a_number(client, heroy, editor):
    with translation.override("uk"):
        sent = client.post(reverse("join"), filled_in())
    assert sent.status_code == 302
    # Nobody in the municipality hears of what is not confirmed.
    [letter] = mails_to("olena@strikk.example")
    assert mails_to(editor.email) == []
    path = path_in(letter)
    assert path.startswith("/uk/")
    assert Application.objects.edited_by(editor).count() == 0
    client.get(path)
    assert Application.objects.get().state == State.UNCONFIRMED
    client.post(f"{path}yes/")
    assert len(mails_to(editor.email)) == 1
    client.force_login(editor)
    application = Application.objects.get()
    page = client.get(reverse("portal_application", args=[application.pk])).content.decode()
    assert "Vi strikker sammen" in page
    answer = client.post(
        reverse("portal_application_accept", args=[application.pk]),
        {"name": "Strikkeklubben på Seløya", "kind": "association"},
    )
    assert answer.status_code == 302
    organisation = Organisation.objects.get(name="Strikkeklubben på Seløya")
    assert (organisation.is_trusted, organisation.municipality_id) == (False, "1818")
    owner = Membership.objects.get(organisation=organisation)
    assert (owner.user.email, owner.role, owner.user.name) == (
        "olena@strikk.example",
        "owner",
        "Olena Eksempel",
    )
    [_first, welcome] = mails_to("olena@strikk.example")
    assert "Ласкаво просимо" in welcome.subject
    client.force_login(owner.user)
    assert client.get(reverse("portal_event_new", args=[organisation.pk])).status_code == 200


def test_number_is_looked_up_and_shown(client, heroy, registers: Registers):
    sent = send(client, orgnr="810 034 882", none="", name="")
    waiting = client.get(sent.url).content.decode()
    assert 'http-equiv="refresh"' in waiting
    services.look_up_due(now=timezone.now())
    page = client.get(sent.url).content.decode()
    assert "Herøy Strikkelag" in page
    assert "http-equiv" not in page
    # Neither a postal line nor what leads to a person is shown to whoever types a number.
    assert not any(word in page for word in ("Hemmelig", "75 00 00 33", "leder@"))
    application = Application.objects.get()
    assert (application.lookup, application.title) == (Lookup.FOUND, "Herøy Strikkelag")


def test_page_goes_on_without_the_register(client, heroy, registers: Registers):
    registers.status = 503
    sent = send(client, orgnr=NUMBER)
    services.look_up_due(now=timezone.now())
    page = client.get(sent.url).content.decode()
    assert "http-equiv" not in page
    assert "senere" in page or "later" in page
    registers.status = 200
    cache.clear()
    application = Application.objects.get()
    assert services.look_up_due(now=timezone.now()) == 0
    services.look_up_due(now=application.lookup_due_at + timedelta(seconds=1))
    application.refresh_from_db()
    assert application.lookup == Lookup.FOUND


def test_register_is_not_asked_for_ever(registers: Registers):
    registers.status = 500
    application = an_application(orgnr=NUMBER)
    for _each in range(services.MOST_LOOKUPS + 3):
        application.refresh_from_db()
        if application.lookup_due_at is None:
            break
        services.look_up_due(now=application.lookup_due_at)
    assert application.lookups == services.MOST_LOOKUPS
    assert len(registers.asked) == services.MOST_LOOKUPS


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"orgnr": "810034883", "none": ""}, "orgnr"),
        ({"none": "", "orgnr": ""}, "orgnr"),
        ({"name": ""}, "name"),
        ({"email": "nobody"}, "email"),
        ({"municipality": "9999"}, "municipality"),
    ],
)
def test_form_says_what_to_do(client, heroy, values, field):
    answer = send(client, **values)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {field}
    assert not Application.objects.exists()


def test_what_is_here_already_is_said_without_telling_who(client, organisation, organiser):
    organisation.orgnr = NUMBER
    organisation.save()
    answer = send(client, orgnr=NUMBER, none="")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert organisation.name in page
    assert not any(word in page for word in (organiser.name, organiser.email))
    assert send(client, orgnr=NUMBER, none="", anyway="on").status_code == 302
    assert Application.objects.get().organisation == organisation


def test_same_name_in_the_municipality_is_here_already(client, organisation):
    answer = send(client, name=organisation.name.upper())
    assert answer.context["form"].here == organisation


def test_sent_twice_is_one_application_and_one_mail(client, heroy):
    send(client)
    send(client)
    assert Application.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_at_once_is_one_application(heroy):
    given = {"name": "Klubben", "orgnr": "", "kind": "other", "about": "x", "applicant": "Å"}
    given |= {"email": "a@b.example", "language": "nb", "municipality": heroy, "now": timezone.now()}
    at_once(lambda _number: services.apply(**given), range(4))
    assert Application.objects.count() == 1


def test_register_proposes_and_the_editor_decides(client, editor, registers: Registers):
    application = an_application(orgnr=NUMBER, name="")
    services.look_up_due(now=timezone.now())
    client.force_login(editor)
    url = reverse("portal_application", args=[application.pk])
    page = client.get(url).content.decode()
    assert "leder@strikkelaget.example" in page
    assert "Hemmelig" not in page
    values = {"name": "Herøy strikkelag", "kind": "association", "proposals": ["website"]}
    client.post(f"{url}accept/", values)
    made = Organisation.objects.get()
    assert (made.website, made.email, made.phone) == ("https://www.strikkelaget.example", "", "")
    assert (made.orgnr, made.legal_form, made.icnpo) == (NUMBER, "FLI", ["1300", "14100"])


@pytest.mark.parametrize(
    ("kind", "is_trusted"), [("library", True), ("volunteer_centre", True), ("other", False)]
)
def test_libraries_and_volunteer_centres_are_trusted_from_the_start(editor, kind, is_trusted):
    made = services.accept(application=an_application(), user=editor, name="X", kind=kind, now=timezone.now())
    assert made.is_trusted is is_trusted


def test_municipality_staff_do_not_vouch_for_themselves(client, editor, heroy):
    application = an_application(email=editor.email)
    colleague = factories.a_user("Kollega")
    grant_role(user=colleague, role=Role.EDITOR, municipality=heroy)
    for user in (editor, colleague):
        client.force_login(user)
        answer = client.post(
            reverse("portal_application_accept", args=[application.pk]), {"name": "X", "kind": "other"}
        )
        assert answer.status_code == 409
    assert not Organisation.objects.exists()


def test_people_of_what_is_here_already_are_asked(organisation, organiser, editor):
    application = an_application(name=organisation.name)
    services.accept(application=application, user=editor, name="X", kind="other", now=timezone.now())
    new = User.objects.get(email="olena@strikk.example")
    assert not organisation.memberships.filter(user=new).exists()
    assert list(Invitation.objects.answered_by(organiser)) == [Invitation.objects.get(user=new)]


def test_second_application_for_the_same_is_led_to_the_first(editor):
    first = an_application()
    second = an_application(email="annen@strikk.example")
    made = services.accept(
        application=first, user=editor, name="Strikkeklubben", kind="other", now=timezone.now()
    )
    second.refresh_from_db()
    assert second.organisation == made
    services.accept(application=second, user=editor, name="Noe annet", kind="other", now=timezone.now())
    assert Organisation.objects.count() == 1
    assert Invitation.objects.get().user.email == "annen@strikk.example"


def test_accepted_twice_is_one_organisation(editor):
    application = an_application()
    for _each in range(2):
        services.accept(application=application, user=editor, name="X", kind="other", now=timezone.now())
    assert (Organisation.objects.count(), Membership.objects.count()) == (1, 1)


def test_municipality_asks_and_the_applicant_answers(client, editor):
    application = an_application()
    client.force_login(editor)
    url = reverse("portal_application", args=[application.pk])
    assert client.post(f"{url}ask/", {"ask-words": ""}).status_code == 400
    client.post(f"{url}ask/", {"ask-words": "Hvor møtes dere?"})
    letter = mails_to("olena@strikk.example")[-1]
    assert "Hvor møtes dere?" in letter.body
    client.logout()
    client.post(f"{path_in(letter)}reply/", {"words": "På skolen."})
    application.refresh_from_db()
    assert (application.state, application.answer) == (State.WAITING, "På skolen.")
    client.force_login(editor)
    assert "På skolen." in client.get(url).content.decode()


def test_no_comes_with_words(client, editor):
    application = an_application()
    client.force_login(editor)
    url = reverse("portal_application", args=[application.pk])
    client.post(f"{url}decline/", {"decline-words": "Dere holder til i Dønna."})
    assert "Dere holder til i Dønna." in mails_to("olena@strikk.example")[-1].body
    assert client.post(f"{url}accept/", {"name": "X", "kind": "other"}).status_code == 409


def test_withdrawn_is_gone_at_once(client, editor):
    application = an_application()
    letter = mails_to("olena@strikk.example")[0]
    assert client.post(f"{path_in(letter)}withdraw/").status_code == 302
    assert not Application.objects.exists()
    assert client.get(path_in(letter)).status_code == 410
    assert not OutboxMessage.objects.filter(recipient=f"application:{application.pk}").exists()


def test_application_ends_by_itself(editor):
    application = an_application()
    services.decline(application=application, user=editor, why="Nei.", now=timezone.now())
    purge_expired(now=timezone.now() + timedelta(days=31))
    assert not Application.objects.exists()


def test_outsider_sees_no_application(client, outsider):
    application = an_application()
    client.force_login(outsider)
    assert "Strikkeklubben" not in client.get(reverse("portal_joining")).content.decode()
    for name in ("", "_accept", "_ask", "_decline"):
        url = reverse(f"portal_application{name}", args=[application.pk])
        assert (client.post(url) if name else client.get(url)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_as_many_queries_for_three_as_for_one(client, editor, number, django_assert_num_queries):
    for each in range(number):
        an_application(name=f"Lag {each}")
    client.force_login(editor)
    client.get(reverse("portal_joining"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("portal_joining"))


LIST_QUERIES = 8


def test_worker_looks_it_up_and_sends_the_mail(
    heroy, registers: Registers, celery_worker_process, smtp_server
):
    with translation.override("nb"):
        services.apply(
            municipality=heroy,
            orgnr="",
            name="Klubben",
            kind="other",
            about="x",
            applicant="Å",
            email="a@b.example",
            language="nb",
            now=timezone.now(),
        )
    wait_until(lambda: bool(smtp_server.messages), 30)
