"""An organisation's page in the portal: its owners say what it is, editors those of their municipality."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import User
from organisations.directory import services
from organisations.joining import services as joining
from organisations.joining import yearly
from organisations.joining.models import RegisterList
from organisations.models import TRUST, Organisation, OrganisationText, PeopleLog
from organisations.people import services as people
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def owner(organisation) -> User:
    return factories.a_member(organisation, user=factories.a_user("Åse Eier"), role="owner")


def address(organisation: Organisation, name: str = "edit", *more: object) -> str:
    return reverse(f"portal_organisation_{name}", args=[organisation.pk, *more])


def values_of(organisation: Organisation, **changes: object) -> dict[str, object]:
    values = {
        "name": organisation.name,
        "about": organisation.about,
        "first_visit": organisation.first_visit,
        "email": organisation.email,
        "kind": organisation.kind,
    }
    return values | changes


def test_owner_says_what_it_is_and_what_happens_when_one_comes(client, owner, organisation):
    client.force_login(owner)
    values = values_of(
        organisation, about="Vi møtes.", first_visit="Ring på.", icnpo=["1100"], village="Dønna"
    )
    assert client.post(address(organisation), values).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.about, organisation.first_visit) == ("Vi møtes.", "Ring på.")
    assert (organisation.icnpo, organisation.village) == (["1100"], "Dønna")


def test_owner_has_no_say_in_trust_kind_or_number(client, owner, organisation):
    client.force_login(owner)
    values = values_of(organisation, is_trusted="on", orgnr="999999999", kind="municipal")
    assert client.post(address(organisation), values).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.is_trusted, organisation.orgnr, organisation.kind) == (False, "", "association")


def test_new_name_is_shown_to_the_editor_until_it_was_seen(client, owner, editor, organisation):
    before = organisation.name
    client.force_login(owner)
    client.post(address(organisation), values_of(organisation, name="Møtestedet på brygga"))
    client.force_login(editor)
    page = client.get(reverse("portal_directory") + "?show=renamed").content.decode()
    assert "Møtestedet på brygga" in page
    assert before in page
    client.post(address(organisation, "state"), {"do": "known"})
    organisation.refresh_from_db()
    assert (organisation.former_name, organisation.renamed_at) == ("", None)


def test_name_that_an_editor_writes_is_no_news(client, editor, organisation):
    client.force_login(editor)
    client.post(address(organisation), values_of(organisation, name="Et annet navn"))
    organisation.refresh_from_db()
    assert (organisation.name, organisation.former_name) == ("Et annet navn", "")


def test_organiser_sees_the_page_and_writes_only_where_there_is_no_owner(client, organiser, organisation):
    client.force_login(organiser)
    assert client.get(reverse("portal_organisation", args=[organisation.pk])).status_code == 200
    assert client.get(address(organisation)).status_code == 200
    factories.a_member(organisation, user=factories.a_user("Åse Eier"), role="owner")
    assert client.get(reverse("portal_organisation", args=[organisation.pk])).status_code == 200
    assert client.get(address(organisation)).status_code == 404
    assert client.post(address(organisation), values_of(organisation, name="Nytt")).status_code == 404


def test_editor_gives_trust_and_a_number(client, editor, organisation):
    client.force_login(editor)
    values = values_of(organisation, is_trusted="on", orgnr="974 760 673")
    assert client.post(address(organisation), values).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.is_trusted, organisation.orgnr) == (True, "974760673")
    client.post(address(organisation), values_of(organisation, orgnr="974760673"))
    # Who gave it and who took it away is for all of them to see.
    lines = PeopleLog.objects.of(organisation)
    assert [(line.by, line.words) for line in lines if line.role == TRUST] == [
        (editor, "Må vente på godkjenning igjen"),
        (editor, "Får publisere uten å vente"),
    ]
    shown = client.get(reverse("organisation_people", args=[organisation.pk])).content.decode()
    assert "Får publisere uten å vente" in shown


@pytest.mark.parametrize("number", ["974760674", "97476067", "9747606730", "97476067x"])
def test_number_with_a_typing_error_is_told(client, editor, organisation, number):
    client.force_login(editor)
    answer = client.post(address(organisation), values_of(organisation, orgnr=number))
    assert answer.status_code == 400
    assert "Dette er ikke et organisasjonsnummer" in answer.context["form"].errors["orgnr"][0]
    organisation.refresh_from_db()
    assert organisation.orgnr == ""


def test_number_of_another_organisation_is_refused(client, editor, organisation):
    factories.an_organisation("Et annet lag", orgnr="974760673")
    client.force_login(editor)
    answer = client.post(address(organisation), values_of(organisation, orgnr="974760673"))
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"orgnr"}


@pytest.mark.parametrize("name", ["edit", "state"])
def test_outsider_finds_nothing(client, outsider, organisation, name):
    client.force_login(outsider)
    for ask in (client.get, client.post):
        assert ask(address(organisation, name)).status_code == 404
        assert ask(address(organisation, "text", "en")).status_code == 404
    assert client.get(reverse("portal_organisation", args=[organisation.pk])).status_code == 404
    assert organisation.name not in client.get(reverse("portal_directory")).content.decode()


def test_list_is_for_editors(client, organiser):
    client.force_login(organiser)
    assert client.get(reverse("portal_directory")).status_code == 404
    assert client.get(reverse("portal_organisation_new")).status_code == 404


def test_list_is_as_many_questions_for_many(client, editor, organisation, django_assert_num_queries):
    client.force_login(editor)
    client.get(reverse("portal_directory"))
    for _round in range(2):
        with django_assert_num_queries(14):
            client.get(reverse("portal_directory"))
        factories.an_organisation("Lag to")
        factories.an_organisation("Lag tre")


def test_four_hundred_are_found_by_name_and_in_pages(client, editor, heroy):
    Organisation.objects.bulk_create(
        Organisation(name=f"Lag {number}", slug=f"lag-{number}", municipality=heroy) for number in range(400)
    )
    factories.an_organisation("Øksnes husflidslag")
    client.force_login(editor)
    page = client.get(reverse("portal_directory"))
    assert len(page.context["page"]) == 25
    found = client.get(reverse("portal_directory"), {"q": "oksnes"})
    assert [row.name for row in found.context["page"]] == ["Øksnes husflidslag"]


def test_editor_makes_one_with_an_address_of_its_own_once(client, editor, heroy):
    factories.an_organisation("Herøy turlag", municipality=heroy, slug="heroy-turlag")
    client.force_login(editor)
    values = {"name": "Herøy turlag", "kind": "association", "form_number": "1"}
    for _time in range(2):
        assert client.post(reverse("portal_organisation_new"), values).status_code == 302
    assert Organisation.objects.filter(name="Herøy turlag").count() == 2
    assert Organisation.objects.latest("pk").slug == "heroy-turlag-2"


def test_organisation_cannot_be_a_part_of_its_own_part(client, editor, organisation):
    branch = factories.an_organisation("Lokallaget", parent=organisation)
    client.force_login(editor)
    answer = client.post(address(organisation), values_of(organisation, parent=branch.pk))
    assert set(answer.context["form"].errors) == {"parent"}
    ok = client.post(address(branch), values_of(branch, parent=organisation.pk))
    assert ok.status_code == 302


def test_nobody_makes_their_organisation_a_part_of_anothers(client, organiser, organisation):
    """It would stand on the other's page: one's own people are in both, or an editor says it."""
    other, own = factories.an_organisation("Turlaget"), factories.an_organisation("Turlaget sør")
    factories.a_member(own, user=organiser)
    client.force_login(organiser)
    refused = client.post(address(organisation), values_of(organisation, parent=other.pk))
    assert set(refused.context["form"].errors) == {"parent"}
    assert client.post(address(organisation), values_of(organisation, parent=own.pk)).status_code == 302


def test_only_what_nothing_hangs_on_is_deleted(client, editor, organiser, organisation):
    client.force_login(editor)
    client.post(address(organisation, "state"), {"do": "delete"})
    assert Organisation.objects.filter(pk=organisation.pk).exists()
    empty = factories.an_organisation("Tomt lag")
    client.get(address(empty, "state"))
    assert Organisation.objects.filter(pk=empty.pk).exists()
    client.post(address(empty, "state"), {"do": "delete"})
    assert not Organisation.objects.filter(pk=empty.pk).exists()


def test_what_every_organisation_gets_with_time_keeps_none(client, editor, organiser, organisation):
    """The night's row, a line of the log, the register's list, an application that was answered."""
    people.remove(membership=organisation.memberships.get(), by=editor, now=NOW + timedelta(days=800))
    yearly.begin(now=NOW)
    RegisterList.objects.create(organisation=organisation, asked_at=NOW)
    given = {"name": organisation.name, "orgnr": "", "kind": "other", "about": "x", "applicant": "Å"}
    asked = joining.apply(
        municipality=organisation.municipality, email="a@b.example", language="nb", now=NOW, **given
    )
    joining.decline(application=asked, user=editor, why="Nei.", now=NOW)
    client.force_login(editor)
    client.post(address(organisation, "state"), {"do": "delete"})
    assert not Organisation.objects.filter(pk=organisation.pk).exists()


def test_one_with_dates_to_come_is_not_hidden(client, editor, organisation):
    date = factories.an_occurrence(factories.an_event(organisation=organisation))
    client.force_login(editor)
    client.post(address(organisation, "state"), {"do": "hide"})
    organisation.refresh_from_db()
    assert organisation.hidden_at is None
    date.starts_at, date.ends_at = NOW - timedelta(days=2), NOW - timedelta(days=1)
    date.save()
    client.post(address(organisation, "state"), {"do": "hide"})
    organisation.refresh_from_db()
    assert organisation.hidden_at
    client.post(address(organisation, "state"), {"do": "show"})
    organisation.refresh_from_db()
    assert organisation.hidden_at is None


def test_translation_is_behind_when_the_norwegian_changes_and_right_when_it_is_saved_again(
    client, owner, organisation
):
    organisation.about = "Vi møtes."
    organisation.save()
    client.force_login(owner)
    there = address(organisation, "text", "uk")
    assert client.post(there, {"about": "Ми зустрічаємось."}).status_code == 302
    organisation.about = "Vi møtes hver uke."
    organisation.save()
    assert OrganisationText.objects.get().is_outdated
    client.post(there, {"about": "Ми зустрічаємось."})
    assert not OrganisationText.objects.get().is_outdated
    client.post(there, {"about": ""})
    assert not OrganisationText.objects.exists()


def test_nobody_translates_into_the_language_that_it_is_written_in(client, owner, organisation):
    client.force_login(owner)
    assert client.get(address(organisation, "text", "nb")).status_code == 404
    assert client.get(address(organisation, "text", "xx")).status_code == 404


def test_what_somebody_else_saved_meanwhile_is_shown_first(client, owner, organisation):
    client.force_login(owner)
    version = client.get(address(organisation)).context["form"].reread.version
    organisation.about = "Det andre."
    organisation.save()
    values = values_of(organisation, about="Mitt.", read_version=version)
    assert client.post(address(organisation), values).status_code == 409
    organisation.refresh_from_db()
    assert organisation.about == "Det andre."


def test_words_added_later_leave_old_translations_as_they_are(organisation):
    organisation.about = "Vi møtes."
    organisation.save()
    text = OrganisationText.objects.create(organisation=organisation, language="en", about="We meet.")
    # As it was counted when `about` was all there was.
    assert text.translated_from == sha256(b"Vi m\xc3\xb8tes.").hexdigest()
    organisation.first_visit = "Ring på."
    organisation.save()
    assert OrganisationText.objects.get().is_outdated


def test_two_of_one_name_at_once_have_two_addresses(heroy, editor):
    made = [
        services.make_organisation(values={"name": "Lag", "municipality": heroy}, user=editor)
        for _ in range(2)
    ]
    assert [each.slug for each in made] == ["lag", "lag-2"]
