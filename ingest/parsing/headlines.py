"""Which line of a text is its headline, where nothing says so."""

_LONGEST = 150  # characters
_FULL_STOPS = (".", "。", "।", "۔", "։", "።")
_CLOSERS = "\"'”’»)]"


def split_headline(text: str) -> tuple[str, str]:
    """Return the headline that a cleaned text begins with, "" where it has none, and the rest."""
    headline, gap, body = text.partition("\n\n")
    if not gap or "\n" in headline or len(headline) > _LONGEST or headline.rstrip(_CLOSERS).endswith(_FULL_STOPS):
        return "", text
    return headline, body
