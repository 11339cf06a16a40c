"""Amounts of SMS, which are kept in øre."""

from django import template

from core.formats import kroner

register = template.Library()
register.filter(kroner)
