"""Join the lines of `format=flowed` mail (RFC 3676): a line that ends in a space continues on the next of its quotation depth."""

from __future__ import annotations

from dateline.page.layout.lines import Lines

_SIGNATURE = "--"


def mark_flow(measured: Lines, *, delete_space: bool) -> bool:
    """Mark the lines that continue the one before because it ends in a space; return whether there are any.

    With `delete_space` (`delsp=yes`) that space is not part of the text, as in scripts without spaces between words.
    """
    found = False
    for place in range(1, len(measured)):
        spaces = measured.hanging[place - 1]
        if (
            spaces
            and not measured.blanks[place]
            and measured.texts[place - 1] != _SIGNATURE
            and measured.texts[place] != _SIGNATURE
        ):
            measured.joined[place] = "" if delete_space and spaces == 1 else " "
            found = True
    return found
