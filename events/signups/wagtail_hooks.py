"""What the sign-ups room registers with the portal."""

from wagtail import hooks

from events.signups.cards import door_cards

hooks.register("portal_cards", door_cards)
