"""The fields of the query language, by what they contain."""

from __future__ import annotations

ZONES = ("title", "body", "caption", "removed", "older")
"""The parts of an article's text; `older` is the text of older versions. A word without a field is searched in title and body."""
NAMES = ("author", "source", "place", "agency", "tag", "section", "person", "mentions-place", "organisation", "note")
"""Fields with names, or with what a person wrote: their words match without inflection, and ignoring case and accents."""
PLACES = ("url", "domain", "origin", "id")
"""Fields that say where an article is: its address, its host, its origin, its id."""
CODES = ("lang", "kind")
"""Fields with one plain word."""
FIELDS = (*ZONES, *NAMES, *CODES, *PLACES)
UNNAMED = (*(name for name in NAMES if name != "note"), "url", "domain")
"""The fields in which `unknown` finds articles without a value."""
PATTERNED = ("title", "author", "source", "place", "tag", "person", "mentions-place", "organisation")
"""The fields that a regular expression can search."""
DAYS = ("date", "updated", "seen")
"""Fields with a day: of publication, of the publisher's last change, of the first ingest."""
NUMBERS = ("words", "date-confidence")
"""Fields with a number; a confidence counts in hundredths."""
