"""Pictures of organisations and places, chosen in the portal; other rooms choose theirs on its page."""
