"""What other rooms follow of newcomers."""

from django.dispatch import Signal

# Somebody is reached by another e-mail address or number than before: what was sent to the one before is in
# other hands, perhaps. `newcomer` as they are now, `was` the `Person` of before. Sent in the transaction that
# changes it.
reached_otherwise = Signal()
# Some people are deleted, in whichever way: `people` are their keys, a thousand at the most. Sent in
# the transaction that deletes them, before it does.
people_leave = Signal()
# Somebody wants no more messages, or is deleted because they or the host asked for it, and not because their
# time was over. Sent in the transaction that writes it down, before it does.
wants_nothing = Signal()
