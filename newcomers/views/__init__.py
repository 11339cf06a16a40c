"""The screens for newcomers."""
