"""What other rooms may react to. The door itself does not know who listens."""

from django.dispatch import Signal

# Sent by the nightly job inside the transaction that deletes a date's ticks, right before they are deleted,
# and only for dates where at least one name was ticked. Arguments: came (Signup ids of who was ticked),
# absent (Signup ids of who had a firm place and was not), occurrence (Occurrence), now (UTC datetime).
ticks_ended = Signal()
