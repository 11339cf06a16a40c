"""The figures page and its files: who sees them, and that they all say the same."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from newcomers.participation.figures import make_figures
from newcomers.participation.periods import add_months
from newcomers.participation.protect import HIDDEN, NUMBERS, Cell, Total
from newcomers.welcome.models import Campaign, Delivery, PackageStep
from tests import factories

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
ADDRESSES = ["figures", "figures_csv", "figures_xlsx"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def met(municipality, starts_at: datetime, **counts: int):
    """A date in `municipality` where somebody counted."""
    organisation = factories.an_organisation(f"Lag {municipality.pk} {starts_at}", municipality=municipality)
    event = factories.an_event(organisation=organisation)
    return factories.a_headcount(factories.an_occurrence(event, starts_at=starts_at), **counts)


def sent(municipality, sent_at: datetime, *, state: str = "sent"):
    """A welcome package to one more person."""
    step = PackageStep.objects.filter(package__municipality=municipality).first() or factories.a_step(
        municipality=municipality
    )
    campaign = Campaign.objects.create(
        municipality=municipality, package=step.package, step=step, created_at=sent_at
    )
    return Delivery.objects.create(
        campaign=campaign,
        newcomer=factories.a_newcomer(municipality=municipality),
        package=step.package,
        step=step,
        channel="email",
        language="uk",
        state=state,
        sent_at=sent_at if state == "sent" else None,
    )


def shown_for(municipality, month: date):
    figures = make_figures(municipalities=[municipality], first=month, last=month)
    assert len(figures.rows) == 1
    return figures.rows[0].shown


def test_figures_add_up_a_month(heroy):
    met(heroy, datetime(2026, 11, 3, 17, tzinfo=UTC), adults=12, children=3, volunteers=4, first_timers=5)
    met(heroy, datetime(2026, 11, 10, 17, tzinfo=UTC), adults=10, children=2, volunteers=2, first_timers=1)
    for _person in range(7):
        sent(heroy, datetime(2026, 11, 5, 9, tzinfo=UTC))
    shown = shown_for(heroy, NOVEMBER)
    assert (shown.meetings, shown.participants, shown.volunteers) == (2, 27, 6)
    assert (shown.first_timers, shown.packages) == (6, 6)


def test_figures_hide_small_numbers(heroy):
    met(heroy, datetime(2026, 11, 3, 17, tzinfo=UTC), adults=4, volunteers=1, first_timers=0)
    sent(heroy, datetime(2026, 11, 5, 9, tzinfo=UTC))
    shown = shown_for(heroy, NOVEMBER)
    assert (shown.meetings, shown.participants, shown.volunteers) == (1, None, None)
    assert (shown.first_timers, shown.packages) == (0, None)


def test_figures_hide_first_timers_when_few_had_been_there_before(heroy):
    met(heroy, datetime(2026, 11, 3, 17, tzinfo=UTC), adults=20, first_timers=18)
    assert shown_for(heroy, NOVEMBER).first_timers is None


def test_figures_belong_to_the_month_of_the_clock_on_the_wall(heroy):
    # 31 October 23:30 UTC is past midnight in Oslo; 22:30 UTC is not.
    met(heroy, datetime(2026, 10, 31, 23, 30, tzinfo=UTC), adults=9)
    met(heroy, datetime(2026, 10, 31, 22, 30, tzinfo=UTC), adults=30)
    assert shown_for(heroy, NOVEMBER).participants == 9
    assert shown_for(heroy, OCTOBER).participants == 30


def test_figures_count_only_packages_that_were_sent(heroy):
    for state in ("sent",) * 6 + ("failed", "unconfirmed", "queued"):
        sent(heroy, datetime(2026, 11, 5, 9, tzinfo=UTC), state=state)
    assert shown_for(heroy, NOVEMBER).packages == 6


def test_figures_do_not_count_what_was_cancelled_afterwards_or_never_published(heroy):
    met(heroy, datetime(2026, 10, 6, 16, tzinfo=UTC), adults=24)
    cancelled = met(heroy, datetime(2026, 10, 7, 16, tzinfo=UTC), adults=40).occurrence
    cancelled.status = "cancelled"
    cancelled.save()
    draft = factories.an_event(live=False, organisation=factories.an_organisation(municipality=heroy))
    factories.a_headcount(
        factories.an_occurrence(draft, starts_at=datetime(2026, 10, 8, 16, tzinfo=UTC)), adults=400
    )
    assert shown_for(heroy, OCTOBER).participants == 24


def test_figures_keep_municipalities_apart(heroy):
    bodo = factories.a_municipality("1804", "Bodø")
    met(heroy, datetime(2026, 11, 3, 17, tzinfo=UTC), adults=12)
    met(bodo, datetime(2026, 11, 3, 17, tzinfo=UTC), adults=30)
    figures = make_figures(municipalities=[heroy, bodo], first=OCTOBER, last=NOVEMBER)
    sums = {place.name: totals.participants.value for place, totals in figures.by_municipality}
    assert sums == {"Herøy": 12, "Bodø": 30}
    assert [(month, totals.participants.value) for month, totals in figures.by_month] == [
        (OCTOBER, 0),
        (NOVEMBER, 42),
    ]
    assert figures.totals.participants.value == 42


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
def test_figures_of_another_county_are_not_there_for_an_outsider(client, outsider, heroy, name):
    met(heroy, timezone.now() - timedelta(hours=1), adults=30)
    client.force_login(outsider)
    assert client.get(reverse(name), {"municipality": heroy.pk}).status_code == 404
    assert heroy.pk.encode() not in client.get(reverse("figures_csv")).content


def test_figures_show_the_adviser_every_municipality_of_the_county(client, adviser, outsider, heroy):
    bodo = factories.a_municipality("1804", "Bodø")
    met(heroy, timezone.now() - timedelta(hours=1), adults=12)
    client.force_login(adviser)
    answer = client.get(reverse("figures"))
    assert answer.status_code == 200
    assert {place for place, _totals in answer.context["figures"].by_municipality} == {heroy, bodo}


def test_figures_show_the_host_their_own_municipality_month_by_month(client, host, heroy):
    factories.a_municipality("1804", "Bodø")
    client.force_login(host)
    answer = client.get(reverse("figures"))
    assert answer.context["one"] == heroy
    assert len(answer.context["figures"].rows) == 12
    assert "municipality" not in answer.context["form"].fields


def test_figures_refuse_a_period_that_ends_before_it_starts(client, adviser):
    month = timezone.localdate().replace(day=1)
    query = {"start": month.strftime("%Y-%m"), "end": add_months(month, -1).strftime("%Y-%m")}
    client.force_login(adviser)
    for name in ADDRESSES:
        answer = client.get(reverse(name), query)
        assert answer.status_code == 400
        assert "The period ends before it starts" in answer.content.decode()


def test_figures_refuse_a_month_that_does_not_exist(client, adviser):
    client.force_login(adviser)
    assert client.get(reverse("figures"), {"start": "2026-13"}).status_code == 400


def written(cell: Cell) -> str:
    return HIDDEN if cell is None else str(cell)


def in_words(total: Total) -> str:
    return f"{total.value}+" if total.is_partial else str(total.value)


def test_files_hold_the_same_protected_numbers_as_the_page(client, adviser, heroy):
    now = timezone.now()
    met(heroy, now - timedelta(hours=1), adults=14, volunteers=2, first_timers=6)
    met(heroy, now - timedelta(hours=2), adults=3, volunteers=1, first_timers=3)
    client.force_login(adviser)
    figures = client.get(reverse("figures")).context["figures"]
    expected = [
        [row.month.strftime("%Y-%m"), *(written(getattr(row.shown, name)) for name in NUMBERS)]
        for row in figures.rows
    ]
    expected.append(["", *(in_words(getattr(figures.totals, name)) for name in NUMBERS)])

    data = client.get(reverse("figures_csv")).content
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [line[2:] for line in lines[1:]] == expected

    book = load_workbook(io.BytesIO(client.get(reverse("figures_xlsx")).content))
    cells = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
    assert [row[2:] for row in cells[1:]] == expected
    assert cells[1][0] == "1818"
    assert any(HIDDEN in row for row in expected)


def test_sum_of_hidden_numbers_keeps_its_plus_on_the_page_and_in_every_file(client, adviser, heroy):
    """Few came to each meeting: nobody may read "0 participants" out of it."""
    now = timezone.now()
    met(heroy, now - timedelta(hours=1), adults=3, volunteers=0, first_timers=0)
    roest = factories.a_municipality("1856", "Røst")
    met(roest, now - timedelta(hours=2), adults=2, volunteers=1, first_timers=2)
    client.force_login(adviser)

    page = re.sub(r">\s+", ">", client.get(reverse("figures")).content.decode())
    sums = re.findall(r'data-label="Participants"><bdi>(.*?)</bdi>', page)
    assert [re.sub(r"\s|<[^>]*>", "", text) for text in sums] == ["0+"] * 3

    csv_lines = client.get(reverse("figures_csv")).content.decode("utf-8-sig").splitlines()
    assert csv_lines[-1] == ";Total;;2;0+;0+;0+;0"
    book = load_workbook(io.BytesIO(client.get(reverse("figures_xlsx")).content))
    assert [cell.value for cell in book.worksheets[0][book.worksheets[0].max_row]][3:] == [
        2,
        "0+",
        "0+",
        "0+",
        0,
    ]
    assert [list(row)[1:] for row in book.worksheets[1].values][1:] == [
        ["Herøy", 1, "0+", 0, 0, 0],
        ["Røst", 1, "0+", "0+", "0+", 0],
    ]
    assert any("plus sign" in str(row[0]) for row in book.worksheets[2].values)


@pytest.mark.parametrize("municipalities", [1, 3])
def test_figures_take_as_many_queries_however_many_municipalities(
    client, adviser, heroy, django_assert_num_queries, municipalities
):
    places = [heroy, factories.a_municipality("1804", "Bodø"), factories.a_municipality("1833", "Rana")]
    for place in places[:municipalities]:
        met(place, timezone.now() - timedelta(hours=1), adults=12)
    client.force_login(adviser)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("figures"))
    with django_assert_num_queries(QUERIES - MENU):
        client.get(reverse("figures_xlsx"))


# Session, user, municipalities, head counts, packages; and on a page those of the menu.
MENU = 3
QUERIES = 5 + MENU


def test_portal_has_a_card_for_the_adviser_and_none_for_an_organiser(client, adviser, organiser):
    for user, there in ((adviser, True), (organiser, False)):
        client.force_login(user)
        assert (reverse("figures") in client.get(reverse("portal")).content.decode()) is there
