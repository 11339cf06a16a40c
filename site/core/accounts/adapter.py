"""How allauth behaves here: no open registration, and its mails go by the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as account_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts import telephones
from core.accounts.letters import queue_account_mail
from core.form_fields import MobileField
from core.limits import count_mail, count_text
from core.mail.letter import validate_address
from core.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Log-in for organisers and staff. Who may do something here is added by those who answer for it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask your municipality or organisation."),
        "cannot_remove_primary_email": _("This is your main address. Choose another main address first."),
        "duplicate_email": _("You have added this address already."),
        "email_taken": _("Somebody has an account with this address already. Use another address."),
        "incorrect_code": _("This code is not right. Look in the newest message from us, and try again."),
        "max_email_addresses": _("You can have %d addresses at the most. Remove one first."),
        "phone_taken": _(
            "This number is on another account. Log in with it there and remove it, or use another number."
        ),
        "rate_limited": _("That was a little too fast. Wait a few minutes, and try again."),
        "same_as_current": _("This is the one that you have now. Type another one."),
        "select_only_one": _("Choose only one."),
        "too_many_login_attempts": _("There were too many wrong tries. Wait a few minutes, and try again."),
        "unverified_primary_email": _("Confirm your address first: type the code that we sent to it."),
    }

    def add_message(self, request: HttpRequest, *args: Any, extra_tags: str = "", **kwargs: Any) -> None:
        """What allauth says, that somebody is logged in or out, is done, and nothing is saved."""
        super().add_message(request, *args, extra_tags=extra_tags or "done", **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account without a role opens nothing, so it would be an address kept for nothing."""
        return False

    def populate_username(self, request: HttpRequest, user) -> None:
        """There are no user names: the e-mail address is the log-in."""

    def pre_login(self, request: HttpRequest, user, *, email: str | None, **kwargs) -> HttpResponse | None:
        """Remember that the address works: who logs in with one has just typed the code that was sent to it.

        Users are made by others, without allauth's row for the address, and would be asked for a second code.
        """
        if email and user.is_active:
            has_primary = EmailAddress.objects.filter(user=user, primary=True).exists()
            EmailAddress.objects.get_or_create(
                user=user, email=email.lower(), defaults={"verified": True, "primary": not has_primary}
            )
        return super().pre_login(request, user, email=email, **kwargs)

    def is_safe_url(self, url: str) -> bool:
        """allauth's, which fails on what cannot be read as an address at all."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Nothing to an address that no mail can be written to; the page answers as for any unknown one."""
        try:
            validate_address(email)
        except ValidationError:
            return
        # Whatever page asked for it: nobody is mailed more than `core.limits` says. The forms have looked.
        count_mail(account_context.request, to=email)
        queue_account_mail(
            prefix=template_prefix,
            email=email,
            context=context,
            site=get_current_site(account_context.request),
            now=timezone.now(),
        )

    # --- The mobile number. What allauth calls verified is all that is ever stored.

    def phone_form_field(self, **kwargs: Any) -> MobileField:
        return MobileField(**kwargs)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.telephone, True) if user.telephone else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        """A number that is only said to be somebody's is kept in their session, and nowhere else."""
        if verified:
            telephones.give_number(user=user, number=phone)

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """Also called when somebody logs in with it: that gives nobody a number back that was taken away."""
        if account_context.request.user.is_authenticated:
            telephones.give_number(user=user, number=phone)

    def get_user_by_phone(self, phone: str) -> User | None:
        return telephones.user_of(phone)

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        self._send_text(user, phone, code)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Nothing, in as much time: a stranger's telephone does not ring."""
        self._send_text(None, phone, "")

    def _send_text(self, user: User | None, phone: str, code: str) -> None:
        # Whatever page asked for it, and for whom it may be: the forms have looked.
        count_text(account_context.request, to=phone)
        telephones.queue_code(user=user, number=phone, code=code, now=timezone.now())


class SaferLogInAdapter(DefaultMFAAdapter):
    """Passkeys, codes of an app, and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("Turn off log-in in two steps first. Then you can add an address."),
        "cannot_delete_authenticator": _("You cannot turn off log-in in two steps."),
        "cannot_generate_recovery_codes": _("Turn on log-in in two steps first."),
        "incorrect_code": _("That was not right. Try once more: an app shows a new code every half minute."),
        "unverified_email": _("Confirm your address first: type the code that we sent to it."),
    }
