"""Remove the particles that Korean attaches to nouns."""

from __future__ import annotations

import re
from functools import cache

KOREAN = "ko"
_FIRST, _FINALS, _RIEUL = 0xAC00, 28, 8  # the first syllable, the number of final consonants, and the number of the final l
_PLURAL = "들"
# Particles after a syllable that ends in a consonant, after one that ends in a vowel, and after any syllable.
_CLOSED = "으로부터|으로는|으로도|으로서|이라고|이라는|이라며|으로|이나|이며|이고|이다|이란|이랑|은|을|이|과"
_OPEN = "로부터|로는|로도|로서|라고|라는|라며|는|를|가|와|로|나|며|란|랑"
_ANY = (
    "에서는|에서도|에서의|에게는|에게서|까지는|까지의|부터는|께서는|에서|에게|에는|에도|에만|에의|만의|만이|까지|부터|보다|처럼|한테|께서"
    "|마다|조차|밖에|하고|뿐만|대로|과의|와의|과는|와는|과도|와도|의|에|도|만|께|뿐"
)


def without_particle(word: str) -> str | None:
    """Remove the longest particle that fits; None if no particle fits.

    The remaining noun has at least two syllables, or one if the particle has two or more: many short words only look as if they
    ended in a particle (가을, autumn, is not 가 with a particle).
    """
    found = _particle().search(word)
    if not found:
        return None
    noun = word[: found.start()]
    if len(noun) < (2 if len(found[0]) == 1 else 1):
        return None
    final = (ord((_PLURAL if found[0][0] == _PLURAL else noun)[-1]) - _FIRST) % _FINALS
    wrong = (found["closed"] and final == 0) or (found["open"] and final not in (0, _RIEUL if found["open"][0] == "로" else 0))
    return None if wrong else noun


@cache
def _particle() -> re.Pattern[str]:
    return re.compile(f"{_PLURAL}?(?:(?P<closed>{_CLOSED})|(?P<open>{_OPEN})|{_ANY})$|{_PLURAL}$")
