"""What a spreadsheet would run instead of showing (OWASP: CSV injection): one rule for what comes in and goes
out.
"""

# The last four are the wide forms that East Asian keyboards write; Excel runs them in some languages.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def is_formula(value: object) -> bool:
    """Whether a spreadsheet would run the cell `value`, or once its apostrophe was taken away."""
    return isinstance(value, str) and value.lstrip("' ").startswith(STARTS)


def plain(text: str) -> str:
    """`text` so that no spreadsheet runs it: with the apostrophe that means "this is text"."""
    return f"'{text}" if is_formula(text) and not text.startswith("'") else text
