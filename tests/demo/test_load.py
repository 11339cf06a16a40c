"""The demonstration: whole, in every language, and never an empty week."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from core.clock import local_day
from core.languages import language_codes
from core.models import Picture, User
from demo.load import NotEmptyError, load_demo
from demo.people import LOG_INS
from events.confirming.models import Question
from events.dates.days_off import days_off
from events.dates.rests import Season, rest_on
from events.door.models import Headcount
from events.models import Event, EventText, Occurrence, Responsible, Series
from home.models import HomePage, MunicipalityPage
from newcomers.models import Newcomer
from newcomers.participation.areas import place_of
from newcomers.participation.figures import make_figures
from newcomers.participation.periods import usual
from newcomers.welcome.content import starting
from newcomers.welcome.content.grid import grids
from newcomers.welcome.content.texts import Worth
from newcomers.welcome.models import Campaign, Contact, Delivery, WelcomePackage
from organisations.models import Municipality

PAUSING = Series(rests_at_holidays=True, rests_in_summer=True)


@pytest.fixture
def loaded(demonstration_data):
    """The moment that the demonstration was loaded for."""
    return demonstration_data


def test_demo_opens_nordland_and_nothing_else(loaded):
    active = Municipality.objects.active()
    assert active.count() == 41
    assert set(active.values_list("county__name", flat=True)) == {"Nordland"}


def test_demo_has_a_page_per_municipality_in_every_language(loaded):
    pages = Counter(MunicipalityPage.objects.live().values_list("locale__language_code", flat=True))
    assert pages == dict.fromkeys(language_codes(), 41)
    assert set(HomePage.objects.values_list("locale__language_code", flat=True)) == set(language_codes())
    assert MunicipalityPage.objects.values("translation_key").distinct().count() == 41


def test_demo_greets_in_the_language_of_the_page(loaded):
    for municipality in ("1818", "1806"):
        pages = MunicipalityPage.objects.filter(municipality=municipality)
        greetings = {page.locale.language_code: page.greeting for page in pages.select_related("locale")}
        assert len(set(greetings.values())) == len(language_codes())
        assert "أهلًا" in greetings["ar"]
        assert "Ласкаво просимо" in greetings["uk"]


def test_demo_takes_wagtails_welcome_page_away(loaded):
    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page.locale.language_code) == ("localhost", 8000, "nb")


@pytest.mark.parametrize("path", ["/uk/heroy-nordland/", "/ar/bodo/", "/nn/traena/", "/en/rana/events/"])
def test_demo_pages_open(loaded, path):
    assert Client().get(path).status_code == 200


def test_demo_never_has_an_empty_week(loaded):
    """Whatever the day and hour at which somebody looks, today or in a year; in the holidays less is on."""
    for days in (*range(7), 21, 365):
        for hours in (0, 12, 22):
            now = loaded + timedelta(days=days, hours=hours)
            soon = Occurrence.objects.public().upcoming(now).filter(starts_at__lt=now + timedelta(days=7))
            number = Counter(soon.values_list("municipality", flat=True))
            week = [now.date() + timedelta(days=day) for day in range(-1, 9)]
            if any(rest_on(PAUSING, day) for day in week) or days_off(week[0], week[-1]):
                assert number
                continue
            assert len(number) == 41
            assert number["1818"] >= 5
            assert min(number[place] for place in ("1804", "1833", "1870")) >= 3


def test_demo_has_nothing_on_days_when_nobody_would_come(loaded):
    """No women's café on 24 December and no waffles on 17 May; what is every week pauses when most do."""
    coming = Occurrence.objects.filter(starts_at__gt=loaded).select_related("series")
    days = {(local_day(date.starts_at), date) for date in coming}
    free = days_off(min(day for day, _date in days), max(day for day, _date in days))
    assert [date for day, date in days if day in free] == []
    seasons = {rest.season for day, date in days if (rest := rest_on(PAUSING, day))}
    pausing = [date for day, date in days if rest_on(date.series, day)]
    # Open houses and hikes go on.
    assert (seasons, pausing) == (set(Season), [])


def test_demo_has_something_that_waits_for_the_editor(loaded):
    editor = User.objects.get(email="editor@moteplass.example")
    waiting = list(Event.objects.waiting())
    assert [event.organisation.slug for event in waiting] == ["sprakvenner"]
    assert Event.objects.moderated_by(editor).filter(pk=waiting[0].pk).exists()
    assert not waiting[0].occurrences.filter(is_public=True).exists()
    assert waiting[0].occurrences.filter(starts_at__gt=loaded).exists()


def test_demo_events_have_one_source_text_and_human_translations(loaded):
    assert not EventText.objects.exclude(state__in=["source", "human"]).exists()
    assert EventText.objects.filter(state="source").count() == Event.objects.count()
    assert set(EventText.objects.values_list("language", flat=True)) == {"nb", "en", "uk", "ar"}


def test_demo_has_half_a_year_of_figures_with_hidden_ones_among_them(loaded):
    assert not Headcount.objects.filter(occurrence__ends_at__gt=loaded).exists()
    scope = list(Municipality.objects.active().select_related("county"))
    figures = make_figures(place=place_of("county-18", scope), period=usual(loaded), now=loaded)
    assert all(point.exact["participants"] and point.first_visits.number for point in figures.trend)
    assert any(row.newcomers.number is None for row in figures.rows)
    assert any(row.newcomers.number for row in figures.rows)
    assert len(figures.parts["category"]) > 3
    assert figures.missing
    assert figures.arrivals[0].shown["packages"].number


def test_demo_welcome_packages_are_whole_and_partly_sent(loaded):
    for place in ("1818", "1804"):
        package = WelcomePackage.objects.get(municipality=place)
        steps = package.steps.filter(live=True)
        assert package.all_languages == ["nb", "nn", "en", "uk", "ar"]
        assert [step.kind for step in steps.in_order()] == list(starting.STEPS)
        [grid] = grids([package])
        counts = Counter()
        for row in grid.rows:
            for cell in row.cells:
                counts.update(cell.counts)
        assert set(counts) == set(Worth)
        arrival = steps.get(kind="arrival")
        assert {block.block_type for block in arrival.body} >= {
            "letter",
            "contacts",
            "checklist",
            "explainer",
            "next_events",
        }
        assert Contact.objects.filter(municipality=place, picture__isnull=False).exists()
        assert Campaign.objects.filter(municipality=place).exists()
        assert Newcomer.objects.filter(municipality=place, deliveries=None).count() >= 2
    assert set(Delivery.objects.by_state()) == {"sent", "failed"}
    assert not Newcomer.objects.filter(expires_at__lte=loaded).exists()


def test_demo_people_and_addresses_are_made_up(loaded):
    addresses = [
        *User.objects.values_list("email", flat=True),
        *Newcomer.objects.values_list("email", flat=True),
        *MunicipalityPage.objects.values_list("host_email", flat=True),
    ]
    assert {address.rsplit(".", 1)[-1] for address in addresses if address} == {"example"}


def test_demo_pictures_say_what_they_show(loaded):
    assert Picture.objects.count() == 19
    assert not Picture.objects.filter(description="").exists()


def test_demo_log_ins_need_no_password_and_are_printed(loaded):
    users = User.objects.filter(email__in=[log_in.email for log_in in LOG_INS])
    assert users.count() == len(LOG_INS)
    assert not any(user.has_usable_password() for user in users)
    assert EmailAddress.objects.filter(user__in=users, verified=True, primary=True).count() == len(LOG_INS)
    out = StringIO()
    call_command("demo_logins", stdout=out)
    assert all(log_in.email in out.getvalue() for log_in in LOG_INS)
    assert "/dev/mail/" in out.getvalue()


def test_demo_is_loaded_once(loaded):
    events = Event.objects.count()
    out = StringIO()
    call_command("load_demo", "--if-empty", stdout=out)
    assert "already" in out.getvalue()
    with pytest.raises(NotEmptyError):
        load_demo(now=loaded)
    assert Event.objects.count() == events


def test_demo_knows_of_the_next_days_whether_they_are_on(loaded):
    soon = Occurrence.objects.public().scheduled().upcoming(loaded)
    soon = soon.filter(starts_at__gt=loaded, starts_at__lt=loaded + timedelta(days=2))
    confirmed = soon.filter(confirmed_at__isnull=False)
    assert confirmed.exists()
    assert soon.filter(asked_at__isnull=False, confirmed_at=None).exists()
    # Where somebody answers, whether the name may be shown is their own choice.
    assert set(Responsible.objects.values_list("shows_name", flat=True)) == {True, False}
    for question in Question.objects.answerable(loaded).exclude(answer=""):
        assert question.occurrence.confirmed_at == question.answered_at
