"""Amounts of SMS, which are kept in øre."""

from django import template

from home import texting

register = template.Library()
register.filter(texting.kroner)
