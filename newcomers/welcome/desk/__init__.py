"""The host's desk: what waits in one municipality, its packages, sendings and people, and how it welcomes."""
