"""Between two requests to a host lies at least what it wants."""

from __future__ import annotations

from dateline.readers.fetching.rate_limit import RateLimit


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_each_host_has_a_pace_of_its_own() -> None:
    clock = Clock()
    pace = RateLimit(1.0, clock, clock.sleep)
    for host in ("a", "b", "a", "a"):
        pace.wait(host)
    assert clock.slept == [1.0, 1.0]


def test_a_host_that_asks_for_more_gets_it_and_time_gone_by_counts() -> None:
    clock = Clock()
    pace = RateLimit(1.0, clock, clock.sleep)
    pace.wait("a", 5.0)
    clock.now += 3.0
    pace.wait("a", 0.1)
    pace.wait("a")
    assert clock.slept == [2.0, 1.0]


def test_a_host_that_was_asked_too_often_is_asked_half_as_often() -> None:
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
