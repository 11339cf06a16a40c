"""A mail in two steps: what is common is rendered once, what is a person's own is filled in."""

from datetime import UTC, datetime, timedelta

import pytest

from newcomers.welcome.content.mails import Personal, common_part
from newcomers.welcome.content.resolving import resolve
from newcomers.welcome.content.working import published
from organisations.models import Municipality
from tests import factories
from tests.organisations.test_choices import a_picture

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
LINKS = {
    "page_url": "https://moteplass.example/uk/welcome/abc/?a=1&b=2",
    "stop_url": "https://moteplass.example/uk/welcome/abc/stop/",
    "erase_url": "https://moteplass.example/uk/welcome/abc/delete/",
}


def a_person(name: str = "Olena") -> Personal:
    return Personal(name=name, **LINKS)


@pytest.fixture
def common(step):
    def make(language: str = "uk", **more):
        content = resolve(step, published(step), language, now=NOW)
        place = Municipality.objects.select_related("crest").get(pk=step.municipality_id)
        return common_part(
            content, place=place, language=language, now=NOW, reply_to="host@heroy.example", **more
        )

    return make


def html_of(message) -> str:
    return message.alternatives[0][0]


def test_filling_in_costs_no_query_and_renders_nothing(common, django_assert_num_queries):
    made = common()
    with django_assert_num_queries(0):
        messages = [made.fill(a_person(f"Person {n}"), to=f"p{n}@example.org") for n in range(50)]
    assert len({message.body for message in messages}) == 50
    assert all(message.subject == "Ласкаво просимо" for message in messages)


def test_what_is_a_persons_own_is_escaped_and_stands_once(common):
    message = common("nb").fill(a_person("<b>Åse</b> & co"), to="a@example.org")
    html = html_of(message)
    assert "Hei, <bdi>&lt;b&gt;Åse&lt;/b&gt; &amp; co</bdi>" in html
    assert "Hei, <b>Åse</b> & co" in message.body
    assert html.count("Åse") == message.body.count("Åse") == 1
    assert 'href="https://moteplass.example/uk/welcome/abc/?a=1&amp;b=2"' in html
    assert "https://moteplass.example/uk/welcome/abc/?a=1&b=2" in message.body


def test_person_without_a_name_is_greeted_without_one(common):
    message = common("nb").fill(a_person(""), to="a@example.org")
    assert message.body.startswith("Hei!") or message.body.startswith("Hei,")
    assert "<bdi></bdi>" not in html_of(message)


def test_arabic_greeting_keeps_a_latin_name_whole(common):
    message = common("ar").fill(a_person("Olena"), to="a@example.org")
    first = message.body.split("\n")[0]
    assert "\u2068Olena\u2069" in first
    assert "،" in first
    html = html_of(message)
    assert 'dir="rtl"' in html
    assert '<bdi dir="ltr">75\xa000\xa000\xa000</bdi>' in html


def test_mail_is_from_the_municipality_and_answers_go_to_the_host(common):
    message = common().fill(a_person(), to="a@example.org")
    assert message.from_email.startswith("=?utf-8?") or message.from_email.startswith("Herøy")
    assert message.from_email.endswith("<hei@moteplass.example>")
    assert message.reply_to == ["host@heroy.example"]


def test_pictures_are_attached_and_nothing_is_fetched(common, step, heroy, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = factories.a_photograph(heroy) if hasattr(factories, "a_photograph") else a_picture(heroy)
    heroy.crest = picture
    heroy.save()
    message = common().fill(a_person(), to="a@example.org")
    html = html_of(message)
    assert "http" not in "".join(part.split('"')[0] for part in html.split('src="')[1:])
    if message.attachments:
        assert f'src="cid:crest-{heroy.pk}@moteplass"' in html
        assert message.message().get_content_type() == "multipart/related"


def test_what_fits_is_marked_and_what_is_open_to_all_stands_first_among_equals(common, heroy):
    closed = factories.an_event("Lukket gruppe", open_to_all=False)
    factories.an_occurrence(closed, starts_at=NOW + timedelta(days=1))
    for day in (2, 3):
        factories.an_occurrence(factories.an_event(f"Åpent {day}"), starts_at=NOW + timedelta(days=day))
    hike = factories.an_event("Topptur", category="tur-friluft")
    factories.an_occurrence(hike, starts_at=NOW + timedelta(days=6))
    text = common("nb", interests=["tur-friluft"]).fill(a_person(), to="a@example.org").body
    assert text.index("Åpent 2") < text.index("Åpent 3") < text.index("Topptur")
    assert "Lukket gruppe" not in text
    assert text.count("Passer med det du liker") == 1


def test_lines_are_as_short_as_mail_allows_whatever_the_script(common, step):
    rich = "<p>" + "نقوم بعمل معًا في البلدية مجانًا. " * 200 + "</p>"
    factories.a_translation(step, "ar", {})
    step.texts.filter(language="ar", text__startswith="<p>مرحب").update(text=rich)
    html = html_of(common("ar").fill(a_person(), to="a@example.org"))
    assert "نقوم بعمل معًا" in html
    assert max(len(line.encode()) for line in html.split("\n")) <= 998
    # Outlook reads what stands between the brackets as one.
    assert html.count("<!--[if mso") == html.count("<!--[if mso | IE]>") + html.count("<!--[if mso]>")


@pytest.mark.parametrize(
    ("reader", "is_told"), [("pl", "Norwegian"), ("da", ""), ("nn", ""), ("nb", ""), ("ti", "Norwegian")]
)
def test_who_reads_another_language_is_told_and_nobody_else(step, reader, is_told):
    content = resolve(step, published(step), "nb", now=NOW)
    place = Municipality.objects.select_related("crest").get(pk=step.municipality_id)
    text = common_part(content, place=place, language=reader, now=NOW).fill(a_person(), to="a@x.no").body
    assert ("It is written in: Norwegian" in text) == bool(is_told)
    assert "in your language yet" not in text or is_told


def test_reader_of_a_language_that_the_site_lacks_is_not_told_that_it_is_missing(step):
    step.package.languages = [*step.package.languages, "ti"]
    step.package.save()
    words = {segment.text: "ሰላም " * 5 for segment in published(step).segments}
    factories.a_translation(step, "ti", words)
    content = resolve(step, published(step), "ti", now=NOW)
    place = Municipality.objects.select_related("crest").get(pk=step.municipality_id)
    made = common_part(content, place=place, language="ti", now=NOW)
    assert "in your language yet" not in made.fill(a_person(), to="a@x.no").body
    assert made.frame == "en"
