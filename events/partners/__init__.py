"""Organisations that arrange an activity together: one asks, the other says yes, and everybody sees it."""
