"""What may not be is refused by the database itself, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from tests import factories

pytestmark = pytest.mark.django_db


def refused(row, **values) -> str:
    """The message with which the database refuses `values` on `row`."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**values)
    return str(error.value)


@pytest.mark.parametrize(
    ("make", "values", "constraint"),
    [
        (factories.an_organisation, {"orgnr": "12345"}, "organisation_orgnr_nine_digits"),
        (factories.a_venue, {"postcode": "88"}, "venue_postcode_four_digits"),
        (factories.an_event, {"category": "bingo"}, "event_category_known"),
        (factories.an_event, {"age_from": 200}, "event_age_from_is_an_age"),
        (factories.an_event, {"venue": None}, "event_has_a_place_or_a_link"),
        (factories.an_occurrence, {"status": "perhaps"}, "occurrence_status_known"),
        (factories.a_signup, {"status": "perhaps"}, "signup_status_known"),
        (factories.a_signup, {"adults": 15, "children_6_12": 15}, "signup_party_not_too_large"),
        (factories.a_signup, {"adults": 0}, "signup_has_someone_responsible"),
        (factories.a_headcount, {"first_timers": 13}, "headcount_first_timers_within"),
        (factories.a_municipality, {"latitude": "10"}, "municipality_in_norway"),
    ],
)
def test_database_refuses(make, values, constraint):
    assert constraint in refused(make(), **values)


def test_database_refuses_a_role_that_is_not_one_of_ours(editor):
    assert "role_is_one_of_ours" in refused(editor.roles.get(), role="king")


def test_database_refuses_a_membership_that_is_not_one_of_ours(organiser):
    assert "membership_role_known" in refused(organiser.memberships.get(), role="king")
