"""What this room registers with the portal."""

from wagtail import hooks

from newcomers.participation.cards import figures_card

hooks.register("portal_cards", figures_card)
