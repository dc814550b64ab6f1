"""What the container of a document states about its lines: which are the story, and which only its record."""

from __future__ import annotations

from dateline.cleaning.verdicts import PageVerdicts

CARRIER = "carrier:"


def apply_container_verdicts(verdicts: PageVerdicts) -> None:
    """Take out the lines of the record; where a press database gave it, its word stands for the story too."""
    story, database = verdicts.page.story, verdicts.page.raw.hints.get("database")
    if story is None:
        return
    for index in range(len(verdicts)):
        if index not in story:
            verdicts.drop(index, "record", f"{CARRIER}{database or 'header'}")
        elif database:
            verdicts.keep(index, "body", f"{CARRIER}{database}")
