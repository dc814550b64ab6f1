"""An index in a cluster for the output of `dateline batch`, without an archive. It contains the texts.

It is built next to the current index, and replaces it when it is complete. An interrupted build is recognised by its content, and
continues after the last change that was acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from dateline.errors import IndexFault
from dateline.search.opensearch.cluster import Cluster
from dateline.search.opensearch.index import OpenSearchIndex
from dateline.search.opensearch.writing import send
from dateline.search.schema import VERSION

if TYPE_CHECKING:
    from dateline.types.history import Change

_OWNER = "batch"


class Build(NamedTuple):
    """An index that is being built: its name, the last change in it, and when the build began."""

    name: str
    position: int
    started: datetime


class BatchIndex(OpenSearchIndex):
    """An index of the articles in a `folder` that `dateline batch` made; `content` identifies the present content of the folder."""

    def __init__(self, cluster: Cluster, folder: str, content: str, started: datetime, shards: int = 1) -> None:
        super().__init__(cluster, owner=_OWNER, folder=folder, shards=shards, texts=True)
        self._content = content
        self._started = started

    def is_complete(self) -> bool:
        """Whether the index has all of the content; IndexFault if the name belongs to another index."""
        state = self._read_state()
        if state is None:
            return False
        meta = self.cluster.metadata(f"{self.alias}-v*").get(state.name, {})
        if meta.get("folder") != self.folder:
            raise IndexFault(
                f"{self.cluster.place.address}: '{self.cluster.place.archive}' is the name of the index of {meta.get('folder')}; "
                "choose another with --as NAME"
            )
        return state.is_usable(True) and not state.writing and meta.get("batch") == self._content

    def begin(self) -> Build:
        """Return the index to fill: that of an interrupted build, else a new one."""
        for name, meta in self.cluster.metadata(f"{self.alias}-v*").items():
            if (meta.get("batch"), meta.get("version"), meta.get("writing")) == (self._content, VERSION, True):
                self._started = datetime.fromisoformat(meta["begun"])
                return Build(name, int(meta["position"]), self._started)
        return Build(self._create(), 0, self._started)

    def put(self, build: Build, changes: Iterable[Change], last: int) -> None:
        """Send changes, and record the `last` one as the position of the build when all are acknowledged."""
        send(self.cluster, build.name, changes, new=True, texts=True)
        self._write_meta(build.name, last, writing=True)

    def finish(self, build: Build, last: int) -> None:
        """Replace the previous index with the finished one."""
        self._switch_to(build.name, last)

    def _meta(self, position: int, *, writing: bool) -> dict[str, object]:
        return {**super()._meta(position, writing=writing), "batch": self._content, "begun": self._started.isoformat()}
