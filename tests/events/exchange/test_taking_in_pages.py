"""The pages on which a list is looked through, and what comes of it; the readers of what stands in it."""

import io
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from core.privacy.purge import purge_expired
from events.exchange.models import Upload, UploadRow
from events.exchange.taking_in.services import begin, take_in
from events.exchange.taking_in.tasks import take_in_rest
from events.models import Event
from tests import factories

HEAD = "Aktivitet;Dato;Tid;Sted\n"


def a_list(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.csv", (HEAD + "\n".join(lines)).encode("cp1252"))


def brought(client, organisation, file) -> Upload:
    answer = client.post(reverse("portal_taking_in"), {"organisation": organisation.pk, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("created_at")


def page_of(client, upload: Upload):
    return client.get(reverse("portal_taking_in_review", args=[upload.public_id]))


def sent(client, upload: Upload, **fields: str):
    numbers = upload.rows.values_list("number", flat=True)
    there = {f"row-{number}-there": "1" for number in numbers}
    return client.post(reverse("portal_taking_in_review", args=[upload.public_id]), there | fields)


@pytest.fixture
def day() -> str:
    return f"{timezone.localdate() + timedelta(days=20):%d.%m.%Y}"


@pytest.fixture
def at_home(client, organiser):
    factories.a_venue()
    client.force_login(organiser)
    return client


def test_a_list_is_looked_through_corrected_there_and_taken_in_once(at_home, organisation, day):
    upload = brought(
        at_home,
        organisation,
        a_list(f"Språkkafé;{day};18-20;Herøy folkebibliotek", f"Bokbad;{day};kl 18;Herøy folkebibliotek"),
    )
    page = page_of(at_home, upload).content.decode()
    assert "Bokbad" in page
    # What is asked blocks that row alone, and is answered right there.
    sent(at_home, upload, **{"row-2-tick": "on", "row-3-time": "18-19.30"})
    row = UploadRow.objects.get(number=3)
    assert row.typed == {"time": "18-19.30"}
    answer = sent(
        at_home, upload, **{"row-2-tick": "on", "row-3-tick": "on", "row-3-time": "18-19.30", "take_in": "1"}
    )
    assert answer.url == reverse("portal_taking_in_report", args=[upload.public_id])
    sent(at_home, upload, take_in="1", **{"row-2-tick": "on"})
    assert sorted(event.title for event in Event.objects.all()) == ["Bokbad", "Språkkafé"]
    report = at_home.get(answer.url).content.decode()
    assert "Bokbad" in report


def test_what_has_no_tick_is_left(at_home, organisation, day):
    upload = brought(at_home, organisation, a_list(f"Språkkafé;{day};18-20;Herøy folkebibliotek"))
    sent(at_home, upload, take_in="1")
    assert not Event.objects.exists()


def test_what_is_ready_is_taken_in_and_what_asks_something_stays_and_stands_first(
    at_home, organisation, organiser, day
):
    clear = [f"Språkkafé {number};{day};18-20;Herøy folkebibliotek" for number in range(3)]
    upload = brought(at_home, organisation, a_list(*clear, f"Bokbad;{day};kl 18;Herøy folkebibliotek"))
    page = page_of(at_home, upload).content.decode()
    assert page.index("Bokbad") < page.index("Språkkafé 0")
    assert "Hent inn de 3 som er klare" in page
    # From whatever page of the list: the ticks of the others stand as they were.
    answer = at_home.post(reverse("portal_taking_in_review", args=[upload.public_id]), {"take_in": "1"})
    assert Event.objects.count() == 3
    report = at_home.get(answer.url).content.decode()
    assert "1 rad har et spørsmål" in report
    page = page_of(at_home, upload).content.decode()
    assert "Språkkafé 0" not in page
    asked = upload.rows.get(outcome__isnull=True)
    fields = {f"row-{asked.number}-tick": "on", f"row-{asked.number}-time": "18-19.30"}
    sent(at_home, upload, **fields, take_in="1")
    assert Event.objects.count() == 4
    assert page_of(at_home, upload).status_code == 302
    again = brought(at_home, organisation, a_list(*clear[:2]))
    assert "Er her fra før, og ingenting er nytt" in page_of(at_home, again).content.decode()


def test_a_long_list_goes_on_by_itself_and_says_how_far_it_is(at_home, organisation, organiser, day):
    lines = [f"Språkkafé {number};{day};18-20;Herøy folkebibliotek" for number in range(3)]
    upload = brought(at_home, organisation, a_list(*lines))
    begin(upload=upload, now=timezone.now())
    assert take_in(upload=upload, user=organiser, now=timezone.now(), most=1) == 2
    report = reverse("portal_taking_in_report", args=[upload.public_id])
    assert '<progress class="mp-progress" max="3" value="1"' in at_home.get(report).content.decode()
    take_in_rest()
    assert Event.objects.count() == 3
    assert "<progress" not in at_home.get(report).content.decode()


def test_a_year_and_a_place_are_answered_once_for_all(at_home, organisation):
    year = timezone.localdate().year + 1
    upload = brought(
        at_home,
        organisation,
        a_list("Språkkafé;17. februar;18-20;Biblioteket", "Bokbad;18. februar;18-20;Biblioteket"),
    )
    page = page_of(at_home, upload).content.decode()
    assert 'name="year"' in page
    assert 'name="places-0"' in page
    sent(at_home, upload, year=str(year), **{"places-0": str(factories.a_venue().pk)})
    sent(at_home, upload, take_in="1", **{"row-2-tick": "on", "row-3-tick": "on"})
    assert {event.venue.name for event in Event.objects.all()} == {"Herøy folkebibliotek"}
    assert {event.occurrences.get().starts_at.year for event in Event.objects.all()} == {year}


def test_nobody_else_sees_what_somebody_looks_through(at_home, client, organisation, outsider, day):
    upload = brought(at_home, organisation, a_list(f"Språkkafé;{day};18-20;Herøy folkebibliotek"))
    client.force_login(factories.a_member(organisation, user=factories.a_user("Kollega")))
    for name in ("review", "report"):
        assert client.get(reverse(f"portal_taking_in_{name}", args=[upload.public_id])).status_code == 404
    client.force_login(outsider)
    assert page_of(client, upload).status_code == 404
    assert client.post(reverse("portal_taking_in_forget", args=[upload.public_id])).status_code == 404
    answer = client.post(
        reverse("portal_taking_in"), {"organisation": organisation.pk, "file": a_list("x;y;z;æ")}
    )
    assert answer.status_code == 400


def test_it_ends_after_a_day_with_its_rows(at_home, organisation, day):
    brought(at_home, organisation, a_list(f"Språkkafé;{day};18-20;Herøy folkebibliotek"))
    purge_expired(now=timezone.now() + timedelta(days=1, minutes=1))
    assert not Upload.objects.exists()
    assert not UploadRow.objects.exists()


def test_scripts_are_text_in_every_field(at_home, organisation, day):
    bad = "<script>alert(1)</script>"
    head = "Aktivitet;Dato;Tid;Sted;Pris;Språk;Påmelding;Arrangør;Kommune;Beskrivelse;" + bad + "\n"
    row = ";".join([bad, day + bad, "18-20" + bad, *[bad] * 8])
    upload = brought(at_home, organisation, SimpleUploadedFile(f"{bad}.csv", (head + row).encode()))
    assert bad not in page_of(at_home, upload).content.decode()


def test_a_list_that_is_too_long_or_none_is_refused_kindly(at_home, organisation, day):
    line = f"Språkkafé;{day};18-20;Herøy folkebibliotek"
    for file in (
        a_list(*[line] * 1001),
        SimpleUploadedFile("a.csv", b"navn;e-post\nOla;a@b.no"),
        SimpleUploadedFile("a.xlsx", b"PK\x03\x04nonsense"),
        SimpleUploadedFile("a.csv", b""),
    ):
        answer = at_home.post(reverse("portal_taking_in"), {"organisation": organisation.pk, "file": file})
        assert answer.status_code == 400
    assert not Upload.objects.exists()


def test_a_page_asks_the_database_as_often_for_three_rows_as_for_one(
    at_home, organisation, day, django_assert_num_queries
):
    lines = [f"Språkkafé {number};{day};18-20;Herøy folkebibliotek" for number in range(3)]
    one, three = (
        brought(at_home, organisation, a_list(*lines[:1])),
        brought(at_home, organisation, a_list(*lines)),
    )
    page_of(at_home, one)
    with CaptureQueriesContext(connection) as first:
        page_of(at_home, one)
    with django_assert_num_queries(len(first)):
        page_of(at_home, three)


def test_a_workbook_with_a_title_dates_shares_of_a_day_and_a_cover_sheet(at_home, organisation):
    book = Workbook()
    book.active.append(["Programmet vårt"])
    hidden = book.create_sheet("Gammelt")
    hidden.append(["Aktivitet", "Dato", "Fra", "Til"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Plan")
    sheet.append(["Aktivitetsplan"])
    sheet.append(["Dato", "Fra", "Til", "Aktivitet", "Sted"])
    start = datetime.combine(timezone.localdate() + timedelta(days=20), datetime.min.time())
    sheet.append([start.replace(hour=18), None, 0.8333333, "Ny i Norge", "Herøy folkebibliotek"])
    sheet.append(["=A3+7", "18:00", "20:00", "Ny i Norge", "Herøy folkebibliotek"])
    file = io.BytesIO()
    book.save(file)
    upload = brought(at_home, organisation, SimpleUploadedFile("plan.xlsx", file.getvalue()))
    sent(at_home, upload, take_in="1", **{"row-3-tick": "on", "row-4-tick": "on"})
    date = Event.objects.get().occurrences.get()
    assert date.starts_at.astimezone(factories.OSLO).hour == 18
    assert date.ends_at.astimezone(factories.OSLO).hour == 20
