"""Screens of the welcome room: for staff (`packages`, `campaigns`) and for the person who was welcomed
(`personal`)."""
