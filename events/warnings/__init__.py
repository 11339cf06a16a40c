"""Which dates a weather warning of MET's touches: asked for politely, matched by the map, ended with it.

MET Norway's MetAlerts 2.0 is an RSS feed of the warnings in force, with a link to one CAP 1.2 file for each:
https://api.met.no/weatherapi/metalerts/2.0/documentation. Its data are CC BY 4.0.
"""
