"""How the figures' pages write a month."""

from django import template

from newcomers.participation import periods

register = template.Library()
register.filter("month_name", periods.month_name)
