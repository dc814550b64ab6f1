"""Read the time of day after a date, with its zone."""

from __future__ import annotations

import re

from dateline.metadata.found_date import FoundDate

_TIME = re.compile(
    r"^(?P<gap>[\s,|·•–—-]*+(?:T|at|um|à|às|a las|las|klo|kl\.?|o godz\.|godz\.|в|о|alle(?: ore)?|ore|saat|pukul|om|u|r\.|г\.?,?(?: в)?|lúc|στις|को|की)?\s*+[,|]?+\s*+)"
    r"(?P<h>\d{1,2})(?:(?P<sep>[:.h時시点点]|\sh\s)\s?(?P<min>\d{2}))?(?::?(?P<s>\d{2})(?:\.\d{1,9})?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"\s*(?P<zone>Z\b|[+-]\d{2}:?\d{2}\b|\(?[A-Z]{2,4}\)?(?![a-zA-Z])(?:\s?[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_OFFSETS = {
    "Z": "+00:00", "GMT": "+00:00", "UTC": "+00:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00", "CET": "+01:00", "CEST": "+02:00", "MEZ": "+01:00", "MESZ": "+02:00", "EET": "+02:00",
    "EEST": "+03:00", "MSK": "+03:00", "МСК": "+03:00", "WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00", "JST": "+09:00",
    "KST": "+09:00", "SAST": "+02:00", "EAT": "+03:00", "WAT": "+01:00", "AEST": "+10:00", "AEDT": "+11:00",
}  # fmt: skip


def with_time(found: FoundDate, plain: str, text: str) -> FoundDate:
    """Return `found` with the time of day that follows it, if any."""
    typed = text[found.start : found.end]
    if found.precision != "day":
        return FoundDate(found.iso, found.precision, found.start, found.end, typed, found.ambiguous)
    match = _TIME.match(plain[found.end : found.end + 60])
    if not match or not (match["min"] or match["half"]) or (match["sep"] == "." and not match["gap"].strip(" ")):
        return FoundDate(found.iso, "day", found.start, found.end, typed)
    hour, minute = int(match["h"]), int(match["min"] or 0)
    if match["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        return FoundDate(found.iso, "day", found.start, found.end, typed)
    second = int(match["s"]) if match["s"] and int(match["s"]) < 60 else 0
    end = found.end + len(match[0].rstrip())
    iso = f"{found.iso}T{hour:02}:{minute:02}:{second:02}{_parse_offset(match['zone'])}"
    return FoundDate(iso, "instant", found.start, end, text[found.start : end])


def _parse_offset(zone: str | None) -> str:
    """Return the UTC offset of `zone`; "" if its letters are ambiguous or unknown."""
    if not zone:
        return ""
    typed = zone.strip("() ").upper()
    numeric = re.fullmatch(r"(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d{2})?", typed)
    if numeric and int(numeric[2]) <= 14:
        return f"{numeric[1]}{int(numeric[2]):02}:{numeric[3] or '00'}"
    return _OFFSETS.get(typed, "")
