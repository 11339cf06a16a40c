"""A municipality's own list: what is understood, what is left out, and that a second time changes nothing."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from core.spreadsheets.reading import UnreadableFile
from organisations.joining.listing import read_directory
from organisations.models import Organisation
from tests import factories
from tests.register_server import NUMBER

pytestmark = pytest.mark.django_db
CSV = (
    "Lag og foreninger 2026;;;;\n"
    "Navn;Orgnr;Type;Kategori;Bygd;Kontaktperson;Nettside\n"
    "Herøy strikkelag;810 034 882;Forening;1300, Mangfold og inkludering;Seløya;"
    "Ola Hemmelig ola@strikk.example 750 00 033;www.strikk.example\n"
    "Frivilligsentralen;810034883;Frivilligsentral;Ukjent;;;ikke en adresse\n"
    ";;;;Brasøya;;\n"
    "=HYPERLINK(1);;;;;;\n"
    "<script>alert(1)</script>;;;;;;\n"
)


def upload(client, data: bytes, name: str = "liste.csv"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("portal_directory_import", args=["1818"]), {"file": file})


def take(client, page, *numbers: int):
    signed = re.search(r'name="rows" value="([^"]+)"', page.content.decode()).group(1)
    values = {"rows": signed, "row": [str(number) for number in numbers]}
    return client.post(reverse("portal_directory_take_in", args=["1818"]), values)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_rows_are_understood_in_any_encoding(encoding):
    first, second, empty, formula, _script = read_directory(CSV.encode(encoding))
    assert (first.name, first.orgnr, first.icnpo) == ("Herøy strikkelag", NUMBER, ["1300", "14100"])
    assert (first.village, first.email, first.phone) == ("Seløya", "ola@strikk.example", "+4775000033")
    assert first.website == "https://www.strikk.example"
    assert (second.kind, second.orgnr, second.website) == ("volunteer_centre", "", "")
    assert len(second.problems) == 3
    assert not empty.name
    assert not formula.name


def test_workbook_with_merged_cells_and_numbers_is_read():
    book = Workbook()
    sheet = book.active
    sheet.append(["Lag i Herøy"])
    sheet.merge_cells("A1:C1")
    sheet.append(["Navn", "Organisasjonsnummer", "Telefon"])
    sheet.append(["Herøy strikkelag", int(NUMBER), 75000033])
    file = io.BytesIO()
    book.save(file)
    [row] = read_directory(file.getvalue())
    assert (row.name, row.orgnr, row.phone) == ("Herøy strikkelag", NUMBER, "+4775000033")


@pytest.mark.parametrize(
    "data", [b"", b"Navn\n", b"Fisk;Fugl\na;b\n", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04junk"]
)
def test_what_is_no_list_is_refused(data):
    with pytest.raises(UnreadableFile):
        read_directory(data)


def test_list_is_taken_in_once(client, editor):
    client.force_login(editor)
    page = upload(client, CSV.encode())
    shown = page.content.decode()
    assert "<script>alert" not in shown
    take(client, page, 3, 4)
    made = Organisation.objects.order_by("pk")
    assert [each.name for each in made] == ["Herøy strikkelag", "Frivilligsentralen"]
    assert [each.is_trusted for each in made] == [False, True]
    first = made[0]
    assert (first.orgnr, first.village, first.icnpo) == (NUMBER, "Seløya", ["1300", "14100"])
    first.village = "Rettet her"
    first.save()
    again = upload(client, CSV.encode())
    take(client, again, 3, 4)
    # The same page, sent once more.
    take(client, page, 3, 4)
    first.refresh_from_db()
    assert (Organisation.objects.count(), first.village) == (2, "Rettet her")


def test_names_of_contact_people_are_not_kept(client, editor):
    client.force_login(editor)
    take(client, upload(client, CSV.encode()), 3)
    made = Organisation.objects.get()
    assert "Hemmelig" not in str(vars(made))


def test_number_of_another_municipalitys_is_here_already(client, editor):
    elsewhere = factories.a_municipality("1820", "Alstahaug")
    factories.an_organisation("Noe annet", municipality=elsewhere, orgnr=NUMBER)
    client.force_login(editor)
    take(client, upload(client, CSV.encode()), 3)
    assert Organisation.objects.count() == 1


def test_page_of_another_municipality_takes_nothing_in(client, editor, outsider):
    client.force_login(editor)
    page = upload(client, CSV.encode())
    signed = re.search(r'name="rows" value="([^"]+)"', page.content.decode()).group(1)
    client.force_login(outsider)
    client.post(reverse("portal_directory_take_in", args=["1515"]), {"rows": signed, "row": ["3"]})
    assert not Organisation.objects.filter(name="Herøy strikkelag").exists()
    for url in (
        reverse("portal_directory_import", args=["1818"]),
        reverse("portal_directory_take_in", args=["1818"]),
    ):
        assert client.post(url).status_code == 404


def test_large_file_is_refused_unread(client, editor, settings):
    settings.CSV_MAX_BYTES = 10
    client.force_login(editor)
    assert upload(client, CSV.encode()).status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_review_asks_once_however_many_rows(client, editor, number, django_assert_num_queries):
    client.force_login(editor)
    data = ("Navn\n" + "".join(f"Lag {each}\n" for each in range(number))).encode()
    upload(client, data)
    with django_assert_num_queries(REVIEW_QUERIES):
        upload(client, data)


REVIEW_QUERIES = 7
