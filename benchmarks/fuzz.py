"""Breaks files of all formats at random, reads them, and gives the account: nothing may fall, hang or go by in silence.

    python benchmarks/fuzz.py [NUMBER] [SEED]

Each input is a small sound file of one format, changed in up to twelve places, sometimes packed again, sometimes read as a format
that it is not. The same number and seed give the same inputs. One that breaks a reader is kept in the folder for temporary files.
"""

from __future__ import annotations

import faulthandler
import random
import resource
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from made_files import FORMATS, PACKERS, SEEDS, STEPS, account, mutate

_LONGEST = 60  # seconds that one input may take before it counts as hanging


def main(number: int = 100_000, seed: int = 1) -> int:
    """Run it all and print the account; 1 where something broke."""
    warnings.simplefilter("ignore")
    chance = random.Random(seed)
    names = sorted(SEEDS)
    accounts: dict[str, Counter[str]] = defaultdict(Counter)
    broken: list[str] = []
    slowest, whose = 0.0, ""
    begun = time.perf_counter()
    for at in range(number):
        name, content, form = _input(chance, names)
        faulthandler.dump_traceback_later(_LONGEST, exit=True)
        start = time.perf_counter()
        try:
            accounts[name] += account(content, form) + Counter(inputs=1)
        except (Exception, RecursionError) as error:  # noqa: BLE001  # that is what is looked for
            path = Path(tempfile.gettempdir()) / f"broken-{seed}-{at}.bin"
            path.write_bytes(content)
            broken.append(f"{name} as {form or 'what it is'}: {type(error).__name__}: {error} ({path})")
        taken = time.perf_counter() - start
        slowest, whose = max((slowest, whose), (taken, f"{name} as {form or 'what it is'}, {len(content):,} bytes"))
    faulthandler.cancel_dump_traceback_later()
    _print(accounts, time.perf_counter() - begun)
    print(
        f"slowest input: {slowest:.2f} s ({whose}); peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    print(f"{len(broken)} broke a reader")
    for line in broken[:50]:
        print(f"  {line}")
    return 1 if broken else 0


def _input(chance: random.Random, names: list[str]) -> tuple[str, bytes, str | None]:
    name = chance.choice(names)
    steps = [(chance.choice(STEPS), chance.random(), chance.randint(1, 255)) for _ in range(chance.randint(1, 12))]
    packer = chance.choice(PACKERS) if chance.random() < 0.2 else PACKERS[0]
    return name, packer(mutate(SEEDS[name], steps)), chance.choice(FORMATS) if chance.random() < 0.2 else None


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
    sys.exit(main(*map(int, sys.argv[1:])))
