"""The rate limit: the pause between two requests to the same host, across all threads."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

_LONGEST = 60.0
_MANY = 10_000


@dataclass(slots=True)
class RateLimit:
    """Remembers when each host may be requested again. `clock` and `sleep` are those of the system by default."""

    delay: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)
    _slower: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, host: str, robots_delay: float | None = None) -> None:
        """Wait until `host` may be requested, and record the request; `robots_delay` is the delay in its robots.txt."""
        with self._lock:
            now = self.clock()
            due = max(self._next.get(host, now), now)
            if len(self._next) > _MANY:
                self._next = {name: moment for name, moment in self._next.items() if moment > now}
            self._next[host] = due + max(self.delay, robots_delay or 0.0, self._slower.get(host, 0.0))
        if due > now:
            self.sleep(due - now)

    def back_off(self, host: str, seconds: float | None) -> None:
        """Pause requests to an overloaded host for some seconds, and send half as many from now on."""
        with self._lock:
            self._slower[host] = min(2 * max(self._slower.get(host, 0.0), self.delay, 1.0), _LONGEST)
            rest = self._slower[host] if seconds is None else min(seconds, _LONGEST)
            self._next[host] = max(self._next.get(host, 0.0), self.clock() + rest)
