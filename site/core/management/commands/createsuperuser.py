"""`manage.py createsuperuser kari@moteplass.no`: an administrator of the whole site."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.accounts.users import user_for
from core.models import User


class Command(BaseCommand):
    """Django's asks for a password, and no log-in here takes one."""

    help = "Make an administrator of the whole site, who logs in with an e-mailed code. Safe to repeat."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email", help="the e-mail address that the code is sent to")
        parser.add_argument("--name", default="", help="the person's name")

    def handle(self, *, email: str, name: str, **options: Any) -> None:
        try:
            user = user_for(email=email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address. Nothing was changed.") from None
        rights = {"is_superuser": True, "is_staff": True, "is_active": True}
        User.objects.filter(pk=user.pk).update(**rights, name=user.name or name)
        self.stdout.write(f"{user.email} is an administrator, and logs in with a code that is sent there.")
