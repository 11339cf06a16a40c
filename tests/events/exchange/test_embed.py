"""The list on other people's sites: public, without cookies, and nothing of what is typed comes into it."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from events.dates.services import cancel_date
from events.exchange.colours import Colour, palette
from events.exchange.snippets import Options
from events.models import EventText, Occurrence, Responsible
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
STARTS = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
DATA = "/nb/heroy-nordland/events/embed.json"
FRAME = "/nb/heroy-nordland/events/embed/"
PAGE = "/nb/heroy-nordland/events/on-your-site/"
STYLE = "/embed/list.css"
SCRIPT = "/embed/moteplass-list.js"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dates():
    event = factories.an_event()
    return [factories.an_occurrence(event, starts_at=STARTS + timedelta(days=each)) for each in range(2)]


def shown(client, path: str = DATA) -> list[tuple[str, list[str]]]:
    return [
        (day["label"], [item["title"] for item in day["items"]]) for day in client.get(path).json()["days"]
    ]


def test_data_are_what_anybody_reads_in_the_list(client, dates):
    factories.an_occurrence(factories.an_event("Skjult", live=False), starts_at=STARTS)
    EventText.objects.create(event=dates[0].event, language="uk", title="Мовне кафе", state="human")
    cancel_date(occurrence=dates[1], user=None, now=NOW)
    answer = client.get(DATA.replace("/nb/", "/uk/")).json()
    place = {"place": "Herøy folkebibliotek", "place_language": "nb"}
    words = {"title": "Мовне кафе", "language": "uk", "dir": "ltr", "hours": "18:00–20:00", **place}
    days = answer.pop("days")
    assert [day["items"] for day in days] == [
        [
            words
            | {
                "status": "",
                "lines": [],
                "url": f"http://localhost:8000/uk/heroy-nordland/events/{dates[0].public_id}/",
            }
        ],
        [
            words
            | {
                "status": "Скасовано",
                "lines": [],
                "url": f"http://localhost:8000/uk/heroy-nordland/events/{dates[1].public_id}/",
            }
        ],
    ]
    assert answer == {
        "language": "uk",
        "dir": "ltr",
        "title": "Заходи в комуні Herøy (Nordland)",
        "empty": "",
        "more": "Дивитися всі заходи",
        "url": "http://localhost:8000/uk/heroy-nordland/events/",
    }


def test_list_is_narrowed_and_is_as_long_as_asked_for(client, dates):
    venue, organisation = factories.a_venue("Samfunnshuset"), factories.an_organisation("Turlaget")
    walk = factories.an_event("Tur", category="tur-friluft", venue=venue, organisation=organisation)
    factories.an_occurrence(walk, starts_at=STARTS + timedelta(hours=1))
    only = [("I morgen: tirsdag 5. januar", ["Tur"])]
    assert shown(client, f"{DATA}?category=tur-friluft") == only
    assert shown(client, f"{DATA}?organisation={organisation.slug}") == only
    assert shown(client, f"{DATA}?venue={venue.pk}") == only
    assert client.get(f"{DATA}?venue={venue.pk}").json()["title"] == "Samfunnshuset"
    for limit, number in {"1": 1, "0": 1, "999": 3, "x": 3, "9" * 500: 3, "-1": 3}.items():
        assert sum(len(titles) for _day, titles in shown(client, f"{DATA}?limit={limit}")) == number


@pytest.mark.parametrize("path", [DATA, FRAME, STYLE, SCRIPT])
def test_answer_is_for_any_site_and_sets_no_cookie(client, dates, organiser, path):
    client.force_login(organiser)
    before = dict(client.session.items())
    for _each in range(2):
        response = client.get(path, headers={"origin": "https://heroy.example", "sec-fetch-dest": "iframe"})
        assert response.status_code == 200
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert response["Cache-Control"].startswith("public, max-age=")
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert dict(client.session.items()) == before
    assert client.post(path).status_code == 405


def test_only_the_frame_may_stand_on_another_site(client, dates):
    frame, page = client.get(FRAME), client.get(PAGE)
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "script-src 'none'" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_who_has_it_costs_one_statement_and_who_has_not_a_few(client, dates, django_assert_num_queries):
    for number in (1, 3):
        for each in range(1, number):
            factories.an_occurrence(factories.an_event(f"Tur {each}"), starts_at=STARTS)
        with django_assert_num_queries(4):
            made = client.get(DATA)
        with django_assert_num_queries(1):
            client.get(DATA, headers={"if-none-match": made["ETag"]})
        with django_assert_num_queries(1):
            client.get(DATA)
        with django_assert_num_queries(4):
            client.get(FRAME)


def test_whether_it_is_on_is_said_and_is_in_the_next_answer(client, dates):
    tonight = NOW + timedelta(hours=3)
    known = [
        {"confirmed_at": NOW, "came_last": 12},
        {"confirmed_at": NOW, "came_last": 13},
        {"confirmed_at": None, "asked_at": NOW - timedelta(days=1), "starts_at": tonight},
    ]
    seen = [client.get(DATA)]
    for fields in known:
        Occurrence.objects.filter(pk=dates[0].pk).update(**fields)
        seen.append(client.get(DATA, headers={"if-none-match": seen[-1]["ETag"]}))
    lines = [each.json()["days"][0]["items"][0]["lines"] for each in seen]
    name = dates[0].organisation.name
    assert lines == [
        [],
        [f"Bekreftet i dag av {name} · 12 kom sist"],
        [f"Bekreftet i dag av {name} · 13 kom sist"],
        ["Ikke bekreftet. Spør arrangøren."],
    ]
    assert "Ikke bekreftet. Spør arrangøren." in client.get(FRAME).content.decode()


def test_name_and_number_of_who_answers_go_with_their_yes(client, dates):
    person = factories.a_responsible(
        dates[0].event, "Kari Strand", phone="+4791234567", shows_name=True, shows_phone=True
    )
    tonight = NOW + timedelta(hours=3)
    silent = {"asked_at": NOW - timedelta(days=1), "starts_at": tonight, "responsible": person}
    seen = []
    for fields, yes in (
        (silent, {}),
        ({}, {"shows_phone": False}),
        ({"confirmed_at": NOW}, {}),
        ({}, {"name": "Karin Strand"}),
        ({}, {"shows_name": False}),
    ):
        Occurrence.objects.filter(pk=dates[0].pk).update(**fields)
        Responsible.objects.filter(pk=person.pk).update(**yes)
        tag = seen[-1]["ETag"] if seen else ""
        seen.append(client.get(DATA, headers={"if-none-match": tag}))
    [first, no_number, name, other_name, no_name] = [
        str(each.json()["days"][0]["items"][0]["lines"]) for each in seen
    ]
    assert "Ring Kari, " in first
    assert "91" not in no_number
    assert "av Kari" in name
    assert "av Karin" in other_name
    assert "Kari" not in no_name


def test_what_is_cancelled_is_in_the_next_answer(client, dates):
    first = client.get(DATA)
    cancel_date(occurrence=dates[0], user=None, now=NOW + timedelta(minutes=1))
    assert client.get(DATA, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_what_is_not_here_says_so_in_words_with_a_link(client, dates):
    closed = factories.a_municipality("1804", "Bodø", is_active=False)
    other = factories.a_municipality("1833", "Rana")
    here = "http://localhost:8000/nb/heroy-nordland/events/"
    wrong = {
        "/nb/nowhere/events/embed.json": ("Vi kjenner ikke denne kommunen", "http://localhost:8000/nb/find/"),
        f"/nb/{closed.slug}/events/embed.json": ("Bodø er ikke med ennå", "http://localhost:8000/nb/find/"),
        f"{DATA}?category=xyz": ("Vi kjenner ikke denne typen aktivitet", here),
        f"{DATA}?category={'x' * 9000}": ("Vi kjenner ikke denne typen aktivitet", here),
        f"{DATA}?organisation=%22%3E%3Cscript%3E": ("Vi kjenner ikke denne organisasjonen", here),
        f"{DATA}?venue=-1": ("Vi kjenner ikke dette stedet", here),
        f"{DATA}?venue={10**40}": ("Vi kjenner ikke dette stedet", here),
        f"{DATA}?venue=999999999": ("Vi kjenner ikke dette stedet", here),
    }
    for path, (problem, url) in wrong.items():
        answer = client.get(path)
        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (404, "*"), path
        said = answer.json()
        assert (said["problem"], said["url"]) == (problem, url)
        frame = client.get(path.replace("embed.json", "embed/"))
        assert (frame.status_code, "X-Frame-Options" in frame) == (404, False)
        soup = BeautifulSoup(frame.content, "html.parser")
        assert (soup.h1.get_text(), soup.main.a["href"]) == (problem, url)
    empty = client.get(f"/nb/{other.slug}/events/embed.json")
    assert (empty.status_code, empty.json()["empty"]) == (200, "Det er ingenting i kalenderen nå.")


@pytest.mark.parametrize(
    "bad",
    [
        "red;}body{display:none",
        "url(//evil.example/x)",
        "</style><script>",
        "#12",
        "#gggggg",
        "x" * 9000,
        "\u0661",
    ],
)
def test_what_is_no_colour_comes_into_no_style_and_no_page(client, dates, bad):
    usual = client.get(STYLE).content
    for name in ("accent", "background", "text"):
        assert client.get(STYLE, {name: bad}).content == usual
        frame = client.get(FRAME, {name: bad})
        assert BeautifulSoup(frame.content, "html.parser").link["href"] == f"{STYLE}?"
        page = client.get(PAGE, {name: bad})
        assert page.status_code == 200
        soup = BeautifulSoup(page.content, "html.parser")
        assert soup.select_one("main iframe")["src"] == FRAME
        assert bad not in str(soup.main)
        assert page.content.decode().count("kan ikke leses på bakgrunnen") == 1


def test_colours_are_used_where_they_can_be_read():
    navy, yellow, white = Colour.read("#003"), Colour.read("FFFF00"), Colour.read("#ffffff")
    assert [str(each) for each in (navy, yellow, white)] == ["#000033", "#ffff00", "#ffffff"]
    assert round(navy.contrast(white), 1) == round(white.contrast(navy), 1) == 20.0
    fits = palette(accent=yellow, background=navy, text=white)
    assert (fits.accent, fits.background, fits.text, fits.replaced) == (yellow, navy, white, ())
    cannot = palette(accent=yellow, background=white, text=yellow)
    assert (str(cannot.text), cannot.accent, cannot.replaced) == ("#1b1b1b", cannot.text, ("text", "accent"))


@pytest.mark.parametrize(
    "background", ["#000", "#fff", "#767676", "#808080", "#f00", "#0f0", "#00f", "#757575"]
)
def test_there_is_always_something_to_read(background):
    found = palette(accent=None, background=Colour.read(background), text=None)
    assert found.text.contrast(found.background) >= 4.5


def test_script_says_in_every_language_that_it_cannot_reach_us(client):
    response = client.get(SCRIPT)
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    words = json.loads(re.search(r"const WORDS = (\{.*?\});\n", response.content.decode())[1])
    assert {code: each["dir"] for code, each in words.items()} == {
        "nb": "ltr", "nn": "ltr", "en": "ltr", "uk": "ltr", "ar": "rtl"
    }  # fmt: skip
    assert len({each["lost"] for each in words.values()}) == 5


def test_page_gives_the_lines_with_what_was_chosen(client, dates):
    chosen = {"category": "sprakkafe", "accent": "#005a70", "background": "#fff", "text": "#123"}
    soup = BeautifulSoup(client.get(PAGE, chosen).content, "html.parser")
    script, frame = (soup.find(id=name).get_text() for name in ("script-lines", "frame-lines"))
    element = BeautifulSoup(script, "html.parser").find("moteplass-list")
    attributes = {"municipality", "language", "category", "accent", "background", "text", "style"}
    assert (set(element.attrs), element["text"]) == (attributes, "#112233")
    assert element.a["href"] == "http://localhost:8000/nb/heroy-nordland/events/"
    source = BeautifulSoup(frame, "html.parser").iframe["src"]
    query = "category=sprakkafe&accent=005a70&background=ffffff&text=112233"
    assert source == f"http://localhost:8000{FRAME}?{query}"
    assert soup.select_one("main iframe")["src"] == f"{FRAME}?{query}"
    assert client.get(f"{FRAME}?{query}").status_code == 200
    assert Options.read(chosen).unknown == ()
    own = BeautifulSoup(
        client.get(PAGE, {"organisation": "turlaget", "venue": '"><b>'}).content, "html.parser"
    )
    element = BeautifulSoup(own.find(id="script-lines").get_text(), "html.parser").find("moteplass-list")
    assert set(element.attrs) == {"municipality", "language", "organisation", "style"}
    assert own.select_one("input[type=hidden]")["value"] == "turlaget"
    assert client.get("/nb/nowhere/events/on-your-site/").status_code == 404
