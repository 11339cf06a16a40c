"""Pages of a list that is not counted."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.models import User
from core.paging import Page, page_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def five() -> list[int]:
    return [factories.a_user(f"Navn {index}").pk for index in range(5)]


def page(asked: str | None) -> Page[User]:
    return page_of(User.objects.order_by("pk"), asked, size=2)


def test_pages_are_the_whole_list_in_order(five):
    pages = [page(str(number)) for number in (1, 2, 3)]
    assert [row.pk for each in pages for row in each] == five
    assert [each.has_previous for each in pages] == [False, True, True]
    assert [each.has_next for each in pages] == [True, True, False]


def test_last_page_that_is_full_has_none_after_it(five):
    User.objects.filter(pk=five[0]).delete()
    assert not page("2").has_next


@pytest.mark.parametrize("asked", [None, "", "0", "-1", "x", "1.5", "٣", "²"])
def test_what_is_no_number_is_the_first_page(five, asked):
    assert page(asked).number == 1


@pytest.mark.parametrize("asked", ["4", "999999999", "9" * 4000])
def test_what_is_beyond_the_end_is_the_last_page(five, asked):
    assert (page(asked).number, len(page(asked))) == (3, 1)


@pytest.mark.parametrize("asked", [None, "7"])
def test_empty_list_has_one_empty_page(asked):
    found = page(asked)
    assert (found.number, list(found), bool(found), found.has_next) == (1, [], False, False)


def test_page_is_one_question(five, django_assert_num_queries):
    with django_assert_num_queries(1):
        page("2")


def test_pager_leads_back_and_on_and_keeps_the_rest_of_the_address(five):
    request = RequestFactory().get("/?who=x&page=2")
    html = render_to_string("core/pager.html", {"page": page("2")}, request=request)
    assert 'href="?who=x&amp;page=1"' in html
    assert 'href="?who=x&amp;page=3"' in html
