import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from newcomers.models import Newcomer
from newcomers.views.people import PER_PAGE
from tests import factories


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def as_outsider(client, outsider):
    client.force_login(outsider)
    return client


def upload(client, data: bytes | str, name: str = "liste.csv", language: str = "en"):
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    return client.post(f"/{language}/portal/newcomers/1818/import/", {"file": file})


PAGES = ["newcomer_list", "newcomer_import", "newcomer_import_template", "newcomer_add"]


@pytest.mark.parametrize("name", PAGES)
def test_outsider_sees_no_page_of_the_municipality(as_outsider, heroy, name):
    assert as_outsider.get(reverse(name, args=["1818"])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_editor_does_not_see_newcomers(client, editor, name):
    client.force_login(editor)
    assert client.get(reverse(name, args=["1818"])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_visitor_is_asked_to_log_in(client, heroy, name):
    response = client.get(reverse(name, args=["1818"]))
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


def test_outsider_uploads_nothing(as_outsider, heroy):
    assert upload(as_outsider, "e-post\na@example.org").status_code == 404
    assert not Newcomer.objects.exists()


def test_outsider_deletes_nobody(as_outsider, heroy):
    newcomer = factories.a_newcomer()
    assert as_outsider.post(reverse("newcomer_delete", args=[newcomer.pk])).status_code == 404
    assert Newcomer.objects.count() == 1


def test_list_shows_each_person_and_nobody_elses(as_host, heroy, outsider):
    factories.a_newcomer("olena@example.org", name="Olena Shevchenko")
    elsewhere = factories.a_municipality("1515")
    factories.a_newcomer("per@example.org", name="Per Annensteds", municipality=elsewhere)
    page = as_host.get("/en/portal/newcomers/1818/").content.decode()
    assert "Olena Shevchenko" in page
    assert "Ukrainian" in page
    assert "Not sent yet" in page
    assert "Annensteds" not in page


@pytest.mark.parametrize("people", [1, 3])
def test_list_costs_the_same_with_more_people(as_host, django_assert_num_queries, people):
    for _number in range(people):
        factories.a_newcomer()
    with django_assert_num_queries(12):
        as_host.get("/en/portal/newcomers/1818/")


def test_list_has_numbered_pages(as_host):
    people = [factories.a_newcomer(name=f"Person{number}").pk for number in range(2 * PER_PAGE + 1)]
    seen = []
    for number in (1, 2, 3):
        page = as_host.get(f"/en/portal/newcomers/1818/?page={number}")
        seen.append([row.pk for row in page.context["newcomers"]])
    people.reverse()
    assert seen == [people[:PER_PAGE], people[PER_PAGE:-1], people[-1:]]
    assert as_host.get("/en/portal/newcomers/1818/?page=nonsense").status_code == 200


def test_import_says_what_became_of_each_row(as_host, heroy):
    factories.a_newcomer("here@example.org")
    text = (
        "Navn;E-post;Språk;Ankomst;Fødselsnummer\n"
        "Åse;aase@example.org;arabisk;10.2026;01019912345\n"
        "Her;here@example.org;uk;;\n"
        "Feil;ikke-adresse;klingon;;\n"
    )
    response = upload(as_host, text.encode("cp1252"))
    page = response.content.decode()
    assert response.status_code == 200
    assert (
        response.context["created"],
        response.context["already_count"],
        response.context["bad_count"],
    ) == (1, 1, 1)
    assert "Row 4" in page
    assert "We do not have the language “klingon”" in page
    assert "Fødselsnummer" in page
    assert "01019912345" not in page
    assert Newcomer.objects.get(email="aase@example.org").language == "ar"


def test_bad_rows_come_back_as_a_file(as_host, heroy):
    page = upload(as_host, "navn;e-post\nÅse;feil\n")
    response = as_host.post(
        reverse("newcomer_import_corrections", args=["1818"]), {"rows": page.context["corrections"].text}
    )
    assert response["Content-Disposition"] == 'attachment; filename="to-correct.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:2] == ["Åse", "feil"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty."),
        ("navn;e-post\nOla;o@example.org".encode("utf-16")[:5], "not a list that we can read"),
        (b"\x00\x01\x02\x03" * 500, "not a list that we can read"),
        (b"PK\x03\x04" + b"\x00" * 100, "damaged"),
        (b"navn;telefon\nOla;12345678", "did not find a column with e-mail addresses"),
        (b"e-post\n" + b"x" * 10_000_000, "The largest that we take is"),
    ],
    ids=["empty", "half utf-16", "binary", "broken xlsx", "no header", "10 MB"],
)
def test_file_that_cannot_be_used_is_answered_in_words(as_host, heroy, data, says):
    response = upload(as_host, data)
    assert response.status_code == 400
    assert says in response.content.decode()
    assert not Newcomer.objects.exists()


def test_utf16_list_is_read(as_host, heroy):
    response = upload(as_host, "navn\te-post\nŠejla\ts@example.org\n".encode("utf-16"), "liste.txt")
    assert response.context["created"] == 1
    assert Newcomer.objects.get().name == "Šejla"


def test_import_without_a_file_says_so(as_host, heroy):
    response = as_host.post("/en/portal/newcomers/1818/import/")
    assert response.status_code == 400
    assert "Choose a file first." in response.content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_import_page_opens_in_each_language(as_host, heroy, language):
    assert as_host.get(f"/{language}/portal/newcomers/1818/import/").status_code == 200


def test_template_is_a_file(as_host, heroy):
    response = as_host.get(reverse("newcomer_import_template", args=["1818"]))
    assert response.content.startswith(b"\xef\xbb\xbfNavn;E-post")


def test_add_one_person(as_host, heroy):
    data = {
        "email": "a@example.org",
        "name": "Amal",
        "language": "عربي",
        "arrived_month": "2026-10",
        "channel": "best",
    }
    data["interests"] = ["tur-friluft"]
    response = as_host.post("/en/portal/newcomers/1818/add/", data, follow=True)
    newcomer = Newcomer.objects.get()
    assert (newcomer.source, newcomer.interests) == ("typed", ["tur-friluft"])
    assert "Amal is added." in response.content.decode()
    again = as_host.post("/en/portal/newcomers/1818/add/", data, follow=True)
    assert "is here already" in again.content.decode()


def test_add_judges_a_cell_as_the_import_does(as_host, heroy):
    data = {"email": "a@example.org", "name": "=1+1", "language": "ar", "arrived_month": "soon"}
    response = as_host.post("/en/portal/newcomers/1818/add/", data)
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"name", "arrived_month"}


def test_delete_asks_first(as_host, heroy):
    newcomer = factories.a_newcomer()
    assert as_host.get(reverse("newcomer_delete", args=[newcomer.pk])).status_code == 200
    assert Newcomer.objects.count() == 1
    response = as_host.post(reverse("newcomer_delete", args=[newcomer.pk]))
    assert response["Location"].endswith("/portal/newcomers/1818/")
    assert not Newcomer.objects.exists()


def test_portal_has_cards_for_the_host_and_none_for_the_organiser(client, host, organiser):
    client.force_login(host)
    page = client.get("/en/portal/").content.decode()
    assert "/en/portal/desk/1818/" in page
    client.force_login(organiser)
    assert "/portal/desk/" not in client.get("/en/portal/").content.decode()


@pytest.mark.parametrize("email", ["a@" + "ü" * 60 + ".example", "a@" + ".".join(["b" * 60] * 5)])
def test_address_that_no_mail_can_reach_costs_its_own_row_only(as_host, heroy, email):
    response = upload(as_host, f"navn;e-post\nÅse;{email}\nOla;ola@example.org\n")
    assert (response.context["created"], response.context["bad_count"]) == (1, 1)
    assert "Row 2" in response.content.decode()


def test_many_bad_rows_come_back_too(as_host, heroy):
    page = upload(
        as_host, "navn;e-post;språk\n" + f"{'Å' * 100};{'feil' * 20};klingon\n" * 5000, language="ar"
    )
    rows = page.context["corrections"].text
    assert len(rows.encode()) > 2_500_000
    response = as_host.post("/ar/portal/newcomers/1818/import/corrections.csv", {"rows": rows})
    assert response.status_code == 200
    assert len(response.content.decode("utf-8-sig").splitlines()) == 5001


def test_what_is_shown_of_a_row_is_bounded(as_host, heroy):
    """A small workbook can hold very long cells: 146 kB made a page of 45 MB, and a file that was refused."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["e-post", "navn"])
    for number in range(4900):
        sheet.append([f"{number}{'a' * 9000}", "b" * 200])
    out = io.BytesIO()
    book.save(out)
    response = upload(as_host, out.getvalue(), "liste.xlsx")
    assert response.status_code == 200
    assert len(response.content) < 3_000_000
    assert response.context["corrections"].rows == 4900
    rows = {"rows": response.context["corrections"].text}
    file = as_host.post(reverse("newcomer_import_corrections", args=["1818"]), rows)
    assert file.status_code == 200
    cells = [cell for line in csv.reader(io.StringIO(file.content.decode()), delimiter=";") for cell in line]
    assert max(map(len, cells)) < 500


def test_corrections_that_no_page_can_carry_are_counted(as_host, heroy):
    """As many as fit, and the page says so."""
    lines = "\n".join(f"{number}{'a' * 200};{'b' * 190}" for number in range(4900))
    response = upload(as_host, f"e-post;navn\n{lines}")
    corrections = response.context["corrections"]
    assert 1000 < corrections.rows < 4900
    assert f"The file has the first {corrections.rows:,}" in response.content.decode()
