"""A list, from the file to everybody who is in it: looked through, corrected, taken in once, undone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from newcomers import uploading
from newcomers.models import KnownColumn, Newcomer, PeopleUpload, PeopleUploadRow
from newcomers.services import erase_newcomer
from tests import factories

LIST = (
    "Navn;E-post;Mobil;Målspråk;Ankomst;Statsborgerskap\n"
    "Ірина Коваль;iryna@example.org;;ukrainsk;17.2.26;Ukraina\n"
    "Ola;ola@gmial.com;;polsk;;\n"
    "Kari 01019912345;kari@example.org;;dari;;\n"
    "Per;;912 34 567;klingonsk;;\n"
    "Ірина;IRYNA@example.org;;ukrainsk;;\n"
)


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


def brought(client, text: str = LIST) -> PeopleUpload:
    file = SimpleUploadedFile("liste.csv", text.encode())
    response = client.post("/en/portal/newcomers/1818/import/", {"file": file})
    assert response.status_code == 302, response.context["form"].errors
    return PeopleUpload.objects.latest("pk")


def page_of(upload: PeopleUpload) -> str:
    return reverse("newcomer_import_review", args=["1818", upload.public_id])


def test_nobody_is_added_before_somebody_says_so(as_host, heroy):
    upload = brought(as_host)
    page = as_host.get(page_of(upload))
    assert Newcomer.objects.count() == 0
    assert (page.context["number_good"], page.context["number_wrong"]) == (1, 3)
    assert upload.repeated == 1
    assert "Ірина Коваль" in page.content.decode()


def test_what_may_never_be_kept_is_in_no_row(as_host, heroy):
    upload = brought(as_host)
    stored = repr(list(PeopleUploadRow.objects.values())) + repr(upload.about)
    stored += repr(list(uploading.kept_of(upload).lines(0, None, 99)))
    assert "Ukraina" not in stored
    assert "12345" not in stored.replace("91234567", "").replace("912 34 567", "")


def test_rows_are_corrected_on_the_page_and_all_are_taken_in(as_host, heroy):
    upload = brought(as_host)
    address = page_of(upload)
    as_host.post(address, {"meant": "3:email:ola@gmail.com"})
    as_host.post(address, {"row-5-language": "tigrinja", "row-4-name": "Kari", "take_in": "1"})
    people = Newcomer.objects.order_by("name").values_list("name", "email", "phone", "language")
    assert sorted(people) == [
        ("Kari", "kari@example.org", "", "prs"),
        ("Ola", "ola@gmail.com", "", "pl"),
        ("Per", "", "+4791234567", "ti"),
        ("Ірина Коваль", "iryna@example.org", "", "uk"),
    ]
    upload.refresh_from_db()
    assert (upload.state, upload.made) == ("done", 4)
    assert not upload.rows.exists()


def test_an_address_that_is_right_as_it_stands_stays(as_host, heroy):
    upload = brought(as_host)
    as_host.post(page_of(upload), {"meant": "3:stays"})
    assert upload.rows.get(number=3).person["email"] == "ola@gmial.com"


def test_the_same_list_again_adds_nobody_and_who_erased_themselves_is_a_number(as_host, heroy):
    first = brought(as_host, "Navn;E-post\nOla;ola@example.org\nKari;kari@example.org")
    as_host.post(page_of(first), {"take_in": "1"})
    erase_newcomer(newcomer=Newcomer.objects.get(name="Kari"), asked_at=timezone.now())
    again = brought(as_host, "Navn;E-post\nOla;OLA@example.org\nKari;kari@example.org")
    assert (again.here, again.forgotten, again.rows.count()) == (1, 1, 0)
    assert "kari" not in as_host.get(page_of(again)).content.decode().lower()
    as_host.post(page_of(again), {"take_in": "1"})
    assert Newcomer.objects.count() == 1


def test_taking_in_twice_is_once(as_host, heroy):
    upload = brought(as_host, "Navn;E-post\nOla;ola@example.org")
    assert uploading.take_in(upload=upload, now=timezone.now())
    assert not uploading.take_in(upload=upload, now=timezone.now())
    uploading.go_on(upload_id=upload.pk, now=timezone.now())
    assert Newcomer.objects.count() == 1


def test_undo_takes_out_who_was_added_and_not_who_was_told(as_host, heroy):
    upload = brought(as_host, "Navn;E-post\nOla;ola@example.org\nKari;kari@example.org")
    as_host.post(page_of(upload), {"take_in": "1"})
    Newcomer.objects.filter(name="Ola").update(told_at=timezone.now())
    response = as_host.post(reverse("newcomer_import_undo", args=["1818", upload.public_id]))
    assert response.status_code == 302
    assert [person.name for person in Newcomer.objects.all()] == ["Ola"]


def test_columns_are_changed_and_remembered(as_host, heroy):
    text = "Navn;E-post;Noe\nOla;ola@example.org;polsk"
    upload = brought(as_host, text)
    as_host.post(page_of(upload), {"columns": "1", "column-2": "language"})
    uploading.go_on(upload_id=upload.pk, now=timezone.now())
    assert upload.rows.get().person["language"] == "pl"
    assert KnownColumn.objects.get().heading == "noe"
    assert brought(as_host, text).rows.get().person["language"] == "pl"


def test_letters_are_chosen_where_nobody_can_be_sure(as_host, heroy):
    file = SimpleUploadedFile("l.csv", "Navn;E-post\nMuñoz Vega;m@example.org".encode("cp1252"))
    as_host.post("/en/portal/newcomers/1818/import/", {"file": file})
    upload = PeopleUpload.objects.latest("pk")
    page = as_host.get(page_of(upload))
    assert page.context["number_good"] == 0
    assert ["cp1252", ["Muñoz Vega"]] in page.context["letters"]
    as_host.post(page_of(upload), {"columns": "1", "encoding": "cp1252"})
    uploading.go_on(upload_id=upload.pk, now=timezone.now())
    assert upload.rows.get().person["name"] == "Muñoz Vega"


def test_a_long_list_waits_for_a_worker_and_says_so(as_host, heroy):
    rows = "".join(f"Ola {n};ola{n}@example.org\n" for n in range(600))
    upload = brought(as_host, f"Navn;E-post\n{rows}")
    assert upload.state == "reading"
    assert "goes on by itself" in as_host.get(page_of(upload)).content.decode()
    assert uploading.waiting(now=timezone.now()) == [upload.pk]
    uploading.go_on(upload_id=upload.pk, now=timezone.now())
    upload.refresh_from_db()
    assert uploading.take_in(upload=upload, now=timezone.now())
    uploading.go_on(upload_id=upload.pk, now=timezone.now())
    assert Newcomer.objects.count() == 600


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_row_and_for_three(as_host, heroy, count, django_assert_max_num_queries):
    rows = "".join(f"Ola;feil{n}\n" for n in range(count))
    upload = brought(as_host, f"Navn;E-post\n{rows}")
    with django_assert_max_num_queries(16):
        assert as_host.get(page_of(upload)).context["number_wrong"] == count


def test_a_list_that_is_over_is_nobodys(as_host, heroy):
    upload = brought(as_host)
    PeopleUpload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert as_host.get(page_of(upload)).status_code == 404


def test_a_colleague_elsewhere_sees_nothing(client, as_host, heroy, outsider):
    upload = brought(as_host)
    client.force_login(outsider)
    assert client.get(page_of(upload)).status_code == 404
    factories.a_newcomer()
