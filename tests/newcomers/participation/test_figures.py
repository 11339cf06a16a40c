"""The figures pages and their files: who sees them, that they say the same, and what they say of little."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from core.mail.outbox.models import OutboxMessage
from newcomers.participation import mails
from newcomers.participation.areas import place_of
from newcomers.participation.figures import make_figures
from newcomers.participation.periods import Period, period_of
from newcomers.tallies.choices import Span
from newcomers.tallies.models import Figure, NoFiguresMail
from organisations.models import Municipality
from tests import factories
from tests.newcomers.participation.making import AUTUMN, NOW, figures_of, many, met, publish, read_csv

ADDRESSES = ["figures", "figures_csv", "figures_xlsx", "figures_json", "figures_pdf"]


@pytest.fixture(autouse=True)
def _english_in_november():
    with translation.override("en"), time_machine.travel(NOW, tick=False):
        yield


def test_meetings_participants_and_volunteers_are_exact_however_few(heroy):
    met(heroy, adults=2, children=1, volunteers=1)
    publish()
    figures = figures_of(heroy)
    assert (figures.exact["meetings"], figures.exact["participants"], figures.exact["volunteers"]) == (
        1,
        3,
        1,
    )


def test_small_municipality_reads_no_nought_for_those_who_came(client, adviser, heroy):
    """Forty-seven meetings with a few people each are no "0+ participants"."""
    roest = factories.a_municipality("1856", "Røst", population=442, is_active=True)
    organisation = factories.an_organisation("Røst bibliotek", municipality=roest)
    for day in range(47):
        start = datetime(2026, 7, 3, 16, tzinfo=UTC) + timedelta(days=day)
        met(roest, start, organisation=organisation, adults=3, newcomers=1, newcomers_first=0)
    publish()
    client.force_login(adviser)
    page = client.get(reverse("figures"), {"municipality": "1856", **AUTUMN})
    assert page.status_code == 200
    assert (page.context["figures"].exact["meetings"], page.context["figures"].exact["participants"]) == (
        47,
        141,
    )
    assert "0+" not in page.content.decode()


def test_one_number_stands_first_and_is_of_a_week(client, adviser, heroy):
    many(heroy)
    many(factories.a_municipality("1804", "Bodø", is_active=True))
    publish()
    client.force_login(adviser)
    page = client.get(reverse("figures"), {"area": "county-18", **AUTUMN})
    shown = page.context["figures"].first_visits
    # 144, rounded month by month; July to September have 92 days.
    assert abs(shown.number - 144) <= 6
    assert shown.per_week == pytest.approx(shown.number / (92 / 7))
    text = page.content.decode()
    assert text.index("First visits by newcomers, per week") < text.index("mp-stats")


def test_figure_that_is_too_small_steps_up_and_says_so(client, adviser, heroy):
    many(heroy)
    many(factories.a_municipality("1804", "Bodø", is_active=True))
    many(factories.a_municipality("1833", "Rana", is_active=True))
    for code, name in (("1856", "Røst"), ("1857", "Værøy")):
        place = factories.a_municipality(code, name, is_active=True)
        met(place, adults=30, newcomers=2, newcomers_first=1, first_timers=3)
    publish()
    client.force_login(adviser)
    page = client.get(reverse("figures"), {"municipality": "1856", **AUTUMN})
    shown = page.context["figures"].first_visits
    assert (shown.is_own, shown.area, shown.code) == (False, "county", "18")
    assert "too small to be shown" in page.content.decode()
    lines = read_csv(client, {"municipality": "1856", **AUTUMN})
    assert lines[0]["First visits by newcomers"] == ":"


def test_month_is_shown_of_the_county_and_never_of_a_municipality(client, adviser, heroy):
    many(heroy)
    many(factories.a_municipality("1804", "Bodø", is_active=True))
    publish()
    client.force_login(adviser)
    page = client.get(reverse("figures"), {"area": "county-18", "period": "2026-09"})
    assert page.context["figures"].split["newcomers"].is_own
    assert not Figure.objects.filter(area="municipality", span="month").exists()
    page = client.get(reverse("figures"), {"municipality": "1804", "period": "2026-09"})
    assert not page.context["figures"].split["newcomers"].is_own


def test_county_reads_what_newcomers_took_part_in_and_what_is_missing_where(client, adviser, heroy):
    many(heroy)
    many(factories.a_municipality("1804", "Bodø", is_active=True))
    publish()
    client.force_login(adviser)
    page = client.get(reverse("figures"), {"area": "county-18", "period": "2026-09"})
    [part] = page.context["figures"].parts["category"]
    assert (part.key, part.exact["meetings"]) == ("sprakkafe", 6)
    assert part.newcomers.number
    assert "Nothing for children or families" in page.content.decode()


@pytest.mark.parametrize("name", ADDRESSES)
def test_figures_ask_a_visitor_to_log_in(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


@pytest.mark.parametrize("name", ADDRESSES)
def test_figures_are_not_there_for_an_organiser_or_an_editor(client, organiser, editor, name):
    for user in (organiser, editor):
        client.force_login(user)
        assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("asked", [{"municipality": "1818"}, {"area": "1818"}, {"area": "county-18"}])
def test_figures_of_another_county_are_not_there_for_an_outsider(client, outsider, heroy, name, asked):
    client.force_login(outsider)
    assert client.get(reverse(name), asked).status_code == 404


@pytest.mark.parametrize(
    "area", ["region-999999", "region-x", "county-", "county-99", "x", "1818x", "nation"]
)
def test_area_that_is_none_is_not_there(client, adviser, heroy, area):
    client.force_login(adviser)
    assert client.get(reverse("figures"), {"area": area}).status_code == 404


def test_host_sees_no_row_of_another_municipality(client, host, heroy):
    many(heroy)
    many(factories.a_municipality("1804", "Bodø", is_active=True))
    publish()
    client.force_login(host)
    page = client.get(reverse("figures"), {"area": "county-18", **AUTUMN})
    assert [row.municipality for row in page.context["figures"].rows] == [heroy]
    assert "Bodø" not in page.content.decode()
    assert "1804" not in client.get(reverse("figures_json"), {"area": "norway", **AUTUMN}).content.decode()


def test_members_see_the_exact_figures_of_their_organisation_and_of_no_other(client, organiser, heroy):
    own = organiser.organisations.get()
    met(own.municipality, organisation=own, adults=9, newcomers=2, newcomers_first=1, first_timers=2)
    other = factories.an_organisation("Andre", municipality=heroy)
    publish()
    client.force_login(organiser)
    page = client.get(reverse("organisation_figures", args=[own.pk]), AUTUMN)
    assert page.context["figures"].split["newcomers"].number == 2
    for name in ("", "_csv", "_xlsx", "_json", "_pdf"):
        address = f"organisation_figures{name}"
        assert client.get(reverse(address, args=[own.pk]), AUTUMN).status_code == 200
        assert client.get(reverse(address, args=[other.pk]), AUTUMN).status_code == 404


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("period", ["2026-13", "2031-01", "2026-Q5", "x", "1999", "2026-W53", "２０２６"])
def test_period_that_is_none_or_to_come_is_refused(client, adviser, name, period):
    client.force_login(adviser)
    assert client.get(reverse(name), {"period": period}).status_code == 400


@pytest.mark.parametrize("period", ["2026-11", "2026-Q4", "2026", "2020-12", "2024-Q1"])
def test_period_with_nothing_in_it_has_a_page(client, adviser, period):
    client.force_login(adviser)
    for name in ADDRESSES:
        assert client.get(reverse(name), {"period": period}).status_code == 200


def test_year_with_a_week_53_has_as_many_weeks_as_it_has_days():
    assert Period(date(2026, 1, 1), Span.YEAR).weeks == pytest.approx(365 / 7)
    assert Period(date(2024, 1, 1), Span.QUARTER).weeks == pytest.approx(91 / 7)


def test_files_hold_the_same_protected_numbers_as_the_page(client, adviser, heroy):
    many(heroy)
    many(factories.a_municipality("1804", "Bodø", is_active=True), newcomers=1, first=0)
    publish()
    client.force_login(adviser)
    query = {"area": "county-18", **AUTUMN}
    figures = client.get(reverse("figures"), query).context["figures"]
    lines = read_csv(client, query)
    book = load_workbook(io.BytesIO(client.get(reverse("figures_xlsx"), query).content))
    data = json.loads(client.get(reverse("figures_json"), query).content)
    for number, row in enumerate(figures.rows, start=1):
        written = ":" if row.newcomers.number is None else str(row.newcomers.number)
        assert lines[number]["Newcomers"] == written
        assert str(book.worksheets[0].cell(number + 2, 11).value) == written
        assert data["municipalities"][number - 1]["newcomers"]["number"] == row.newcomers.number
        assert data["municipalities"][number - 1]["kommunenummer"] == row.municipality.pk
    assert book.worksheets[-1]["A2"].value == "First visits by newcomers, per week"


@pytest.mark.parametrize("places", [1, 4])
def test_figures_take_as_many_queries_however_many_municipalities(
    client, adviser, heroy, django_assert_max_num_queries, places
):
    codes = ["1804", "1833", "1860", "1865"][:places]
    for code in codes:
        many(factories.a_municipality(code, f"Kommune {code}", is_active=True))
    publish()
    client.force_login(adviser)
    with django_assert_max_num_queries(QUERIES):
        client.get(reverse("figures"), {"area": "county-18", **AUTUMN})


# Session, user, municipalities, the area, its numbers and their parts, what is published, and the menu.
QUERIES = 24


def test_year_on_paper_is_a_pdf_that_screen_readers_read(client, adviser, heroy):
    many(heroy)
    publish()
    client.force_login(adviser)
    answer = client.get(reverse("figures_pdf"), {"municipality": "1818", "period": "2026"})
    assert answer.content.startswith(b"%PDF")
    assert b"StructTreeRoot" in answer.content


def test_who_sees_figures_is_told_of_them_once_a_month(heroy, host, adviser, editor):
    many(heroy)
    publish()
    assert mails.tell(now=NOW) == 2
    mails.tell(now=NOW)
    rows = OutboxMessage.objects.filter(kind=mails.FIGURES)
    assert {row.recipient for row in rows} == {f"user:{host.pk}", f"user:{adviser.pk}"}
    letter = mails.make(rows.get(recipient=f"user:{host.pk}"), NOW)
    assert "/portal/figures/mail/" in letter.body
    assert letter.extra_headers["List-Unsubscribe"]
    assert mails.tell(now=NOW + timedelta(days=6)) == 0


def test_who_wants_no_mail_gets_none_and_a_get_changes_nothing(client, heroy, host):
    client.force_login(host)
    client.get(reverse("figures_mail"))
    assert not NoFiguresMail.objects.exists()
    client.post(reverse("figures_mail"), {"mail": "off"})
    assert NoFiguresMail.objects.filter(user=host).exists()
    publish()
    assert mails.tell(now=NOW) == 0
    client.post(reverse("figures_mail"), {"mail": "on"})
    assert not NoFiguresMail.objects.exists()


def test_portal_has_a_card_for_the_adviser_and_one_of_their_own_for_an_organisation(
    client, adviser, organiser
):
    own = reverse("organisation_figures", args=[organiser.organisations.get().pk])
    for user, address in ((adviser, reverse("figures")), (organiser, own)):
        client.force_login(user)
        assert address in client.get(reverse("portal")).content.decode()


def test_region_of_two_counties_adds_up_its_municipalities(heroy, adviser):
    region = factories.a_district("Helgeland", heroy)
    met(heroy, adults=12)
    publish()
    place = place_of(f"region-{region.pk}", list(Municipality.objects.select_related("county")))
    figures = make_figures(place=place, period=period_of("2026-Q3"), now=timezone.localtime())
    assert figures.exact["participants"] == 12
