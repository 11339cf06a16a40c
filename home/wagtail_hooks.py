"""What the front door registers with Wagtail."""

from wagtail import hooks

from home.admin import count_nothing_for_volunteers, hide_drafts_of_others

hooks.register("construct_page_chooser_queryset", hide_drafts_of_others)
# After the rooms' own, which Wagtail's apps register first.
hooks.register("construct_homepage_summary_items", count_nothing_for_volunteers, order=1000)
