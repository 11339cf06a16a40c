"""The demonstration: Nordland's 41 municipalities with fictional people, organisations and activities.

`places/` holds one module per municipality that is written out, `everywhere` what the others share, and the
`build_*` modules put them into the database. `load` does all of it.
"""
