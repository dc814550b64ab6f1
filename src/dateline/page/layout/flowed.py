"""Mail that says `format=flowed` (RFC 3676): a line that ends in a space goes on in the next, at the same depth of quotation."""

from __future__ import annotations

from dateline.page.layout.lines import Lines

_SIGNATURE = "--"


def mark_flow(measured: Lines, *, delete_space: bool) -> bool:
    """Mark the lines that go on from the one before by its last space; whether there are any.

    With `delete_space` (`delsp=yes`) the last space belongs to the mail and not to the text, as where words stand without any.
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
