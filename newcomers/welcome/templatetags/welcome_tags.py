"""A package in the editor's preview, and its parts in mails, where no address may be relative."""

import re

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from core.mail.letter import absolute
from newcomers.welcome.models import WelcomePackage
from newcomers.welcome.next_events import soonest
from newcomers.welcome.plaintext import plain_text
from newcomers.welcome.rendering import render_body

register = template.Library()
register.filter("soonest", soonest)


@register.simple_tag
def package_html(package: WelcomePackage) -> SafeString:
    """The package's parts, as the web shows them, without what is near just now."""
    return render_body(package)


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
def initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()
