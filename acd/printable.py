"""Text from outside, made safe for a terminal: a caller's name may hold escape sequences."""

LONGEST = 80
"""Characters of one value on a line; names and numbers are far shorter, so only rubbish is cut."""


def printable(text: str, most: int = LONGEST) -> str:
    """Return ``text`` with everything a terminal would act on (controls, escapes, direction marks) as ``?``.

    Letters of any alphabet stay. The result has at most ``most`` characters, the last an ellipsis if some were cut.
    """
    if len(text) > most:
        text = text[: most - 1] + "…"
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else "?" for sign in text)
