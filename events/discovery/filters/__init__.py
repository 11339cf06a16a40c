"""What a visitor asks of the public list: read from an address, asked of the database, counted, and shown.

`reading` knows what can be asked for, `matching` finds it, `counting` says how much there is of each choice,
`bar` is the row of chips, and `nothing` what to offer when nothing was found.
"""

from events.discovery.filters.keys import Key
from events.discovery.filters.matching import matching
from events.discovery.filters.reading import DAYS, Filters, days_of, read_filters

__all__ = ["DAYS", "Filters", "Key", "days_of", "matching", "read_filters"]
