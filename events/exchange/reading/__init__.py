"""Reads calendars that others write. Nothing here saves anything."""
