"""A whole country for measuring: as many municipalities and dates as one asks for (`manage.py make_load`)."""
