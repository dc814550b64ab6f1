"""The fields of the query language, by what they hold."""

from __future__ import annotations

ZONES = ("title", "body", "caption", "removed", "older")
"""The parts of an article's text, the last what older versions said. A word without a field is looked for in title and body."""
NAMES = ("author", "source", "place", "agency", "tag", "section", "person", "mentions-place", "organisation", "note")
"""Fields that hold names, or what a person wrote down: words without inflection, case or accents."""
PLACES = ("url", "domain", "origin", "id")
"""Fields that say where an article is: its address, its host, what it was read from, its id."""
CODES = ("lang", "kind")
"""Fields that hold one plain word."""
FIELDS = (*ZONES, *NAMES, *CODES, *PLACES)
UNNAMED = (*(name for name in NAMES if name != "note"), "url", "domain")
"""The fields of which `unknown` asks for articles without a value."""
PATTERNED = ("title", "author", "source", "place", "tag", "person", "mentions-place", "organisation")
"""The fields that a regular expression can search."""
DAYS = ("date", "updated", "seen")
"""Fields that hold a day: of publication, of the publisher's last change, of its first coming in."""
NUMBERS = ("words", "date-confidence")
"""Fields that hold a number; a confidence counts in hundredths."""
