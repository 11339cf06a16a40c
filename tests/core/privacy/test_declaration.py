"""Every field is declared: about a person, with its purpose and its end, or not, with the reason."""

from collections import Counter

from core.privacy import PURPOSES
from core.privacy.declaration import (
    Ends,
    fields_to_declare,
    other_fields,
    personal_fields,
)


def test_every_field_is_declared_once_and_every_declaration_has_its_field():
    declared = Counter(name for name, _why in [*personal_fields(), *other_fields()])
    assert {name for name, times in declared.items() if times > 1} == set()
    assert fields_to_declare() - set(declared) == set(), (
        "say in core/privacy/declaration.py what they are for"
    )
    assert set(declared) - fields_to_declare() == set(), "these are gone, or cannot name anybody"


def test_every_personal_field_has_a_purpose_that_the_privacy_page_states():
    assert {declared.purpose for _name, declared in personal_fields()} == set(PURPOSES)
    assert {declared.ends for _name, declared in personal_fields()} == set(Ends)
