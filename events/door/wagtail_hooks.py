"""What the door registers with the portal."""

from wagtail import hooks

from events.door.cards import door_cards

hooks.register("portal_cards", door_cards)
