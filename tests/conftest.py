"""What all tests share: no test depends on how fast a machine is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")
