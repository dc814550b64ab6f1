"""No command writes control sequences from documents to the terminal.

Every command runs on an archive and on files that contain control sequences in every field. An ingest removes most of them,
so the archive is filled without one, as an older or another program might have done.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import product
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dateline.archive.archive import Archive
from dateline.cli import main
from dateline.cli.shell_completion import completions, names
from dateline.store.feeds import Subscription
from dateline.types.documents import Failure
from made_hostile import ACTS, EVIL, NOW, PAGE, hostile_record

ROOT = Path(__file__).parents[2]

CASES: dict[str, list[list[str]]] = {
    "ingest": [
        *(["{files}", *more] for more in ([], ["--dry-run"], ["--dry-run", "--output", "json"])),
        *([f"{EVIL}.txt"], ["--source", EVIL, "{bad}"], [f"http://{EVIL}/"], [f"http://127.0.0.1:9/{EVIL}"]),
    ],
    "batch": [["{files}", "-o", "{out}.d"], [f"{EVIL}.txt", "-o", "{out}.d"], ["{bad}", "-o", f"{{out}}{EVIL}"]],
    "retry": [[], ["--output", "json"]],
    "watch": [["--once", "--settle", "0", "{files}"]],
    "feeds add": [[f"https://esc.example/{EVIL}", "--title", EVIL, "--folder", EVIL], [f"ftp://{EVIL}"]],
    "feeds list": [[]],
    "feeds fetch": [[f"no{EVIL}"], ["esc.example/one"]],
    "feeds remove": [["esc.example/one"], [f"no{EVIL}"]],
    "feeds import": [["{opml}"], [f"{EVIL}.opml"], ["{bad}"]],
    "feeds export": [[]],
    "delete": [["--query", "*", "--dry-run"], [f"no{EVIL}", "--yes"], ["--forget-names", f"http://{EVIL}/"], ["--query", "ferry"]],
    "compact": [[]],
    "search": [
        *(["ferry"], ["ferry", "--all-copies"], ["ferry", "--explain"], ["saved:evil", "--explain"], [f'"{EVIL}"', "--explain"]),
        *(["ferry", "--template", "{title}|{url}|{origin}|{text}\\t"], ["ferry", "--fields", "title,text", "--format", "table"]),
        *([f"nothing{EVIL}"], [f"title:(a{EVIL}"], ["saved:evil", "--new"], [f"--template={{{EVIL}}}"], [f"--fields={EVIL}"]),
    ],
    "count": [["ferry"], [f"({EVIL}"]],
    "facets": [["source"], ["author"], ["place"], ["tag"], ["year", f"ferry{EVIL}"], ["lang"], [EVIL]],
    "trend": [["ferry", f"title:{EVIL}"]],
    "terms": [["ferry"]],
    "context": [["ferry"], ["council", "--sort", "left"]],
    "browse": [[]],
    "serve": [["--host", EVIL], ["--host", EVIL, "--token", EVIL * 9], ["--behind-proxy", EVIL, "--host", EVIL]],
    "mcp": [[f"no{EVIL}"]],
    "save": [[f"n{EVIL}", "ferry"], ["evil2", f"ferry{EVIL}"]],
    "saved": [[], ["--delete", f"no{EVIL}"]],
    "feed": [["evil"], [f"no{EVIL}"]],
    "show": [["aaaaaaaa"], ["aaaaaaaa", "--removed"], ["aaaaaaaa", "--match", f"ferry{EVIL}"], [EVIL]],
    "open": [["aaaaaaaa", "--print"], [EVIL]],
    "similar": [["aaaaaaaa"]],
    "story": [["aaaaaaaa"]],
    "quotes": [["ferry"], ["*", "--by", EVIL], [f"({EVIL}"]],
    "names": [
        *([], ["person", EVIL, "--hide"], ["person", EVIL, "--to", f"A{EVIL}"], ["person", EVIL, "--undo"]),
        [EVIL, "A", "--hide"],
    ],
    "embed": [[]],
    "explain": [["aaaaaaaa"]],
    "why": [["aaaaaaaa"]],
    "versions": [["aaaaaaaa"]],
    "diff": [["aaaaaaaa"]],
    "copies": [["aaaaaaaa"], ["--rebuild"]],
    "clean": [["{files}"], [f"{EVIL}.txt"], ["{bad}"]],
    "sources": [[]],
    "stats": [[], ["--failures"]],
    "formats": [[]],
    "restore": [["aaaaaaaa", "2"]],
    "drop": [["aaaaaaaa", "2"], ["aaaaaaaa", "2", "--everywhere"]],
    "edit": [["aaaaaaaa", "--published", EVIL], ["aaaaaaaa", "--title", EVIL]],
    "tag": [["aaaaaaaa", f"+t{EVIL}", "--dry-run"], [f"+t{EVIL}", "--", "ferry"], [f"--no{EVIL}"]],
    "note": [["aaaaaaaa"], ["aaaaaaaa", EVIL]],
    "learn": [["--dry-run"]],
    "check": [[], ["{rules}"], [f"{EVIL}.toml"]],
    "reclean": [["--jobs", "1"]],
    "reindex": [[]],
    "index show": [[]],
    "index use": [["embedded"], [EVIL], [f"http://127.0.0.1:9/{EVIL}"]],
    "repair": [[]],
    "verify": [[]],
    "export": [["-o", "-"], ["-o", "{out}"]],
    "import": [["{export}"], ["{bad}"], [f"{EVIL}.jsonl"]],
    "backup": [["{out}.db"], [f"{{out}}/{EVIL}/no.db"]],
    "completion": [["bash"], ["zsh"], ["fish"], [EVIL]],
    "help": [[], ["query"], ["search"], [EVIL]],
}  # fmt: skip
"""The arguments that each command is run with. A new command without a case here fails a test."""


def leaves(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


LEAVES = dict(leaves(main))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, and files to ingest whose names contain control sequences too."""
    place = tmp_path_factory.mktemp("hostile")
    with Archive.open(place / "archive", create=True) as archive:
        archive.import_records([hostile_record("aaaaaaaa", 1), hostile_record("bbbbbbbb", 2)])
        archive.regroup()
        store = archive.store
        with store.writing():
            store.add_failure(Failure(f"gone{EVIL}.html", f"cannot{EVIL}"), NOW)
            store.save("evil", f"ferry {EVIL}", NOW)
            bad = Subscription(
                "http://127.0.0.1:9/esc.example/one",
                f"Feed{EVIL}",
                f"Folder{EVIL}",
                added=NOW,
                tried=NOW,
                status=f"no{EVIL}",
                failures=2,
                due=NOW,
            )
            store.keep_feed(bad)
    files = place / "files"
    files.mkdir()
    (files / "a\x1b[31m\u202e.txt").write_text(PAGE, "utf-8")
    (files / "b\x1b[31m.jsonl").write_text(PAGE + "{\x1b", "utf-8")
    (files / os.fsdecode(b"c\xff\x9b.txt")).write_text(PAGE, "utf-8")
    (files / "d\n\x1b[2J.zip").write_bytes(b"PK\x03\x04 no zip" * 20)
    (place / "bad").write_text(f"\x00{EVIL}" * 20, "utf-8")
    (place / "subs.opml").write_text(
        f'<opml><body><outline text="F{EVIL[-8:]}&#155;" xmlUrl="http://a.example/{EVIL[-8:]}"/></body></opml>', "utf-8"
    )
    (place / "rules.toml").write_text('site = "a"\nhosts = 3 # \u009b2J\n"\\u001b[31m" = "\\u001b[31m"\n', "utf-8")
    CliRunner().invoke(main, ["--archive", str(place / "archive"), "export", "-o", str(place / "export.jsonl")])
    return place


def cases(name: str, places: dict[str, Path]) -> Iterator[list[str]]:
    """Yield the arguments of a command, once for each output format."""
    form = next((one for one in LEAVES[name].params if one.name == "form" and isinstance(one.type, click.Choice)), None)
    forms = [["--format", choice] for choice in form.type.choices] if form is not None else [[]]  # type: ignore[attr-defined]
    for words, chosen in product(CASES.get(name, ()), forms):
        typed = [*name.split(), *chosen, *words]
        for key, place in places.items():
            typed = [word.replace(f"{{{key}}}", str(place)) for word in typed]
        yield typed


def test_every_command_has_a_case() -> None:
    """A new command must be added to the list, with everything that it can write."""
    assert set(CASES) == set(LEAVES)


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_no_command_writes_control_sequences(name: str, hostile: Path, tmp_path: Path) -> None:
    """Neither to standard output, even in a pipe, nor to standard error."""
    shutil.copytree(hostile / "archive", tmp_path / "archive")
    places = {"files": hostile / "files", "bad": hostile / "bad", "opml": hostile / "subs.opml", "rules": hostile / "rules.toml"}
    for words in cases(name, places | {"export": hostile / "export.jsonl", "out": tmp_path / "out"}):
        result = CliRunner().invoke(main, ["--archive", str(tmp_path / "archive"), *words], input="")
        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
        assert result.output, words
        assert ACTS.findall(result.stderr) == [], words
        if "parquet" not in words:
            assert ACTS.findall(result.stdout.replace("\f", "") if name == "clean" else result.stdout) == [], words
    for path in (path for path in tmp_path.glob("out*/**/*.md") if path.is_file()):
        assert ACTS.findall(path.read_text("utf-8")) == []


def test_control_sequences_are_shown_as_escapes(hostile: Path) -> None:
    """They are not dropped, so that a reader sees the attempt."""
    shown = CliRunner().invoke(main, ["--archive", str(hostile / "archive"), "show", "aaaaaaaa"]).stdout
    assert r"title\x1b]0;EVIL\x07\x1b[31m\x9b2J\x7f\x08\x0d\u202e\u2066\u200b\ufeff\u2028\U000e0041" in shown.replace("\n", "")


def test_an_import_removes_control_sequences_like_an_ingest(hostile: Path, tmp_path: Path) -> None:
    """Anybody may have written the file."""
    result = CliRunner().invoke(main, ["--archive", str(tmp_path / "new"), "import", str(hostile / "export.jsonl")])
    assert "2 read: 2 new" in result.stdout
    with Archive.open(tmp_path / "new") as archive:
        for one in (archive.store.article_record(found.id) for found in archive.articles()):
            article, more = one.found.article, (one.found.url, one.found.note, one.found.former, one.corrections, one.own_tags)
            assert "EVIL" in repr(article.metadata)
            values = [article.metadata, article.lines, article.kind, *more, *(seen.document.url for seen in one.sightings)]
            assert not [value for value in map(str, _texts(values)) if ACTS.search(value)]
        assert archive.verify() == ()


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def test_json_keeps_control_sequences(hostile: Path) -> None:
    """They are written as escapes of JSON and are the same after parsing."""
    import json

    output = CliRunner().invoke(main, ["--archive", str(hostile / "archive"), "show", "aaaaaaaa", "--format", "json"]).stdout
    assert json.loads(output)["title"] == f"title{EVIL}"


def test_a_raw_document_is_unchanged_in_a_pipe_and_escaped_on_a_terminal(hostile: Path) -> None:
    pty = pytest.importorskip("pty")
    words = [sys.executable, "-m", "dateline", "--archive", str(hostile / "archive"), "show", "aaaaaaaa", "--raw"]
    assert subprocess.run(words, capture_output=True, check=True).stdout == f"{PAGE}1".encode()
    main_end, other_end = pty.openpty()
    with subprocess.Popen(words, stdout=other_end):
        os.close(other_end)
        shown = b""
        try:
            while piece := os.read(main_end, 65_536):
                shown += piece
        except OSError:
            os.close(main_end)
    assert ACTS.findall(shown.decode().replace("\r\n", "\n")) == []
    assert rb"Title\x1b]0;EVIL\x07" in shown


def test_control_characters_in_a_traceback_are_escaped() -> None:
    """A traceback may quote a document."""
    code = "from dateline.cli import main\ndef fail(*a, **k): raise RuntimeError(chr(27))\n"
    code += "main.commands['stats'].callback = fail; main(['stats'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"Traceback" in done.stderr
    assert b"\\x1b" in done.stderr
    assert b"\x1b" not in done.stderr


def test_only_the_output_module_writes() -> None:
    """All output goes through `cli/output.py`, which escapes it. The errors of click go through the group."""
    for path in sorted((ROOT / "src" / "dateline").rglob("*.py")):
        if path.parts[-2:] == ("cli", "output.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            fault = f"{path.name}:{getattr(node, 'lineno', 0)} writes by itself; use `write` or `warn` of cli/output.py"
            assert called not in ("click.echo", "click.secho", "click.echo_via_pager", "print"), fault
            assert not re.match(r"sys\.(stdout|stderr)\.(buffer\.)?write", called), fault


def test_completions_contain_no_control_sequences(hostile: Path) -> None:
    """Nobody can type them, and a shell prints the completions that it gets."""
    archive = hostile / "archive"
    assert "EVIL" in "".join(names(archive, "source"))
    for field in ("source", "author", "tag", "saved"):
        assert not ACTS.search("".join(completions(["--archive", str(archive), "search"], f"{field}:") or []))
