"""Words in the code, many to a line."""


def split(text: str) -> list[str]:
    """What stands between the bars: "navn|namn" → ["navn", "namn"]."""
    return text.split("|")
