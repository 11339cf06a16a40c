"""What this room registers with the portal."""

from wagtail import hooks

from newcomers.cards import newcomer_cards

hooks.register("portal_cards", newcomer_cards)
