"""What other rooms may react to. `events` itself does not know who listens."""

from django.dispatch import Signal

# Sent inside the transaction that cancelled the date; listeners enqueue their mail on commit.
# Arguments: occurrence (events.models.Occurrence), now (UTC datetime).
occurrence_cancelled = Signal()
