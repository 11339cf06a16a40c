"""How the parts of a package are written into mails, where no address may be relative."""

import re

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from core.mail.letter import absolute
from newcomers.welcome.plaintext import plain_text

register = template.Library()


@register.filter
def mail_html(text: RichText) -> SafeString:
    """Rich text for the HTML part of a mail, every link a whole address."""
    html = expand_db_html(text.source)
    return mark_safe(re.sub(r'href="(?=/)', f'href="{settings.BASE_URL.rstrip("/")}', html))  # noqa: S308


@register.filter
def plain(text: RichText) -> str:
    """Rich text for the text part of a mail."""
    return plain_text(mail_html(text))


@register.filter
def full_address(path: str) -> str:
    return absolute(path)


@register.filter
def tel(number: str) -> str:
    """A phone number as a `tel:` link wants it: digits and a plus."""
    return "".join(ch for ch in number if ch.isdigit() or ch == "+")


@register.filter
def initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()
