"""Verdicts from the container of a document: which lines are the story, and which are only its record."""

from __future__ import annotations

from dateline.cleaning.verdicts import PageVerdicts

CARRIER = "carrier:"


def apply_container_verdicts(verdicts: PageVerdicts) -> None:
    """Drop the lines of the record; if it is from a press database, also keep the lines that it marks as the story."""
    story, database = verdicts.page.story, verdicts.page.raw.hints.get("database")
    if story is None:
        return
    for index in range(len(verdicts)):
        if index not in story:
            verdicts.drop(index, "record", f"{CARRIER}{database or 'header'}")
        elif database:
            verdicts.keep(index, "body", f"{CARRIER}{database}")
