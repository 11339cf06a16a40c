"""Rows of a list that are not right: one at a time, the same in many, and what is no person's."""

import pytest
from django.utils import timezone, translation

from newcomers import correcting, uploading
from newcomers.models import Newcomer
from tests.newcomers.test_uploading import as_host, brought, page_of

__all__ = ["as_host"]
LIST = (
    "Navn;E-post;Språk;Ankomst\n"
    "Ola;ola@gmial.com;polsk;høsten\n"
    "Kari;kari@gmial.com;klingonsk;\n"
    "Per;per@gmial.com;klingonsk;\n"
    "Ida;ida@example.org, ida@example.net;norsk;\n"
)


@pytest.fixture
def upload(as_host, heroy):
    return brought(as_host, LIST)


def wrong(upload) -> dict[int, list[str]]:
    """The fields that are asked about, by rows."""
    return {row.number: [problem[0] for problem in row.problems] for row in upload.rows.order_by("number")}


def test_no_button_says_that_an_address_is_right_but_its_own(as_host, upload):
    shown = {f"row-{n}-email": f"{name}@gmial.com" for n, name in ((2, "ola"), (3, "kari"), (4, "per"))}
    as_host.post(page_of(upload), {**shown, "meant": "3:email:kari@gmail.com", "take_in": "1"})
    assert wrong(upload)[2] == ["email", "arrived_month"]
    as_host.post(page_of(upload), {**shown, "row-2-email": "ola@hotmial.com"})
    assert upload.rows.get(number=2).problems[0][3] == ["ola@hotmail.com"]
    assert Newcomer.objects.count() == 0


def test_what_nobody_knows_is_left_empty(as_host, upload):
    as_host.post(page_of(upload), {"meant": "2:stays", "row-2-arrived_month": ""})
    row = upload.rows.get(number=2)
    assert (row.problems, row.person.get("arrived_month"), row.person["email"]) == ([], None, "ola@gmial.com")


def test_several_addresses_in_one_cell_are_asked_about(as_host, upload):
    (problem,) = upload.rows.get(number=5).problems
    assert problem[2:] == ["several", ["ida@example.org", "ida@example.net"]]
    as_host.post(page_of(upload), {"meant": "5:email:ida@example.net"})
    assert upload.rows.get(number=5).person["email"] == "ida@example.net"


def test_the_same_is_corrected_in_all_rows_at_once(as_host, upload):
    found = [(each.field, each.value, each.count, each.meant) for each in correcting.all_alike(upload)]
    assert found == [("email", "gmial.com", 3, "gmail.com")]
    answer = {"field": "email", "value": "gmial.com", "alike": "gmail.com"}
    as_host.post(page_of(upload), answer)
    assert wrong(upload) == {2: ["arrived_month"], 3: ["language"], 4: ["language"], 5: ["email"]}
    assert upload.rows.get(number=4).person["email"] == "per@gmail.com"
    (alike,) = correcting.all_alike(upload)
    assert (alike.field, alike.value, alike.count) == ("language", "klingonsk", 2)
    response = as_host.post(
        page_of(upload), {"field": "language", "value": "klingonsk", "alike": "", "to": "tigrinja"}
    )
    assert response.url.endswith("right=2#rows")
    assert {row.person["language"] for row in upload.rows.filter(number__in=(3, 4))} == {"ti"}


def test_a_server_that_is_right_is_right_for_all(as_host, upload):
    as_host.post(page_of(upload), {"field": "email", "value": "gmial.com", "alike": "gmial.com"})
    assert upload.rows.get(number=2).person["email"] == "ola@gmial.com"


@pytest.mark.parametrize("field", ["", "name", "problems", "upload__municipality__name"])
def test_nonsense_corrects_nothing(as_host, upload, field):
    before = wrong(upload)
    as_host.post(page_of(upload), {"field": field, "value": "x", "alike": "y"})
    assert wrong(upload) == before


def test_a_row_that_is_nobodys_is_left_out(as_host, upload):
    as_host.post(page_of(upload), {"leave_out": "2"})
    assert 2 not in wrong(upload)
    as_host.post(page_of(upload), {"leave_out": "99"})
    assert len(wrong(upload)) == 3


def test_row_of_another_list_is_not_left_out(as_host, upload, heroy):
    other = brought(as_host, "Navn;E-post\nOla;feil")
    correcting.leave_out(upload=upload, number=2)
    assert wrong(other) == {2: ["email"]}


def test_what_is_wrong_is_said_in_the_language_of_who_looks(as_host, heroy):
    text = (
        "Navn;E-post;Språk\nKari 01019912345;k@example.org;\n=1+1;p@example.org;\nOla;feil;\nIda;;klingonsk\n"
    )
    upload = brought(as_host, text)
    with translation.override("uk"):
        for row in upload.rows.all():
            for cell in correcting.asked_of(row, writes="nb", today=timezone.now().date()):
                assert any("а" <= char <= "я" for char in cell.message), cell.message


def test_a_correction_costs_the_same_for_one_row_and_for_many(as_host, heroy, django_assert_max_num_queries):
    rows = "".join(f"Ola {n};ola{n}@gmial.com\n" for n in range(30))
    upload = brought(as_host, f"Navn;E-post\n{rows}")
    with django_assert_max_num_queries(6):
        right = correcting.correct_alike(
            upload=upload, field="email", value="gmial.com", to="gmail.com", now=timezone.now()
        )
    assert right == 30
    assert uploading.take_in(upload=upload, now=timezone.now())
    assert Newcomer.objects.filter(email__endswith="@gmail.com").count() == 30
