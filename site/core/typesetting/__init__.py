"""Files that are typeset: posters, sheets and pictures, made by Typst in a worker and kept.

A room describes what it wants as a `Recipe` (a template of `templates/print/` and its values) and asks for it
with `services.ask`. `engine` is what runs in the process that typesets; it knows nothing of Django.
"""
