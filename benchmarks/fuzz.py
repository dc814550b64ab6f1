"""Damage files of all formats at random, read them, and print the results: nothing may crash, hang or be lost silently.

    python benchmarks/fuzz.py [NUMBER] [SEED] [pumped]

Each input is a small sound file of one format, changed in up to twelve places, sometimes packed again, sometimes read as another
format. A pumped input repeats a piece of syntax, or text that a pattern of the package repeats, thousands of times; its documents
are cleaned too. The same number and seed give the same inputs. An input that breaks a reader, or takes more than two CPU seconds,
is stored in the folder for temporary files.
"""

from __future__ import annotations

import faulthandler
import random
import resource
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from dateline.cleaning import Cleaner
from dateline.errors import CleaningError
from dateline.types.documents import RawDocument
from made_files import FORMATS, PACKERS, PIECES, SEEDS, STEPS, account, mutate, pumped
from made_pumps import pumps
from test_patterns import FILES, patterns_of

_LONGEST = 20  # CPU seconds after which an input is stopped
_SLOW = 2  # CPU seconds that no input may take
_LOOKED_AT = 100
_LEAST_PUMPED, _MOST_PUMPED = 500, 100_000


def main(number: int = 100_000, seed: int = 1, pumping: bool = False) -> int:
    """Run all inputs and print the results; return 1 if something broke or was slow."""
    warnings.simplefilter("ignore")
    chance = random.Random(seed)
    names = sorted(SEEDS)
    accounts: dict[str, Counter[str]] = defaultdict(Counter)
    broken: list[str] = []
    slowest, whose = 0.0, ""
    pieces = _pieces() if pumping else ()
    cleaner = Cleaner()
    signal.signal(signal.SIGVTALRM, _too_long)
    begun = time.perf_counter()
    for at in range(number):
        name, content, form = _pumped_input(chance, names, pieces) if pumping else _input(chance, names)
        faulthandler.dump_traceback_later(60 * _LONGEST, exit=True)
        signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST)
        start = time.process_time()
        try:
            looks = [_cleaning(cleaner)] if pumping else []
            accounts[name] += account(content, form, *looks) + Counter(inputs=1)
            if (taken := time.process_time() - start) > _SLOW:
                raise TimeoutError(f"took {taken:.1f} s")
        except (Exception, RecursionError) as error:  # noqa: BLE001  # the faults that are sought
            path = Path(tempfile.gettempdir()) / f"broken-{seed}-{at}.bin"
            path.write_bytes(content)
            broken.append(f"{name} as {form or 'what it is'}: {type(error).__name__}: {error} ({path})")
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        taken = time.process_time() - start
        slowest, whose = max((slowest, whose), (taken, f"{name} as {form or 'what it is'}, {len(content):,} bytes"))
    faulthandler.cancel_dump_traceback_later()
    _print(accounts, time.perf_counter() - begun)
    print(
        f"slowest input: {slowest:.2f} s ({whose}); peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    print(f"{len(broken)} broke a reader or took more than {_SLOW} s")
    for line in broken[:50]:
        print(f"  {line}")
    return 1 if broken else 0


def _input(chance: random.Random, names: list[str]) -> tuple[str, bytes, str | None]:
    name = chance.choice(names)
    steps = [(chance.choice(STEPS), chance.random(), chance.randint(1, 255)) for _ in range(chance.randint(1, 12))]
    packer = chance.choice(PACKERS) if chance.random() < 0.2 else PACKERS[0]
    return name, packer(mutate(SEEDS[name], steps)), chance.choice(FORMATS) if chance.random() < 0.2 else None


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"took more than {_LONGEST} s")


def _pumped_input(chance: random.Random, names: list[str], pieces: Sequence[bytes]) -> tuple[str, bytes, str | None]:
    name, content = chance.choice(names), b""
    length = int(_LEAST_PUMPED * (_MOST_PUMPED / _LEAST_PUMPED) ** chance.random())
    content = pumped(SEEDS[name], chance.random(), chance.choice(pieces if chance.random() < 0.5 else PIECES), length)
    packer = chance.choice(PACKERS) if chance.random() < 0.1 else PACKERS[0]
    return name, packer(content), chance.choice(FORMATS) if chance.random() < 0.2 else None


def _pieces() -> tuple[bytes, ...]:
    """The pieces of text that the patterns of the package repeat."""
    written = [one.pattern for path in FILES for one in patterns_of(path)[0]]
    repeated = (pump.pump.encode("utf-8", "ignore") for pattern in written for pump in pumps(pattern))
    return tuple(dict.fromkeys(filter(None, repeated)))


def _cleaning(cleaner: Cleaner) -> Callable[[RawDocument], None]:
    """Return a function that cleans the first documents of an input. The limit is per document, and a table can have thousands."""
    places = count()

    def look(raw: RawDocument) -> None:
        if next(places) < _LOOKED_AT:
            with suppress(CleaningError):
                cleaner.clean(raw)

    return look


def _print(accounts: dict[str, Counter[str]], seconds: float) -> None:
    columns = ("inputs", "RawDocument", "Failure", "Skipped")
    print(f"{'':16}{'inputs':>10}{'documents':>11}{'failures':>10}{'skipped':>10}")
    for name in (*sorted(accounts), "all"):
        counts = sum(accounts.values(), Counter()) if name == "all" else accounts[name]
        print(
            f"{name:16}" + "".join(f"{counts[column]:>{width},}" for column, width in zip(columns, (10, 11, 10, 10), strict=True))
        )
    total = sum(counts["inputs"] for counts in accounts.values())
    print(f"{total:,} inputs in {seconds:.0f} s, {total / seconds:,.0f} each second")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3]), pumping="pumped" in sys.argv[3:]))
