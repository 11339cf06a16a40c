"""The host's list: found, narrowed, sorted, taken out as a file."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from newcomers.models import Newcomer, NoteOfOffer, PostalAddress, Selection
from newcomers.services import note_labels_printed
from newcomers.welcome.services import start_campaign
from tests import factories

LIST = "/en/portal/newcomers/1818/"


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def people(heroy) -> dict[str, Newcomer]:
    now = timezone.now()
    return {
        "olena": factories.a_newcomer("olena@example.org", name="Олена Коваль", phone="41234567"),
        "ase": factories.a_newcomer(
            "ase@gmial.com", name="Åse Ås", language="nb", address_fault="no_server", address_fault_at=now
        ),
        "saba": Newcomer.objects.create(
            municipality=heroy,
            name="Saba",
            language="ti",
            arrived_month=date(2026, 9, 1),
            children_0_5=2,
            situations=["work"],
            interests=["mat"],
            created_at=now,
            expires_at=now,
        ),
    }


def names(client, query: str) -> list[str]:
    return [person.name for person in client.get(f"{LIST}?{query}").context["newcomers"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=koval", {"olena"}),
        ("q=412+34", {"olena"}),
        ("q=gmial", {"ase"}),
        ("month=2026-09", {"saba"}),
        ("language=ti", {"saba"}),
        ("language=ti&q=koval", set()),
        ("who=family", {"saba"}),
        ("who=work", {"saba"}),
        ("interest=mat", {"saba"}),
        ("reach=email", {"olena"}),
        ("reach=no_email", {"saba"}),
        ("reach=nothing", {"saba"}),
        ("reach=aside", {"ase"}),
        ("reach=stopped", set()),
        ("package=none", {"olena", "ase", "saba"}),
        ("package=had", set()),
        ("month=nonsense&language=x&who=x&sort=y&selection=9", {"olena", "ase", "saba"}),
    ],
)
def test_list_is_narrowed(as_host, people, query, found):
    assert set(names(as_host, query)) == {people[key].name for key in found}


@pytest.mark.parametrize(
    ("sort", "order"),
    [("newest", ["saba", "ase", "olena"]), ("name", ["saba", "ase", "olena"]), ("month", None)],
)
def test_list_is_sorted(as_host, people, sort, order):
    expected = order or ["ase", "olena", "saba"]
    found = names(as_host, f"sort={sort}")
    assert found == [people[key].name for key in expected]


def test_list_is_narrowed_to_a_saved_selection_of_the_municipality_alone(as_host, people, heroy):
    now = timezone.now()
    mine = Selection.objects.create(
        municipality=heroy, name="Tigrinja", stored={"languages": ["ti"]}, created_at=now
    )
    bodo = factories.a_municipality("1804", "Bodø")
    other = Selection.objects.create(
        municipality=bodo, name="X", stored={"languages": ["nb"]}, created_at=now
    )
    assert names(as_host, f"selection={mine.pk}") == ["Saba"]
    assert len(names(as_host, f"selection={other.pk}")) == 3


def test_what_has_become_of_the_package_is_asked_of_deliveries(as_host, people, heroy):
    campaign = start_campaign(step=factories.a_step(), user=None, now=timezone.now())
    sent_to = set(campaign.deliveries.values_list("newcomer__name", flat=True))
    assert people["olena"].name in sent_to
    assert set(names(as_host, "package=had")) == sent_to
    campaign.deliveries.update(state="failed")
    assert set(names(as_host, "package=failed")) == sent_to
    assert len(names(as_host, "package=none")) == 3


def test_file_has_what_the_list_shows_and_runs_nothing(as_host, people):
    Newcomer.objects.filter(pk=people["ase"].pk).update(name="=HYPERLINK(1)")
    response = as_host.get(f"{LIST}list.csv?sort=name")
    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][:4] == ["Name", "E-mail address", "Phone number", "Language"]
    assert {row[0] for row in rows[1:]} == {"'=HYPERLINK(1)", "Олена Коваль", "Saba"}
    saba = next(row for row in rows if row[0] == "Saba")
    assert saba[1:6] == ["", "", "Tigrinya", "2026-09", "2"]
    book = load_workbook(io.BytesIO(as_host.get(f"{LIST}list.xlsx?language=ti").content))
    assert [row[0].value for row in book.active.iter_rows()] == ["Name", "Saba"]


def test_correcting_says_what_is_known_and_puts_the_address_in_use_again(as_host, people):
    ase = people["ase"]
    page = as_host.get(f"/en/portal/newcomer/{ase.pk}/correct/")
    data = {name: page.context["form"][name].value() or [] for name in page.context["form"].fields}
    data |= {"email": "ase@gmail.com", "language": "somali", "children_6_12": "1", "name": "Åse"}
    response = as_host.post(f"/en/portal/newcomer/{ase.pk}/correct/", data)
    assert response.status_code == 302, response.context["form"].errors
    ase.refresh_from_db()
    assert (ase.name, ase.email, ase.language, ase.children_6_12, ase.address_fault) == (
        "Åse",
        "ase@gmail.com",
        "so",
        1,
        "",
    )


def test_address_that_is_almost_a_common_one_is_asked_about_once(as_host, heroy):
    data = {"email": "ola@gmial.com", "language": "norsk"}
    response = as_host.post(f"{LIST}add/", data)
    assert "Did you mean" in response.content.decode()
    assert "ola@gmail.com" in response.content.decode()
    assert not Newcomer.objects.exists()
    assert as_host.post(f"{LIST}add/", data | {"address_is_right": "on"}).status_code == 302
    assert Newcomer.objects.get().email == "ola@gmial.com"


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"language": "ti"}, "name"),
        ({"name": "Saba", "language": "Syria"}, "language"),
        ({"name": "Saba 01019912345", "language": "ti"}, "name"),
        ({"name": "Saba", "language": "ti", "phone": "12"}, "phone"),
        ({"name": "Saba", "language": "ti", "channel": "sms"}, "channel"),
        ({"name": "Saba", "language": "ti", "children_0_5": "40"}, "children_0_5"),
        ({"name": "Saba", "language": "ti", "arrived_month": "soon"}, "arrived_month"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(as_host, heroy, data, wrong):
    response = as_host.post(f"{LIST}add/", data)
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {wrong}


def test_somebody_without_address_and_number_is_added(as_host, heroy):
    as_host.post(f"{LIST}add/", {"name": "Saba", "language": "ትግርኛ", "children_0_5": "2"})
    saba = Newcomer.objects.get()
    assert (saba.language, saba.children, saba.email, saba.phone) == ("ti", 2, "", "")
    page = as_host.get(f"/en/portal/newcomer/{saba.pk}/").content.decode()
    assert "Hand the booklet over" in page
    assert "2 children (0–5 years)" in page


def test_what_was_offered_is_noted_once_a_day_and_taken_away(as_host, people, host):
    url = f"/en/portal/newcomer/{people['saba'].pk}/offer/"
    today = timezone.localdate()
    for _time in range(2):
        assert as_host.post(url, {"offer": "met", "on_day": f"{today}"}).status_code == 302
    note = NoteOfOffer.objects.get()
    assert (note.made_by, note.offer) == (host, "met")
    assert as_host.post(url, {"offer": "met", "on_day": "2999-01-01"}).status_code == 400
    assert as_host.post(url, {"offer": "asylum", "on_day": f"{today}"}).status_code == 400
    as_host.post(f"/en/portal/offers/{note.pk}/remove/")
    assert not NoteOfOffer.objects.exists()


def test_postal_address_ends_when_its_label_is_printed(as_host, people):
    url = f"/en/portal/newcomer/{people['saba'].pk}/postal/"
    as_host.post(url, {"street": "Storgata 1", "postcode": "8850", "place": "Herøy"})
    address = PostalAddress.objects.get()
    assert (address.expires_at - address.created_at).days == 60
    now = timezone.now()
    assert note_labels_printed(addresses=[address], now=now) == 1
    address.refresh_from_db()
    assert (address.expires_at - now).days == 14
    as_host.post(url, {"remove": "1"})
    assert not PostalAddress.objects.exists()


PAGES = ["", "correct/", "postal/", "delete/", "address/"]


@pytest.mark.parametrize("page", PAGES)
def test_people_of_others_do_not_exist(client, outsider, people, page):
    client.force_login(outsider)
    url = f"/en/portal/newcomer/{people['saba'].pk}/{page}"
    assert client.get(url).status_code == 404
    assert client.post(url, {"remove": "1"}).status_code in (404, 405)


@pytest.mark.parametrize("page", ["offer/", "trust/"])
def test_nothing_is_noted_of_people_of_others(client, outsider, people, page):
    client.force_login(outsider)
    assert client.post(f"/en/portal/newcomer/{people['saba'].pk}/{page}").status_code == 404
