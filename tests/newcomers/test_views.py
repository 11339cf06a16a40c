import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

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


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty."),
        ("navn;e-post\nOla;o@example.org".encode("utf-16")[:5], "not a list that we can read"),
        (b"\x00\x01\x02\x03" * 500, "not a list that we can read"),
        (b"PK\x03\x04" + b"\x00" * 100, "damaged"),
        (b"hva;hvor\nOla;12345678", "did not find the row that names the columns"),
        (b"e-post\n" + b"x" * 10_000_000, "The largest that we take is"),
    ],
    ids=["empty", "half utf-16", "binary", "broken xlsx", "no header", "10 MB"],
)
def test_file_that_cannot_be_used_is_answered_in_words(as_host, heroy, data, says):
    response = upload(as_host, data)
    assert response.status_code == 400
    assert says in response.content.decode()
    assert not Newcomer.objects.exists()


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
