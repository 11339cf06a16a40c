"""A municipality's and a county's editors write what its organisations begin from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event, SharedTemplate
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "/en/portal/events/shared/new/"
LIST = "/en/portal/events/shared/"
TYPED = {
    "title": "Bli kjent med kommunen",
    "description": "Vi går en runde.",
    "language": "nb",
    "category": "ny-i-norge",
    "title_uk": "Знайомство з комуною",
    "description_uk": "Ми гуляємо разом.",
    "audience": "everyone",
    "level": "none",
    "admission": "drop_in",
    "price_nok": "0",
    "food": "coffee",
    "bring": "Gode sko",
    "spoken_languages": ["no", "en"],
}


@pytest.fixture
def county_editor(heroy):
    user = factories.a_user("Fylkesredaktør")
    grant_role(user=user, role=Role.COUNTY_EDITOR, region=heroy.county)
    return user


def change_address(template: SharedTemplate) -> str:
    return f"/en/portal/events/shared/{template.pk}/"


def begun_from(client, organiser, organisation, template) -> Event:
    client.force_login(organiser)
    client.post(f"/nb/portal/events/start/{organisation.pk}/", {"begin": f"shared:{template.pk}"})
    return Event.objects.latest("pk")


def test_editor_writes_one_that_stands_where_organisations_begin(client, editor, organiser, organisation):
    client.force_login(editor)
    assert LIST in client.get("/en/portal/").content.decode()
    assert NEW in client.get(LIST).content.decode()
    assert 'name="giver"' not in client.get(NEW).content.decode()
    sent = {**TYPED, "form_number": "b" * 32}
    assert client.post(NEW, sent).url == client.post(NEW, sent).url == LIST
    template = SharedTemplate.objects.get()
    assert (template.organisation, template.municipality) == (None, organisation.municipality)
    client.force_login(organiser)
    start = client.get(f"/uk/portal/events/start/{organisation.pk}/").content.decode()
    # In the reader's language, under the giver's name.
    assert "Знайомство з комуною" in start
    assert organisation.municipality.name in start[start.index("Знайомство") :]
    event = begun_from(client, organiser, organisation, template)
    assert (event.title, event.bring, event.food) == ("Bli kjent med kommunen", "Gode sko", "coffee")
    assert set(event.texts.values_list("language", "state", "title")) == {
        ("nb", "source", "Bli kjent med kommunen"),
        ("uk", "human", "Знайомство з комуною"),
    }


def test_county_editor_writes_for_the_whole_county(client, county_editor, heroy, organisation):
    client.force_login(county_editor)
    assert LIST in client.get("/en/portal/").content.decode()
    assert client.post(NEW, TYPED).status_code == 302
    template = SharedTemplate.objects.get()
    assert (template.county, template.municipality) == (heroy.county, None)
    assert SharedTemplate.objects.for_organisation(organisation).get() == template
    oslo = factories.a_municipality("0301", "Oslo", county=factories.a_county("Oslo", "03"))
    far = factories.an_organisation("Langt borte", municipality=oslo)
    assert far.municipality.county != heroy.county
    assert not SharedTemplate.objects.for_organisation(far).exists()


def test_who_writes_for_several_says_for_whom(client, county_editor, heroy):
    grant_role(user=county_editor, role=Role.EDITOR, municipality=heroy)
    client.force_login(county_editor)
    client.post(NEW, {**TYPED, "giver": heroy.pk})
    assert client.post(NEW, {**TYPED, "giver": "0301"}).status_code == 400
    assert [template.municipality for template in SharedTemplate.objects.all()] == [heroy]


def test_it_is_changed_and_withdrawn_and_what_was_begun_stays(client, editor, organiser, organisation):
    client.force_login(editor)
    client.post(NEW, TYPED)
    template = SharedTemplate.objects.get()
    event = begun_from(client, organiser, organisation, template)
    client.force_login(editor)
    page = client.get(change_address(template)).content.decode()
    assert "Знайомство з комуною" in page
    assert "Gode sko" in page
    changed = {**TYPED, "title": "Ny tittel", "title_uk": "", "description_uk": ""}
    assert client.post(change_address(template), changed).url == LIST
    template.refresh_from_db()
    assert (template.title, list(template.texts)) == ("Ny tittel", ["nb"])
    assert client.post(f"{change_address(template)}stop/").url == LIST
    assert not SharedTemplate.objects.exists()
    assert Event.objects.get(pk=event.pk).title == "Bli kjent med kommunen"


def test_organiser_begins_in_the_own_language_where_it_is_written(client, organiser, organisation, heroy):
    template = SharedTemplate.objects.create(
        municipality=heroy,
        language="nb",
        title="Tur",
        category="tur-friluft",
        facts={"texts": {"uk": {"title": "Прогулянка", "description": "Разом"}, "xx": {"title": "?"}}},
        shared_at="2027-01-04T09:00:00Z",
    )
    organiser.language = "uk"
    organiser.save()
    event = begun_from(client, organiser, organisation, template)
    assert (event.source_text.language, event.source_text.title) == ("uk", "Прогулянка")
    assert event.texts.get(language="nb").state == "human"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"category": ""}, "category"),
        ({"title_nb": "Igjen"}, "title_nb"),
        ({"title_uk": ""}, "title_uk"),
    ],
)
def test_what_is_missing_or_twice_is_said_at_its_field(client, editor, changes, field):
    client.force_login(editor)
    response = client.post(NEW, TYPED | changes)
    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert not SharedTemplate.objects.exists()


def test_who_saves_second_sees_both(client, editor):
    client.force_login(editor)
    client.post(NEW, TYPED)
    template = SharedTemplate.objects.get()
    read_at = client.get(change_address(template)).context["form"].version
    client.post(change_address(template), {**TYPED, "title": "Først", "read_version": read_at})
    second = client.post(change_address(template), {**TYPED, "title": "Sist", "read_version": read_at})
    assert second.status_code == 409
    [difference] = second.context["form"].differences
    assert (difference.stands, difference.written) == ("Først", "Sist")
    again = second.context["form"].version
    client.post(change_address(template), {**TYPED, "title": "Sist", "read_version": again})
    assert SharedTemplate.objects.get().title == "Sist"


def test_others_find_none_of_it(client, organiser, organisation, editor, county_editor):
    oslo = factories.a_municipality("0301", "Oslo", county=factories.a_county("Oslo", "03"))
    common = {"language": "nb", "title": "T", "category": "kurs", "shared_at": "2027-01-04T09:00:00Z"}
    theirs = [
        SharedTemplate.objects.create(municipality=oslo, **common),
        SharedTemplate.objects.create(county=oslo.county, **common),
        # Organisations share for themselves: an editor takes it away, and rewrites nobody's words.
        SharedTemplate.objects.create(
            municipality=organisation.municipality, organisation=organisation, **common
        ),
    ]
    client.force_login(organiser)
    assert client.get(NEW).status_code == 404
    assert NEW not in client.get(LIST).content.decode()
    for user in (organiser, editor, county_editor):
        client.force_login(user)
        for template in theirs:
            assert client.post(change_address(template), TYPED).status_code == 404
    assert {template.title for template in SharedTemplate.objects.all()} == {"T"}


def test_county_editor_withdraws_what_an_organisation_shares_with_the_county(
    client, organisation, editor, county_editor, heroy
):
    common = {"language": "nb", "title": "T", "category": "kurs", "shared_at": "2027-01-04T09:00:00Z"}
    template = SharedTemplate.objects.create(county=heroy.county, organisation=organisation, **common)
    for user, status in ((editor, 404), (county_editor, 302)):
        client.force_login(user)
        assert client.post(f"{change_address(template)}stop/").status_code == status
    assert not SharedTemplate.objects.exists()


def test_the_list_costs_the_same_with_one_and_with_three(client, editor):
    client.force_login(editor)

    def queries() -> int:
        client.post(NEW, TYPED)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        return len(asked)

    one = queries()
    queries()
    assert queries() == one
