"""The output of an export: only a file is ever replaced, and only by a complete one."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from threading import Thread

import pytest

from dateline.archive.exchange.output_file import write_whole_file
from dateline.errors import DatelineError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes and no such permissions")


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[bytes] = []
    reader = Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    with write_whole_file(pipe) as stream:
        stream.write(b"all of it")
    reader.join(10)
    assert found == [b"all of it"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_device_is_written_to_and_stays_a_device() -> None:
    with write_whole_file(Path("/dev/null")) as stream:
        stream.write(b"nobody reads it")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_folder_as_output_is_an_error_and_stays(tmp_path: Path) -> None:
    with pytest.raises(DatelineError, match="cannot be written"), write_whole_file(tmp_path):
        pass
    assert tmp_path.is_dir()


def test_the_target_of_a_link_is_replaced_and_not_the_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    real, link = tmp_path / "kept" / "real.csv", tmp_path / "link.csv"
    link.symlink_to(real)
    for text in (b"first", b"second"):
        with write_whole_file(link) as stream:
            stream.write(text)
        assert link.is_symlink()
        assert real.read_bytes() == text
    assert list(real.parent.iterdir()) == [real]


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "secret.csv"
    target.touch(0o600)
    with write_whole_file(target) as stream:
        stream.write(b"new")
        assert [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob(".*.part")] == [0o600]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_what_appears_at_the_path_during_an_export_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    with pytest.raises(DatelineError, match="something now that is not a file"), write_whole_file(target):
        os.mkfifo(target)
    assert stat.S_ISFIFO(target.stat().st_mode)
    assert list(tmp_path.iterdir()) == [target]
