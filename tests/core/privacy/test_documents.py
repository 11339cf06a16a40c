"""The papers in docs/privacy/ say what the code does: they are made of it, and cannot drift."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.core.management import call_command

from core.privacy import documents
from core.privacy.declaration import PERSONAL, personal_fields
from core.privacy.ends import Ends
from core.privacy.purposes import ANSWER, PURPOSES

FOLDER = settings.ROOT / "docs" / "privacy"


@pytest.mark.parametrize("name", documents.DOCUMENTS)
def test_each_document_is_what_the_declaration_makes(name):
    found = (FOLDER / name).read_text(encoding="utf-8") if (FOLDER / name).is_file() else ""
    assert found == documents.documents()[name], f"docs/privacy/{name} is out of date: {documents.COMMAND}"


def test_every_purpose_has_a_controller_and_people_and_every_end_has_words():
    words = documents.words()
    assert set(words["purposes"]) == {purpose.slug for purpose in PURPOSES}
    assert {each["controller"] for each in words["purposes"].values()} <= set(words["controllers"])
    assert set(words["ends"]) == {end.name for end in Ends}


def test_every_field_stands_in_both_lists():
    made = documents.documents()
    for name, _declared in personal_fields():
        assert f"`{name}`" in made["personopplysninger.md"]
        assert f"`{name}`" in made["personal-fields.md"]


def test_a_changed_purpose_changes_the_papers(monkeypatch):
    """And so fails the first test here until the command is run."""
    before = documents.documents()
    other = replace(ANSWER, basis="Noe annet")
    monkeypatch.setattr(documents, "PURPOSES", tuple(other if each is ANSWER else each for each in PURPOSES))
    changed = [name for name, text in documents.documents().items() if text != before[name]]
    assert "behandlingsprotokoll.md" in changed


def test_a_new_field_is_in_the_list_at_once(monkeypatch):
    before = documents.documents()
    monkeypatch.setattr(documents, "PERSONAL", PERSONAL[:-1])
    after = documents.documents()
    assert after["personopplysninger.md"] != before["personopplysninger.md"]


def test_the_command_writes_what_has_changed_and_says_so(tmp_path, capsys):
    call_command("privacy_docs", to=tmp_path)
    assert set(capsys.readouterr().out.split()) == set(documents.DOCUMENTS)
    call_command("privacy_docs", to=tmp_path)
    assert capsys.readouterr().out.strip() == "Nothing has changed."


def test_no_table_is_broken_and_nothing_is_left_to_fill_by_the_template():
    for name, text in documents.documents().items():
        rows = [line for line in text.splitlines() if line.startswith("|")]
        assert all(line.endswith("|") for line in rows), name
        assert "{{" not in text
        assert "{%" not in text
