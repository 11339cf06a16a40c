"""What the look promises: fields that a screen reader understands, no inline code, no left and right."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from core.form_fields import LanguageSelect, NorwegianSelect

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
PAGES = [path for path in TEMPLATES if "mail" not in path.parts]
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![\w-])(?:left|right|top|bottom)\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)


STATE = re.compile(r"\[aria-(?:current|pressed|selected)|:checked|\[open\] > summary|\[data-cancelled\]")


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="For the confirmation.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    how = forms.ChoiceField(
        label="How", choices=[("a", "Just come"), ("b", "Sign up")], widget=forms.RadioSelect
    )
    remind = forms.BooleanField(label="Remind me", required=False)


def rendered(form: forms.Form) -> str:
    return render_to_string("core/form.html", {"form": form})


def test_field_names_its_help_and_its_error() -> None:
    html = rendered(SampleForm({"email": "olena@", "how": "a"}))
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html


def test_error_summary_links_to_each_bad_field() -> None:
    html = rendered(SampleForm({"email": "olena@"}))
    assert re.findall(r'<a [^>]*href="#([\w-]+)"', html) == ["id_email", "id_how"]
    assert 'id="id_how"' in html


def test_form_without_errors_has_no_summary() -> None:
    assert "error-summary-title" in rendered(SampleForm({"email": "olena@"}))
    assert "error-summary-title" not in rendered(SampleForm())


def test_only_optional_text_fields_say_so() -> None:
    with override("en"):
        html = rendered(SampleForm())
    assert html.count("(optional)") == 1


@pytest.mark.parametrize(
    ("widget", "marks"),
    [
        (LanguageSelect, {"uk": ("uk", "ltr"), "ar": ("ar", "rtl"), "en": (None, None), "": (None, None)}),
        (NorwegianSelect, {"1818": ("nb", "ltr"), "": (None, None)}),
    ],
)
def test_option_in_another_language_says_so(widget, marks) -> None:
    with override("en"):
        html = widget(choices=[(value, value) for value in marks]).render("which", None)
    options = BeautifulSoup(html, "html.parser").find_all("option")
    assert {each["value"]: (each.get("lang"), each.get("dir")) for each in options} == marks


def test_choices_keep_what_was_chosen() -> None:
    html = rendered(SampleForm({"email": "a@b.example", "how": "b"}))
    assert re.findall(r'value="(\w)"[^>]* checked', html) == ["b"]


def test_widget_keeps_the_class_of_the_form() -> None:
    class Wide(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"class": "wide"}))

    assert 'class="ds-input wide"' in rendered(Wide())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_compiles_and_has_no_inline_code(path: Path) -> None:
    get_template(str(path.relative_to(ROOT / "templates")))
    source = path.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|javascript:", source)
    assert not re.search(r"<script(?![^>]*(?:src=|application/(?:ld\+)?json))", source)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_use_logical_properties_only(path: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert PHYSICAL.findall(rules) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_rules_for_phones_are_for_screens(path: Path) -> None:
    """A sheet of paper is narrower than a table that fits on it: a phone's rules print each row as a card."""
    assert re.findall(r"@media(?! screen and \(width <)[^{]*\(width <[^{]*", path.read_text()) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_what_is_chosen_is_seen_in_forced_colours(path: Path) -> None:
    """There no background of ours is shown: a state that has one has an edge or a system colour too."""
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    forced = "".join(re.findall(r"@media \(forced-colors: active\) \{(.*?)\n\}", rules, flags=re.DOTALL))
    chosen = {
        " ".join(selector.split())
        for selector, declarations in re.findall(r"([^{};]+)\{([^{}]*)\}", rules)
        if STATE.search(selector) and "background" in declarations
    }
    assert {selector for selector in chosen if selector not in " ".join(forced.split())} == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_link_with_words_has_no_other_name(path: Path) -> None:
    """Who says what they see must hit it: what is only heard stands after the words, in .ds-sr-only."""
    tags = re.findall(
        r"<(?:a|button|summary)\b(?:[^<>{}]|\{%.*?%\}|\{\{.*?\}\})*>", path.read_text(), flags=re.DOTALL
    )
    assert [tag for tag in tags if "aria-label=" in tag] == []


def test_list_without_bullets_says_that_it_is_one() -> None:
    """Safari takes a list without them for no list; within a `nav` it does not."""
    rules = "".join(re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL) for path in STYLES)
    bare = {
        name
        for selectors, declarations in re.findall(r"([^{}]+)\{([^{}]*)\}", rules)
        if re.search(r"list-style(?:-type)?:\s*none", declarations)
        for name in re.findall(r"\.([\w-]+)\s*(?=,|$)", selectors.strip())
    }
    assert "mp-tasks" in bare
    tags = [tag for path in PAGES for tag in re.findall(r"<[uo]l\b[^>]*>", path.read_text())]
    wrong = [tag for tag in tags if set(re.findall(r"[\w-]+", tag)) & bare and 'role="list"' not in tag]
    assert wrong == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_norwegian_name_is_marked_as_norwegian(path: Path) -> None:
    """Names of places and organisations: a screen reader in Arabic says them with a Norwegian voice."""
    names = r"(?:municipality|county|venue|organisation|place|neighbour)(?:\.name)?"
    unmarked = rf"<bdi>\{{\{{ (?:\w+\.)*{names} \}}\}}"
    assert re.findall(unmarked, path.read_text()) == []


def test_table_that_is_laid_out_anew_keeps_its_roles() -> None:
    """On a phone its rows are cards: `display` takes the roles away from some readers."""
    own = [path for path in PAGES if "wagtail" not in str(path) and "admin" not in path.name]
    tags = [
        tag
        for path in own
        for tag in re.findall(r"<(?:table|thead|tbody|tr|t[dh])\b[^>]*>", path.read_text())
    ]
    assert [tag for tag in tags if "role=" not in tag] == []


@pytest.mark.parametrize("name", ["404", "403", "429", "403_csrf"])
def test_error_page_renders_without_a_user(name: str) -> None:
    html = get_template(f"{name}.html").render({}, RequestFactory().get("/en/nowhere/"))
    assert "<h1" in html


@pytest.mark.parametrize("name", ["400", "500"])
def test_error_page_that_stands_alone_needs_no_request(name: str) -> None:
    assert "<h1" in get_template(f"{name}.html").render({})
