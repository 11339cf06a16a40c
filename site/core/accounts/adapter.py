"""How allauth behaves here: no open registration, and our own words and look in its mails."""

import mrml
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as account_context
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string, select_template
from django.utils.translation import get_language, override

from core.languages import language_codes
from core.limits import count_mail
from core.mail.letter import Letter, build_message, frame_values, framed, part_or_nothing, validate_address
from core.models import User
from core.text import clean


class AccountAdapter(DefaultAccountAdapter):
    """Log-in for organisers and staff. Who may do something here is added by those who answer for it."""

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
        super().send_mail(template_prefix, email, context)

    def render_mail(
        self, template_prefix: str, email: str, context: dict, headers: dict[str, str] | None = None
    ) -> EmailMultiAlternatives:
        """allauth's mail with our frame, in the language of the one who gets it."""
        language = language_for(email)
        with override(language):
            letter = render_account_letter(template_prefix, context, language)
        return build_message(letter, to=email, language=language, headers=headers)


def language_for(email: str) -> str:
    """What the user has chosen, else the language of the page that the mail was asked for on."""
    chosen = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    codes = language_codes()
    return next((code for code in (chosen, get_language()) if code in codes), settings.LANGUAGE_CODE)


def render_account_letter(prefix: str, context: dict, language: str) -> Letter:
    """The words of the mail `prefix`, in the active language. Without its own MJML the text is framed."""
    values = {**context, **frame_values(language)}
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", values).split())
    text = render_to_string(f"{prefix}_message.txt", values).strip() + "\n"
    frame = select_template([f"{prefix}_message.mjml", "account/email/message.mjml"])
    html = part_or_nothing(
        prefix,
        lambda: mrml.to_html(clean(frame.render({**values, "subject": subject, "text": text}))).content,
    )
    return Letter(subject=subject, text=framed(text), html=html or "")
