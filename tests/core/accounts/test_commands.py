"""Commands that make people who log in, with a code: a password is neither asked for nor set."""

import pytest
from django.core.management import CommandError, call_command

from core.models import User

pytestmark = pytest.mark.django_db


def test_createsuperuser_makes_an_administrator_without_a_password():
    call_command("createsuperuser", "Drift@Moteplass.no", "--name", "Dina Drift", verbosity=0)
    call_command("createsuperuser", "drift@moteplass.no", verbosity=0)
    user = User.objects.get()
    assert (user.email, user.name) == ("drift@moteplass.no", "Dina Drift")
    assert user.is_superuser
    assert not user.has_usable_password()


@pytest.mark.parametrize("typed", ["kari", "kari@", "kari@heroy", "k" * 300 + "@heroy.no", "kari @heroy.no"])
@pytest.mark.parametrize("command", [["createsuperuser"], ["grant_role"]])
def test_command_refuses_what_is_no_address(heroy, command, typed):
    rest = ["host", "1818"] if command == ["grant_role"] else []
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command(*command, typed, *rest)
    assert not User.objects.exists()
