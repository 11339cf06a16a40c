"""What a step says: along the chain, text by text, and as somebody types it."""

from datetime import UTC, datetime

import pytest

from newcomers.welcome.booklet.sources import booklet_of
from newcomers.welcome.booklet.values import booklet_values
from newcomers.welcome.content import packages, starting
from newcomers.welcome.content.notation import as_html, as_typed
from newcomers.welcome.content.rendering import main_language, render_body, render_mail_parts
from newcomers.welcome.content.resolving import resolve
from newcomers.welcome.content.richtext import cleaned
from newcomers.welcome.content.segments import segments_of
from newcomers.welcome.content.texts import Worth, texts_of
from newcomers.welcome.content.working import drafted, published
from newcomers.welcome.models import PackageStep, SharedSection, StepText
from tests import factories
from tests.markup import language_of

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def worth_of(step: PackageStep, language: str, path: str = "subject") -> Worth:
    texts = texts_of([step])[PackageStep, step.pk]
    segment = next(each for each in drafted(step).segments if each.path == path)
    return texts.of(segment, language).worth


def subject(step: PackageStep, language: str) -> dict:
    return resolve(step, published(step), language, now=NOW)["subject"]


def say(step: PackageStep, words: str) -> PackageStep:
    """The step says something else from now on."""
    step.subject = words
    step.save_revision().publish()
    rows = PackageStep.objects.select_related("package__municipality", "live_revision", "latest_revision")
    return rows.get(pk=step.pk)


@pytest.fixture
def short(heroy) -> PackageStep:
    return say(factories.a_step(subject="Hei", body=[]), "Hei")


def test_each_text_falls_back_by_itself_along_the_chain(heroy, step):
    StepText.objects.filter(language="uk", path="subject").delete()
    content = resolve(step, published(step), "uk", now=NOW)
    assert content["subject"] == {"text": "Welcome here", "language": "en"}
    assert content["parts"][0]["text"]["language"] == "uk"
    content = resolve(step, published(step), "nn", now=NOW)
    assert content["subject"] == {"text": "Velkommen hit", "language": "nb"}


def test_dari_falls_back_to_persian_before_english(short):
    short.package.languages = ["en", "fa", "prs"]
    factories.a_translation(short, "fa", {"Hei": "سلام"})
    factories.a_translation(short, "en", {"Hei": "Hello"})
    assert subject(short, "prs") == {"text": "سلام", "language": "fa"}


def test_states_follow_from_hashes_and_nothing_a_person_wrote_is_lost(short):
    assert worth_of(short, "uk") == Worth.MISSING
    factories.a_translation(short, "uk", {"Hei": "Привіт"})
    assert worth_of(short, "uk") == Worth.HUMAN
    changed = say(short, "Hei der")
    assert worth_of(changed, "uk") == Worth.OUTDATED
    # Shown until it is renewed, as everywhere on the site.
    now = {"text": "Hei der", "language": "nb"}
    assert subject(changed, "uk") == {"text": "Привіт", "language": "uk", "now": now}
    back = say(changed, "Hei")
    assert worth_of(back, "uk") == Worth.HUMAN
    assert StepText.objects.get().text == "Привіт"


def test_a_machines_text_is_marked_and_missing_again_when_the_source_changes(short):
    factories.a_translation(short, "uk", {"Hei": "Привіт"})
    StepText.objects.update(state="machine")
    assert worth_of(short, "uk") == Worth.MACHINE
    assert subject(short, "uk") == {"text": "Привіт", "language": "uk", "machine": True}
    changed = say(short, "Hei der")
    assert worth_of(changed, "uk") == Worth.MISSING
    assert subject(changed, "uk") == {"text": "Hei der", "language": "nb"}


def test_draft_is_translated_before_it_is_published_and_readers_get_what_is(short):
    factories.a_translation(short, "uk", {"Hei": "Привіт"})
    short.subject = "Hei igjen"
    short.save_revision()
    step = PackageStep.objects.select_related("package", "live_revision", "latest_revision").get(pk=short.pk)
    assert worth_of(step, "uk") == Worth.OUTDATED
    assert subject(step, "uk") == {"text": "Привіт", "language": "uk"}
    assert subject(step, "nb")["text"] == "Hei"


def test_same_words_in_two_steps_are_translated_once(short):
    factories.a_translation(short, "uk", {"Hei": "Привіт"})
    second = factories.a_step(short.package, kind="month_1", subject="Hei", body=[])
    assert subject(second, "uk") == {"text": "Привіт", "language": "uk"}


def test_number_of_a_contact_is_changed_once(heroy, step):
    contact = step.body[1].value["contacts"][0]["contact"]
    contact.phone = "+4790000000"
    contact.save()
    for language in ("nb", "uk", "ar"):
        content = resolve(step, published(step), language, now=NOW)
        assert content["parts"][1]["contacts"][0]["phone"] == "+4790000000"
    contact.delete()
    assert "contacts" not in [part["type"] for part in resolve(step, published(step), "nb", now=NOW)["parts"]]


def test_hours_of_a_place_are_those_that_it_has_now(heroy):
    place = factories.a_standing_place("Biblioteket", municipality=heroy)
    step = factories.a_step(
        body=[("places", {"heading": "Kom innom", "places": [{"standing_place": place, "venue": None}]})]
    )
    [part] = resolve(step, published(step), "ar", now=NOW)["parts"]
    [shown] = part["places"]
    assert shown["name"] == "Biblioteket"
    assert shown["hours"]
    assert {line["language"] for line in shown["hours"]} == {"ar"}
    assert shown["url"].startswith("/ar/")


def test_section_of_the_county_comes_with_its_own_translations(heroy):
    section = SharedSection.objects.create(
        county=heroy.county, heading="Fylket", text="<p>Hei</p>", languages=["uk"]
    )
    heading, _text = segments_of(section)
    StepText.objects.create(
        section=section,
        language="uk",
        path="heading",
        source_hash=heading.hash,
        text="Фюльке",
        state="human",
        changed_at=NOW,
    )
    step = factories.a_step(body=[("shared", {"section": section})])
    [part] = resolve(step, published(step), "uk", now=NOW)["parts"]
    assert part["heading"] == {"text": "Фюльке", "language": "uk"}
    assert part["text"] == {"html": "<p>Hei</p>", "language": "nb"}
    SharedSection.objects.update(is_on=False)
    assert resolve(step, published(step), "uk", now=NOW)["parts"] == []


# --- Rich text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Hei\n\nder", "<p>Hei</p><p>der</p>"),
        ("en\nto", "<p>en<br/>to</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("**fet** og *skrå*", "<p><b>fet</b> og <i>skrå</i></p>"),
        ("[her](https://a.example/?a=1&b=2)", '<p><a href="https://a.example/?a=1&amp;b=2">her</a></p>'),
        ("[side](page:12)", '<p><a id="12" linktype="page">side</a></p>'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("2 * 3 * 4 < 5", "<p>2 * 3 * 4 &lt; 5</p>"),
        ("مرحبًا **بك**", "<p>مرحبًا <b>بك</b></p>"),
    ],
)
def test_what_is_typed_becomes_safe_rich_text_and_back(typed, html):
    assert as_html(typed) == html
    if "javascript" not in typed:
        assert as_html(as_typed(html)) == html


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p onclick=x>a</p>", "<p>a</p>"),
        ("<a href='javascript:x'>a</a>", "<p>a</p>"),
        ("<a href='//evil.example'>a</a>", "<p>a</p>"),
        ("<p>a<script>x</script></p>", "<p>a</p>"),
        ("a<!-- x --><strong>b</strong>", "<p>a<b>b</b></p>"),
        ("<h2>a</h2><img src=x onerror=y>", "<p>a</p>"),
    ],
)
def test_rich_text_has_only_what_a_letter_needs(dirty, clean):
    assert cleaned(dirty) == clean


# --- Packages to begin with ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_new_package_has_all_steps_as_drafts_with_their_translations(heroy, host, language):
    package = packages.make_package(
        municipality=heroy,
        name="Velkommen",
        kind="welcome",
        language=language,
        languages=["nb", "nn", "en", "uk"],
        with_texts=True,
        user=host,
        now=NOW,
    )
    steps = list(package.steps.select_related("package", "live_revision", "latest_revision").in_order())
    assert [step.kind for step in steps] == list(starting.STEPS)
    assert not any(step.live for step in steps)
    assert all("Herøy" in step.subject for step in steps)
    for step in steps:
        texts = texts_of([step])[PackageStep, step.pk]
        for code in set(package.languages) - {"uk"}:
            found = {texts.of(segment, code).worth for segment in drafted(step).segments}
            assert found == {Worth.HUMAN}


def test_copy_has_the_texts_and_never_the_people_the_places_or_the_drafts(heroy, host, step):
    there = factories.a_municipality("1515", "Herøy i Sunnmøre")
    factories.a_step(step.package, kind="month_1", live=False, subject="Ikke ferdig")
    copied = packages.copy_package(source=step.package, municipality=there, user=host, now=NOW)
    [new] = copied.steps.select_related("package", "live_revision", "latest_revision")
    assert (new.live, new.package.municipality_id) == (False, "1515")
    words = drafted(new)
    assert [part["type"] for part in words.body] == ["letter", "checklist", "explainer", "next_events"]
    assert words.body[0]["value"]["signature"] == "–"
    assert {worth_of(new, code) for code in ("en", "uk", "ar")} == {Worth.HUMAN}
    assert not new.campaigns.exists()


def test_explainer_is_put_into_the_draft_in_every_language_that_we_have_it_in(heroy, host, short):
    packages.add_explainer(step=short, name="dugnad", user=host, now=NOW)
    step = PackageStep.objects.select_related("package", "live_revision", "latest_revision").get(pk=short.pk)
    assert published(step).body == []
    [part] = drafted(step).body
    assert part["value"]["word"] == "dugnad"
    segment = drafted(step).segments[-1]
    texts = texts_of([step])[PackageStep, step.pk]
    assert {code: texts.of(segment, code).worth for code in ("nn", "en", "uk")} == {
        "nn": Worth.HUMAN,
        "en": Worth.HUMAN,
        "uk": Worth.MISSING,
    }


def test_outdated_words_stay_and_what_is_right_stands_beside_them_on_every_road(step):
    step.subject = "Velkommen hit, alle"
    step.body[2].value["items"][0]["text"] = "Meld flytting innen åtte dager"
    step.save_revision().publish()
    step = PackageStep.objects.select_related("package__municipality__crest", "live_revision").get(pk=step.pk)
    content = resolve(step, published(step), "uk", now=NOW)
    assert content["subject"]["text"] == "Ласкаво просимо"
    [changed] = [part for part in content["parts"] if part["type"] == "changed"]
    assert {each["text"] for each in changed["texts"]} == {
        "Velkommen hit, alle",
        "Meld flytting innen åtte dager",
    }
    assert {each["language"] for each in changed["texts"]} == {"nb"}
    # It is no Norwegian package for that.
    assert main_language(content) == "uk"
    page = str(render_body(content, reader="uk"))
    assert "Повідомте про переїзд" in page
    assert language_of(page, "Meld flytting innen åtte dager") == ("nb", "ltr")
    assert language_of(page, "Змінено після перекладу") == ("uk", "ltr")
    mjml, text = render_mail_parts(content, reader="uk")
    for said in (mjml, text):
        assert "Змінено після перекладу" in said
        assert "Meld flytting innen åtte dager" in said
    values = booklet_values(booklet_of(content, municipality=step.municipality, now=NOW))
    assert values["parts"][-1]["heading"]["text"] == "Змінено після перекладу"
    assert values["other_languages"]["text"] == ""
    # Where nothing is outdated nothing is said.
    assert "changed" not in {part["type"] for part in resolve(step, published(step), "nb", now=NOW)["parts"]}
