"""An organiser writes to all who come to a date: whoever is signed up, and whoever means to come."""
