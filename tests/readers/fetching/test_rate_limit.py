"""Between two requests to one host there is at least the delay that it requires."""

from __future__ import annotations

from dateline.readers.fetching.rate_limit import RateLimit


class Clock:
    """A clock that only `sleep` moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_each_host_has_its_own_delay() -> None:
    clock = Clock()
    pace = RateLimit(1.0, clock, clock.sleep)
    for host in ("a", "b", "a", "a"):
        pace.wait(host)
    assert clock.slept == [1.0, 1.0]


def test_a_longer_delay_is_respected_and_elapsed_time_counts() -> None:
    clock = Clock()
    pace = RateLimit(1.0, clock, clock.sleep)
    pace.wait("a", 5.0)
    clock.now += 3.0
    pace.wait("a", 0.1)
    pace.wait("a")
    assert clock.slept == [2.0, 1.0]


def test_backing_off_doubles_the_delay_and_has_a_limit() -> None:
    clock = Clock()
    pace = RateLimit(1.0, clock, clock.sleep)
    pace.wait("a")
    pace.back_off("a", None)
    pace.wait("a")
    pace.wait("a")
    assert clock.slept == [2.0, 2.0]
    pace.back_off("a", 86_400.0)
    pace.wait("a")
    assert clock.slept[-1] == 60.0
