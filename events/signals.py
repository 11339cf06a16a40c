"""What other rooms may react to. `events` itself does not know who listens."""

from django.dispatch import Signal

# Sent inside the transaction that changed the dates: what must be told becomes a row in it.
# Arguments: changes (list of events.dates.changes.DateChange, one for each date, never empty), change_id
# (UUID: what one press of a button did, so that people are told of it once), now (UTC datetime).
dates_changed = Signal()
# Sent inside the transaction that undid the change `change_id` (UUID): what was not told yet is told to
# nobody. Whoever was told already is told of `changes`, which lead back, under `new_change_id`. Also: now.
dates_change_undone = Signal()
# Sent inside the transaction in which dates got a weather warning that they did not have, or a graver one.
# Arguments: occurrence_ids (list of int), now (UTC datetime).
dates_warned = Signal()
# Sent inside the transaction in which a volunteer's row got another address or number instead of the one it
# had: what was sent to the old one is no longer theirs to answer. Arguments: responsible (Responsible).
volunteer_is_elsewhere = Signal()
