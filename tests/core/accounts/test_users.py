"""The user behind an address: one, however it is written."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from core.accounts.users import user_for
from core.models import User

pytestmark = pytest.mark.django_db


def test_user_is_made_once_in_whatever_case():
    made = user_for(email=" Kari@Example.org ")
    assert user_for(email="kari@example.ORG") == made
    assert (made.email, made.has_usable_password()) == ("kari@example.org", False)
    assert User.objects.count() == 1


def test_what_is_no_address_makes_no_user(heroy):
    for wrong in ("kari", "kari@", "kari@x." + "x" * 64 + ".no"):
        with pytest.raises(ValidationError):
            user_for(email=wrong)
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("grant_role", "kari", "host", "1818")
    assert not User.objects.exists()
