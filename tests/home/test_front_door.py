"""The choice of language, the search, and the pages about the site."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from home import sources
from home.finding import look_up
from organisations.models import MunicipalityName
from organisations.naming import search_form
from tests import factories
from tests.markup import squeezed, texts
from tests.stack_plugin import ROOT

pytestmark = pytest.mark.django_db
ROOMS = ("site", "organisations", "events", "newcomers", "home")


@pytest.fixture
def both_heroys(heroy):
    county = factories.a_county("Møre og Romsdal", "15")
    other = factories.a_municipality("1515", "Herøy", county=county, slug="heroy-more-og-romsdal")
    return [heroy, other]


@pytest.fixture
def rana(db):
    rana = factories.a_municipality("1833", "Rana", slug="rana")
    MunicipalityName.objects.create(
        municipality=rana, language="sma", name="Raane", position=1, search_name=search_form("Raane")
    )
    return rana


def test_language_choice_names_each_language_in_itself(client):
    content = squeezed(client.get("/", headers={"accept-language": "de"}).content.decode())
    for code, name, direction in [
        ("nb", "Norsk (bokmål)", "ltr"),
        ("nn", "Norsk (nynorsk)", "ltr"),
        ("en", "English", "ltr"),
        ("uk", "Українська", "ltr"),
        ("ar", "العربية", "rtl"),
    ]:
        assert f'<a href="/{code}/" hreflang="{code}" lang="{code}" dir="{direction}"' in content
        assert name in content


def test_language_choice_puts_the_browsers_language_first(client):
    response = client.get("/", headers={"accept-language": "ar-SY,ar;q=0.9,en;q=0.8"})
    assert [row["code"] for row in response.context["languages"]] == ["ar", "nb", "nn", "en", "uk"]
    assert 'dir="rtl"' in response.content.decode()
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in response["Vary"].split(",")}


def test_language_choice_of_a_language_that_we_do_not_have_is_norwegian(client):
    response = client.get("/", headers={"accept-language": "tlh"})
    assert response.context["languages"][0]["code"] == "nb"


def test_chosen_language_is_remembered_and_can_be_changed(client):
    factories.a_home_page("uk")
    assert client.get("/uk/").cookies["language"].value == "uk"
    assert client.get("/").headers["Location"] == "/uk/"
    assert "language" not in client.get("/uk/").cookies
    assert client.get("/?change").status_code == 200


def test_forged_language_cookie_is_ignored(client):
    client.cookies["language"] = "//evil.example"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("text", ["Herøy", "heroy", "HERØY", "hærøy", "her"])
def test_search_finds_both_heroys_and_tells_them_apart(client, both_heroys, text):
    content = client.get("/nb/find/", {"q": text}).content.decode()
    assert content.count("Nordland") == 1
    assert content.count("Møre og Romsdal") == 1
    assert 'href="/nb/heroy-nordland/"' in content
    assert 'href="/nb/heroy-more-og-romsdal/"' in content


@pytest.mark.parametrize("text", ["rana", "Raane", "raan", "Rana – Raane", "ra"])
def test_search_finds_a_municipality_once_by_each_of_its_names(rana, text):
    found = look_up(text)
    assert [answer.place.municipality.pk for answer in found.exact + found.others] == ["1833"]


def test_search_says_who_is_not_here_yet(client, heroy):
    factories.a_municipality("1820", "Alstahaug", is_active=False)
    content = client.get("/en/find/", {"q": "alstahaug"}).content.decode()
    assert "Alstahaug is not here yet" in squeezed(content)
    assert "alstahaug-1820/" not in content
    # The nearest that is.
    assert 'href="/en/heroy-nordland/"' in content


def test_search_without_an_answer_helps(client, heroy):
    response = client.get("/en/find/", {"q": "<b>Qqqq</b>"})
    content = response.content.decode()
    assert response.status_code == 200
    assert "&lt;b&gt;Qqqq&lt;/b&gt;" in content
    assert 'href="/en/heroy-nordland/"' in content


@pytest.mark.parametrize("text", ["%", "'", "🙂", "x" * 5000, "—", "ي"])
def test_search_takes_any_text(client, heroy, text):
    assert client.get("/ar/find/", {"q": text}).status_code == 200


def test_search_as_one_types_is_only_the_results(client, heroy):
    response = client.get("/en/find/", {"q": "her"}, headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "Herøy" in response.content.decode()
    assert texts(response.content.decode(), "#live") == ["1 place found"]
    assert "HX-Request" in response["Vary"]


def test_search_results_cost_the_same_for_one_and_three(client, heroy, django_assert_num_queries):
    client.get("/nb/find/", {"q": "her"})
    with django_assert_num_queries(6):
        client.get("/nb/find/", {"q": "her"})
    factories.a_municipality("1515", "Herøy")
    factories.a_municipality("9999", "Herand")
    with django_assert_num_queries(6):
        client.get("/nb/find/", {"q": "her"})


def test_front_page_lists_those_who_take_part(client, heroy):
    factories.a_home_page("nb").copy_for_translation(factories.a_locale("uk"), alias=True)
    factories.a_municipality("1820", "Alstahaug", is_active=False)
    factories.an_occurrence()
    response = client.get("/uk/")
    [group] = response.context["regions"]
    assert [(place.pk, count) for place, count in group.places] == [("1818", 1)]
    # The heading is still Norwegian here, and says so.
    assert '<bdi lang="nb" dir="ltr">Finn folk å møte</bdi>' in response.content.decode()


def test_front_page_costs_the_same_for_one_and_three(client, heroy, django_assert_num_queries):
    factories.a_home_page()
    factories.an_occurrence()
    client.get("/nb/")
    # One finds the page.
    with django_assert_num_queries(6):
        client.get("/nb/")
    factories.a_municipality("1833", "Rana")
    factories.a_municipality("1804", "Bodø")
    with django_assert_num_queries(6):
        client.get("/nb/")


@pytest.mark.parametrize("name", ["about", "privacy", "accessibility", "data_sources"])
@pytest.mark.parametrize("language", ["nb", "ar"])
def test_pages_about_the_site_answer(client, name, language):
    with override(language):
        assert client.get(reverse(name)).status_code == 200


def test_data_sources_links_where_the_licence_asks_for_it(client):
    content = client.get("/en/about/data-sources/").content.decode()
    assert 'href="http://www.erikbolstad.no/postnummer/"' in content
    assert all(source.licence[1] in content for source in (*sources.DATA, *sources.DESIGN))


def test_privacy_page_says_why_what_and_how_long(client):
    content = client.get("/en/about/privacy/").content.decode()
    assert "It is deleted 30 days after the activity." in content
    assert "It is deleted 13 months after you were added" in content
    assert "your account is deleted 12 months after you last logged in" in content
    assert "What you typed is deleted within 2 hours." in content


# Who sets a cookie, and what the privacy page says of it.
COOKIES = {
    "core/languages.py": "one remembers your language",
    "core/accounts/given_back.py": "gives you back what you were writing",
    "events/confirming/views/closed.py": "came to a closed door",
    "events/door/views_here.py": "answer the poster at the door",
    "events/besides/views/public.py": "ask to be met there",
}
SETS_A_COOKIE = re.compile(r"\.set_(?:signed_)?cookie\(")


def test_privacy_page_names_every_cookie_and_what_stays_in_the_browser(client):
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    setting = {path for path in files if SETS_A_COOKIE.search(path.read_text())}
    assert {str(path.relative_to(ROOT)).removeprefix("site/") for path in setting} == set(COOKIES)
    content = squeezed(client.get("/en/about/privacy/").content.decode())
    assert [words for words in COOKIES.values() if words not in content] == []
    assert f'href="{reverse("my_list")}"' in content


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "It is deleted 1 day after"),
        ("nb", "Vi sletter det 1 dag etter"),
        ("nn", "Vi slettar det 1 dag etter"),
        ("uk", "через 1 день після"),
        ("ar", "بعد يوم واحد من"),
    ],
)
def test_privacy_page_says_how_long_from_the_settings_that_end_it(client, settings, language, words):
    settings.SIGNUP_RETENTION_DAYS = 1
    assert words in client.get(f"/{language}/about/privacy/").content.decode()
    settings.NEWCOMER_RETENTION_MONTHS = 7
    assert " 7 " in client.get(f"/{language}/about/privacy/").content.decode()


def test_address_that_does_not_exist_is_a_page_in_the_readers_language(client):
    factories.a_home_page("ar")
    response = client.get("/ar/atlantis/")
    content = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="ar" dir="rtl">' in content
    assert 'action="/ar/find/"' in content


@pytest.mark.parametrize("address", ["/en/oslo/", "/en/oslo/events/"])
def test_municipality_that_does_not_take_part_yet_says_so(client, db, address):
    county = factories.a_county("Oslo", "03")
    factories.a_municipality("0301", "Oslo", slug="oslo", county=county, is_active=False)
    response = client.get(address)
    assert response.status_code == 404
    assert "Oslo is not here yet" in response.content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
@pytest.mark.parametrize(("rest", "name"), [("", "heroy"), ("", "herøy"), ("events/", "heroy")])
def test_name_that_two_municipalities_share_is_asked_for(client, both_heroys, language, rest, name):
    response = client.get(f"/{language}/{name}/{rest}")
    assert response.status_code == 300
    page = response.content.decode()
    assert "Herøy, Nordland" in page
    assert "Herøy, Møre og Romsdal" in page
    for place in both_heroys:
        assert f'href="/{language}/{place.slug}/{rest}"' in page


def test_name_of_one_municipality_leads_there(client, heroy):
    for rest in ("", "events/"):
        response = client.get(f"/en/heroy/{rest}")
        assert (response.status_code, response["Location"]) == (302, f"/en/heroy-nordland/{rest}")
    # It has no page in this language: no way round in a circle.
    assert client.get("/en/heroy-nordland/").status_code == 404
    assert client.get("/en/nowhere/events/").status_code == 404


@pytest.fixture
def vestvagoy(db):
    return factories.a_municipality(
        "1860", "Vestvågøy", slug="vestvagoy", latitude="68.15", longitude="13.61"
    )


@pytest.fixture
def leknes(vestvagoy):
    return factories.a_place("Leknes", vestvagoy, "Лекнес", "ليكنيس")


@pytest.mark.parametrize("text", ["Leknes", "leknes", " LEKNES ", "Лекнес", "ليكنيس", "Leknes, Nordland"])
def test_one_sure_place_leads_on_to_what_is_on_nearest_to_it(client, leknes, text):
    response = client.get("/uk/find/", {"q": text})
    assert (response.status_code, response["Location"]) == (302, "/uk/vestvagoy/events/?near=leknes-1860")
    # Nobody is sent away while typing.
    assert client.get("/uk/find/", {"q": text}, headers={"HX-Request": "true"}).status_code == 200


def test_number_of_a_municipality_is_sure(client, vestvagoy):
    factories.a_place("Vestvågøy", vestvagoy, "1860", kind="municipality")
    assert client.get("/nb/find/", {"q": "1860"})["Location"] == "/nb/vestvagoy/"


def test_address_with_the_name_of_a_village_leads_on(client, leknes):
    assert client.get("/nb/leknes/")["Location"] == "/nb/vestvagoy/events/?near=leknes-1860"


def test_district_leads_to_its_municipalities(client, vestvagoy):
    region = factories.a_district("Lofoten", vestvagoy)
    factories.a_municipality("1833", "Rana")
    response = client.get("/nb/find/", {"q": "lofoten"})
    assert response["Location"] == "/nb/regions/lofoten/"
    page = client.get(response["Location"])
    assert page.context["region"] == region
    assert [place.pk for place, _count in page.context["places"]] == ["1860"]
    assert client.get("/nb/regions/nowhere/").status_code == 404


def test_name_of_many_places_asks_which(client, leknes):
    factories.a_place("Leknes", factories.a_municipality("1833", "Rana", is_active=False))
    content = squeezed(client.get("/en/find/", {"q": "leknes"}).content.decode())
    assert "Which “<bdi>leknes</bdi>” do you mean?" in content
    assert 'href="/en/vestvagoy/events/?near=leknes-1860"' in content
    assert client.get("/en/leknes/").status_code == 300


def test_front_page_is_the_same_for_everybody_and_has_a_place_for_mine(client, heroy):
    factories.a_home_page()
    page = client.get("/nb/")
    assert squeezed(page.content.decode()).count('id="my-place"') == 1
    assert 'data-slug="heroy-nordland"' in page.content.decode()


@pytest.mark.parametrize("text", ["", " ", "%_\\", "🙂", "x" * 10_000, "Bodø Буде بودو", "\u202eoslo"])
def test_search_of_anything_answers_in_few_queries(client, heroy, django_assert_max_num_queries, text):
    client.get("/nb/find/", {"q": "her"})
    for headers in ({}, {"HX-Request": "true"}):
        with django_assert_max_num_queries(10):
            assert client.get("/nb/find/", {"q": text}, headers=headers).status_code == 200


def test_search_of_what_no_text_may_have_is_refused_in_words(client, heroy):
    response = client.get("/nb/find/", {"q": "Bo\x00dø"})
    assert response.status_code == 400
    assert "<h1" in response.content.decode()
