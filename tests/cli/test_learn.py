"""`learn`: what it finds, with counts, and how `why` shows it later."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def fill(run: Run, folder: Path) -> None:
    """Ingest six stories of one source, of which only the last has an ambiguous date."""
    words = ["first", "second", "third", "fourth", "fifth", "sixth"]
    records = []
    for number, (word, shown) in enumerate(zip(words, [*(f"{13 + one}/04/2020" for one in range(5)), "03/04/2020"], strict=True)):
        story = f"The {word} of the harbour's cranes was taken down on Monday, and nobody who lives by the {word} quay came."
        text = f"Crane {word} leaves the quay\n\nPublished {shown}\n\n{story}\n\nIt is sold, said the {word} master.\n"
        records.append({"text": text, "source": "Skerry Times", "url": f"https://skerry.example/{number}"})
    path = folder / "cranes.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert run("ingest", str(path)).exit_code == 0


def test_the_day_order_is_reported_with_its_count_and_shown_by_why(run: Run, folder: Path) -> None:
    fill(run, folder)
    dry = run("learn", "--dry-run")
    assert "Skerry Times: writes the day first: 5 of 5 pages" in dry.stdout
    assert "Skerry Times: writes in en 6 of 6 articles" in dry.stdout
    assert "1 order of day and month and the languages of 1 source would be learned" in dry.stderr
    assert run("reclean").stdout == "6 articles cleaned, 0 changed\n"
    assert "1 order of day and month and the languages of 1 source learned" in run("learn").stderr
    assert run("reclean").stdout == "6 articles cleaned, 1 changed\n"
    name = json.loads(run("search", "sixth", "--format", "json").stdout)["hits"][0]["id"]
    shown = " ".join(run("why", name).stdout.split())
    assert "Published: 2020-04-03 (day), by shown line 2, day first as on 5 of 5 pages" in shown


def test_a_backup_contains_what_was_learned(run: Run, folder: Path, tmp_path: Path) -> None:
    fill(run, folder)
    run("learn")
    assert run("backup", str(tmp_path / "copy")).exit_code == 0
    cleaned = run("--archive", str(tmp_path / "copy"), "reclean")
    assert cleaned.stdout == "6 articles cleaned, 1 changed\n"
