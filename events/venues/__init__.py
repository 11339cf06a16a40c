"""Places that several share: who has one when, what happens at the same time, and two that are the same."""
