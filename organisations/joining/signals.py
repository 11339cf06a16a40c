"""What other rooms may do when an organisation falls silent."""

from django.dispatch import Signal

# `organisation`, `now`: what is held of its contact people ends. Sent in the transaction that hides it.
contacts_ended = Signal()
