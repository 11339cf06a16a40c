"""A municipality's page: in the reader's language, this week, and edited by its own staff only."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission, PageViewRestriction

from core.clock import NORWAY
from core.models import Picture
from events.models import Event, Occurrence
from home.models import MunicipalityPage
from home.overview import dates_this_week, this_week
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.markup import language_of, squeezed

pytestmark = pytest.mark.django_db


def three_dates():
    """Three dates of three events this week."""
    now = timezone.now()
    organisation = factories.an_organisation()
    return [
        factories.an_occurrence(
            factories.an_event(f"Språkkafé {number}", organisation=organisation),
            starts_at=now + timedelta(days=number),
        )
        for number in (1, 2, 3)
    ]


def shown(response) -> list[int]:
    return [card.occurrence.pk for day in response.context["week"].days for card in day.cards]


def test_page_greets_and_names_the_host(client, heroy):
    factories.a_municipality_page(heroy)
    content = client.get("/nb/heroy-nordland/").content.decode()
    assert "Velkommen til Herøy" in content
    assert 'href="tel:+4775000000"' in content
    assert 'href="mailto:kari@heroy.example"' in content


def test_page_in_arabic_is_right_to_left_and_keeps_norwegian_names_whole(client, heroy):
    factories.a_municipality_page(heroy, language="ar", greeting="أهلاً بكم")
    factories.an_occurrence()
    content = client.get("/ar/heroy-nordland/").content.decode()
    assert '<html lang="ar" dir="rtl">' in content
    assert "<bdi>أهلاً بكم</bdi>" in content
    assert '<bdi lang="nb" dir="ltr">Herøy folkebibliotek</bdi>' in content
    assert '<bdi lang="nb" dir="ltr">Språkkafé på biblioteket</bdi>' in content
    assert '<bdi lang="nb" dir="ltr">Kari Eksempel</bdi>' in content


def test_page_that_is_not_translated_says_which_language_it_is_in(client, heroy):
    page = factories.a_municipality_page(heroy, intro="<p>Vi hjelper deg.</p>")
    factories.a_home_page("uk")
    page.copy_for_translation(factories.a_locale("uk"), alias=True)
    content = squeezed(client.get("/uk/heroy-nordland/").content.decode())
    assert '<bdi lang="nb" dir="ltr">Velkommen til Herøy</bdi>' in content
    assert language_of(content, "Vi hjelper deg.") == ("nb", "ltr")


def test_week_has_what_has_not_ended_and_starts_within_seven_days(client, heroy):
    factories.a_municipality_page(heroy)
    now = timezone.now()
    event = factories.an_event()
    running = factories.an_occurrence(event, starts_at=now - timedelta(hours=1))
    tomorrow = factories.an_occurrence(event, starts_at=now + timedelta(days=1))
    factories.an_occurrence(event, starts_at=now - timedelta(hours=3))
    factories.an_occurrence(event, starts_at=now + timedelta(days=8))
    factories.an_occurrence(factories.an_event(live=False), starts_at=now + timedelta(days=2))
    response = client.get("/nb/heroy-nordland/")
    assert shown(response) == [running.pk, tomorrow.pk]
    assert response.context["week"].days[0].away == 0
    assert not response.context["week"].has_more


def test_week_shows_the_first_eight_and_leads_to_the_rest(client, heroy):
    factories.a_municipality_page(heroy)
    event = factories.an_event()
    for hour in range(9):
        factories.an_occurrence(event, starts_at=timezone.now() + timedelta(hours=24 + hour))
    response = client.get("/nb/heroy-nordland/")
    assert len(shown(response)) == 8
    assert 'href="/nb/heroy-nordland/events/?day=week"' in response.content.decode()


def test_page_without_anything_today_says_so_and_shows_the_next(client, heroy):
    factories.a_municipality_page(heroy)
    words = "Nothing is on today. This is next:"
    factories.an_occurrence(starts_at=timezone.now() + timedelta(days=2))
    assert words in client.get("/en/heroy-nordland/").content.decode()
    factories.an_occurrence(factories.an_event("Nå"), starts_at=timezone.now())
    assert words not in client.get("/en/heroy-nordland/").content.decode()


def test_page_without_anything_this_week_shows_what_comes_first_after_it(client, heroy):
    factories.a_municipality_page(heroy)
    event = factories.an_event()
    later = [
        factories.an_occurrence(event, starts_at=timezone.now() + timedelta(days=day))
        for day in (9, 10, 11, 12)
    ]
    factories.an_occurrence(starts_at=timezone.now() + timedelta(days=8), status="cancelled")
    response = client.get("/en/heroy-nordland/")
    content = response.content.decode()
    shown_later = [card.occurrence for day in response.context["week"].later for card in day.cards]
    assert (shown(response), shown_later) == ([], later[:3])
    assert "Nothing is on in the next seven days. This is next:" in content
    assert 'href="/en/heroy-nordland/events/"' in content


def test_page_without_anything_at_all_says_so(client, heroy):
    factories.a_municipality_page(heroy)
    content = client.get("/en/heroy-nordland/").content.decode()
    assert "Nothing is planned here right now" in content
    assert 'href="/en/heroy-nordland/events/"' in content


def test_page_costs_the_same_for_one_and_three(client, heroy, django_assert_num_queries):
    factories.a_municipality_page(heroy)
    first, *rest = three_dates()
    for date in rest:
        date.is_public = False
        date.save()
    client.get("/nb/heroy-nordland/")
    # The front page, the page with its place, names, dates, texts, guides, categories.
    with django_assert_num_queries(7):
        client.get("/nb/heroy-nordland/")
    for date in rest:
        date.is_public = True
        date.save()
    with django_assert_num_queries(7):
        client.get("/nb/heroy-nordland/")
    # And how many have signed up, where there is room for so many.
    Event.objects.update(admission="sign_up", capacity=5)
    with django_assert_num_queries(8):
        client.get("/nb/heroy-nordland/")


def test_pictures_cost_nothing_more(client, heroy, django_assert_num_queries):
    picture = Picture.objects.create(title="Kari", file=get_test_image_file())
    factories.a_municipality_page(heroy, host_image=picture, image=picture)
    factories.an_occurrence()
    first = client.get("/nb/heroy-nordland/").content.decode()
    sizes = [picture.get_rendition(size).url for size in ("fill-88x88", "fill-264x264", "fill-704x470")]
    assert all(size in first for size in sizes)
    # They come with the page, and their sizes from the cache.
    with django_assert_num_queries(7):
        client.get("/nb/heroy-nordland/")


def test_page_under_a_closed_front_page_is_closed(client, heroy):
    page = factories.a_municipality_page(heroy)
    assert client.get("/nb/heroy-nordland/").status_code == 200
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    assert client.get("/nb/heroy-nordland/").status_code == 302


def test_municipality_that_closed_its_door_is_a_404_with_the_search(client, heroy):
    factories.a_municipality_page(heroy)
    heroy.is_active = False
    heroy.save()
    response = client.get("/nb/heroy-nordland/")
    assert response.status_code == 404
    assert 'href="/nb/find/"' in response.content.decode()


def test_page_has_the_municipalitys_address(heroy):
    page = factories.a_municipality_page(heroy)
    page.slug = "somewhere-else"
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.slug == "heroy-nordland"


def test_page_and_its_translations_are_edited_by_their_own_staff_only(heroy, editor, outsider):
    pages = [factories.a_municipality_page(heroy), factories.a_municipality_page(heroy, language="uk")]
    for page in pages:
        assert page.permissions_for_user(editor).can_edit()
        assert page.permissions_for_user(editor).can_publish()
        assert not page.permissions_for_user(outsider).can_edit()
        assert not page.permissions_for_user(outsider).can_publish()


def test_translator_edits_but_does_not_publish(heroy):
    page = factories.a_municipality_page(heroy)
    translator = factories.a_user("Tove Oversetter")
    grant_role(user=translator, role=Role.TRANSLATOR, municipality=heroy)
    assert page.permissions_for_user(translator).can_edit()
    assert not page.permissions_for_user(translator).can_publish()


def test_host_does_not_edit_the_page(heroy, host):
    assert not factories.a_municipality_page(heroy).permissions_for_user(host).can_edit()


def test_publishing_again_gives_nothing_twice(heroy, editor):
    page = factories.a_municipality_page(heroy)
    before = GroupPagePermission.objects.filter(page=page).count()
    page.save_revision().publish()
    assert GroupPagePermission.objects.filter(page=page).count() == before


def test_editor_reaches_own_page_in_the_admin_and_outsider_does_not(client, heroy, editor, outsider):
    page = factories.a_municipality_page(heroy)
    client.force_login(editor)
    response = client.get(f"/admin/pages/{page.pk}/edit/")
    assert response.status_code == 200
    assert 'name="municipality"' not in response.content.decode()
    client.force_login(outsider)
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 404
    client.post(f"/admin/pages/{page.pk}/edit/", {"title": "Tatt over", "greeting": "Hei"})
    assert MunicipalityPage.objects.get(pk=page.pk).title == "Herøy"


@pytest.mark.parametrize("hour", [0, 9, 21])
def test_front_page_counts_just_what_the_municipalitys_page_shows(heroy, hour):
    """The one counted to the same hour in a week, the other showed whole days: 15 of 41 pages differed."""
    now = datetime(2026, 11, 23, hour, 30, tzinfo=NORWAY)
    for day in (-1, 0, 1, 6, 7):
        for at in (1, 12, 22):
            starts_at = datetime(2026, 11, 23, at, tzinfo=NORWAY) + timedelta(days=day)
            factories.an_occurrence(factories.an_event(f"{day} {at}"), starts_at=starts_at)
    factories.an_occurrence(starts_at=now + timedelta(days=1), status="cancelled")
    factories.an_occurrence(factories.an_event(live=False), starts_at=now + timedelta(days=1))
    shown = Occurrence.objects.public().in_municipality(heroy).this_week(now).scheduled()
    week = this_week(municipality=heroy, now=now)
    cards = [card.occurrence for day in week.days for card in day.cards if not card.occurrence.is_cancelled]
    assert dates_this_week(now=now) == {"1818": shown.count()}
    assert cards == list(shown.order_by("starts_at", "pk"))[: len(cards)]
    assert max(date.starts_at.astimezone(NORWAY).date() for date in shown) == datetime(2026, 11, 29).date()
