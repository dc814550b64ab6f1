"""Send changes to a cluster in bulk. Each has its number as version, so that a change sent twice or too late does no harm."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dateline.errors import IndexFault
from dateline.search.entry import Entry, entry_of
from dateline.search.opensearch.cluster import WRITE_SECONDS, Cluster, reason_of
from dateline.search.opensearch.mapping import document

if TYPE_CHECKING:
    from dateline.types.history import Change

_BYTES = 4 << 20
_CHANGES = 1_000
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
_CONFLICT = 409
_TEMPORARY = (429, 500, 502, 503, 504)

Line = tuple[str, str]
"""An action and its document, both as lines of JSON; the document is empty for a deletion."""


def send(cluster: Cluster, index: str, changes: Iterable[Change | Entry], *, new: bool = False, texts: bool = False) -> int:
    """Send changes in order, and wait until the cluster has all of them. Return the number of the last one; 0 if there were none.

    Unless the index is `new`, `index` must be an existing alias. With `texts`, the whole articles are sent too.
    """
    alias = "false" if new else "true"
    last, lines_to_send, size = 0, list[Line](), 0
    for change in changes:
        lines_to_send.append(line := _make_line(change, cluster.place.archive, texts))
        size, last = size + len(line[1]), change.number
        if size > _BYTES or len(lines_to_send) >= _CHANGES:
            _send_lines(cluster, index, lines_to_send, alias)
            lines_to_send, size = [], 0
    if lines_to_send:
        _send_lines(cluster, index, lines_to_send, alias)
    return last


def _make_line(change: Change | Entry, archive: str, texts: bool) -> Line:
    numbered = {"_id": change.article_id, "version": change.number, "version_type": "external_gte"}
    entry = change if isinstance(change, Entry) else _entry(change)
    if entry is None:
        return json.dumps({"delete": numbered}), ""
    return json.dumps({"index": numbered}), json.dumps(document(entry, archive, texts=texts), ensure_ascii=False)


def _entry(change: Change) -> Entry | None:
    return entry_of(change.number, change.article_id, change.article) if change.article else None


def _send_lines(cluster: Cluster, index: str, lines: list[Line], alias: str) -> None:
    """Send lines until the cluster has all of them. Lines that a busy or failed part of it refuses are sent again."""
    start, pause = time.monotonic(), _FIRST_PAUSE
    while True:
        given = {"require_alias": alias, "filter_path": "items.*.status,items.*.error"}
        body = "".join(f"{action}\n{source}\n" if source else f"{action}\n" for action, source in lines)
        items = cluster.ask("POST", f"/{index}/_bulk", body, writing=True, given=given)["items"]
        results = [next(iter(item.values())) for item in items]
        refused = [(line, one) for line, one in zip(lines, results, strict=True) if _is_refused(one)]
        if not refused:
            return
        reason = reason_of(refused[0][1].get("error")) or f"status {refused[0][1]['status']}"
        if any(one["status"] not in _TEMPORARY for _, one in refused):
            named = next(json.loads(line[0]) for line, one in refused if one["status"] not in _TEMPORARY)
            raise IndexFault(f"{cluster.place.address}: article {_id_of(named)} was refused ({reason}); please report this")
        if time.monotonic() - start > WRITE_SECONDS:
            raise IndexFault(
                f"{cluster.place.address}: it accepts no changes ({reason}); check the cluster and run the command again"
            )
        lines = [line for line, _ in refused]
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _is_refused(result: Mapping[str, Any]) -> bool:
    """Whether a change was refused for any reason except that the cluster has a newer one."""
    return result["status"] >= 300 and result["status"] != _CONFLICT and "error" in result


def _id_of(action: Mapping[str, Any]) -> str:
    return str(next(iter(action.values()))["_id"])
