"""The user behind an e-mail address, and the addresses of a user."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from core.mail.letter import validate_address
from core.models import User
from core.text import same_address


def user_for(*, email: str) -> User:
    """The user who logs in with `email`, in whatever case; made if there is none.

    A new user has no password: they log in with a code that is sent to the address. Raises `ValidationError`
    for what is no address that mail can be sent to.
    """
    address = same_address(email)
    found = User.objects.filter(email__iexact=address).first()
    if found is not None:
        return found
    validate_address(address)
    try:
        with transaction.atomic():
            return User.objects.create_user(address)
    except IntegrityError:
        # Somebody else made the same user meanwhile.
        return User.objects.get(email__iexact=address)


def addresses_of(user: User) -> tuple[str, ...]:
    """The e-mail addresses that `user` has confirmed, and the number that they log in with."""
    rows = EmailAddress.objects.filter(user=user, verified=True).order_by("pk")
    confirmed = [same_address(email) for email in rows.values_list("email", flat=True)]
    return (*confirmed, *([user.telephone] if user.telephone else []))
