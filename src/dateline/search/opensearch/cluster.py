"""Send requests to a cluster, and turn every error into one line that a user can act on.

Temporary faults are retried: a lost node, the election of another manager, a busy cluster, a missing shard. Every request can be
sent twice without harm. An answer from only some of the shards counts as a fault.
"""

from __future__ import annotations

import json
import logging
import time
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dateline.errors import IndexFault, QueryError
from dateline.search.opensearch.settings import Access, Place

if TYPE_CHECKING:
    from opensearchpy import OpenSearch
    from opensearchpy.exceptions import OpenSearchException, TransportError

Answer = Any
"""The answer of a cluster: JSON."""
Parameters = Mapping[str, str]
"""The query parameters of a request."""

READ_SECONDS, WRITE_SECONDS = 15.0, 180.0
"""Seconds to retry for: the election of a manager takes three to five, the restart of a node twenty."""
_PAUSE, _LONGEST_PAUSE = 0.1, 2.0
_TIMEOUT = 60.0
_OLDEST_VERSION = (2, 4)
_LOGIN_REFUSED = "it refused the login; set DATELINE_OPENSEARCH_USER and DATELINE_OPENSEARCH_PASSWORD, or DATELINE_OPENSEARCH_TOKEN"
_TEMPORARY = (429, 502, 503, 504)
_COUNTS_ONLY = "responses.hits.total,responses._shards.failed,responses.timed_out,responses.status"
_TOO_COMPLEX = ("determiniz", "max_regex_length", "stackoverflow", "stack_overflow")
_TOO_MANY = ("too_many_clauses", "too_many_nested_clauses", "maxclausecount", "max_clause_count", "too many")


class TemporaryFault(IndexFault):
    """A temporary fault: the cluster does not answer now, but may answer later."""


class Cluster:
    """A connection to a cluster. It is opened by the first request."""

    def __init__(self, place: Place, access: Access, retry_seconds: tuple[float, float] = (READ_SECONDS, WRITE_SECONDS)) -> None:
        self.place = place
        self.access = access
        self.retry_seconds = retry_seconds
        self._client: OpenSearch | None = None

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        writing: bool = False,
        missing: bool = False,
        once: bool = False,
        given: Parameters | None = None,
    ) -> Answer:
        """Return the answer of the cluster to a request; None for status 404 if it may be `missing`.

        With `once`, the request is not retried: a temporary fault is raised as TemporaryFault.
        """
        from opensearchpy.exceptions import ConnectionError as NoConnection
        from opensearchpy.exceptions import OpenSearchException, SSLError, TransportError

        start, pause = time.monotonic(), _PAUSE
        while True:
            try:
                return self._send(method, path, body, given or {})
            except SSLError as error:
                raise self._fault(f"its certificate is not trusted ({_cause(error)}); set DATELINE_OPENSEARCH_CA") from error
            except NoConnection as error:
                trouble: Exception = error
                why = f"it cannot be reached ({_cause(error)})"
            except TransportError as error:
                if missing and error.status_code == 404:
                    return None
                trouble, why = error, self._explain_refusal(error)
            except (OpenSearchException, UnicodeError) as error:
                raise self._fault(f"its answer cannot be read ({error})") from error
            if once or time.monotonic() - start + pause > self.retry_seconds[writing]:
                raise TemporaryFault(
                    f"{self.place.address}: {why}; check the cluster and try again (the archive itself is safe)"
                ) from trouble
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def search(self, names: str, body: Mapping[str, object], given: Parameters | None = None) -> Answer:
        """Search all shards; QueryError if the query cannot be searched.

        Without names it searches at a point in time. That is lost together with its node, which is a TemporaryFault.
        """
        path = f"/{names}/_search" if names else "/_search"
        found = self.ask("POST", path, body, once=not names, given={"allow_partial_search_results": "false", **(given or {})})
        if not _is_from_all_shards(found):
            raise TemporaryFault(f"{self.place.address}: a part of it did not answer; try again")
        return found

    def metadata(self, names: str) -> Mapping[str, Mapping[str, Any]]:
        """The metadata (`_meta`) of each index behind these names, also of unfinished ones."""
        found = self.ask("GET", f"/{names}/_mapping", missing=True, given={"filter_path": "*.mappings._meta", "local": "true"})
        return {name: description.get("mappings", {}).get("_meta", {}) for name, description in (found or {}).items()}

    def counts(self, names: str, queries: Sequence[Mapping[str, object]]) -> list[int]:
        """Count the articles that match each query, in one request; a query that fails in it is sent again alone."""
        if not queries:
            return []
        head = json.dumps({"index": names, "allow_partial_search_results": False})
        bodies = [{"size": 0, "track_total_hits": True, "query": query} for query in queries]
        lines = "".join(f"{head}\n{json.dumps(body)}\n" for body in bodies)
        found = self.ask("POST", "/_msearch", lines, given={"filter_path": _COUNTS_ONLY})["responses"]
        answers = [one if _is_from_all_shards(one) else self.search(names, body) for one, body in zip(found, bodies, strict=True)]
        return [int(answer["hits"]["total"]["value"]) for answer in answers]

    def check_version(self) -> None:
        """Raise IndexFault if the server at the address is not OpenSearch, or is too old."""
        stated = self.ask("GET", "/").get("version", {})
        major, minor = [*stated.get("number", "0").split("."), "0"][:2]
        if stated.get("distribution") != "opensearch" or (int(major), int(minor)) < _OLDEST_VERSION:
            what = f"{stated.get('distribution', 'something else')} {stated.get('number', '')}".strip()
            raise IndexFault(
                f"{self.place.address}: {what} answers there; it must be OpenSearch {'.'.join(map(str, _OLDEST_VERSION))} or newer"
            )

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _send(self, method: str, path: str, body: object, given: Parameters) -> Answer:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a user who searches cannot fix deprecations of the cluster
            return self._get_client().transport.perform_request(method, path, params=dict(given), body=body)

    def _get_client(self) -> OpenSearch:
        if self._client is None:
            from opensearchpy import OpenSearch

            logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # a fault is raised, so it need not be logged too
            access, headers = self.access, {}
            if access.token:
                headers["authorization"] = f"Bearer {access.token}"
            self._client = OpenSearch(
                [{"host": host.strip("[]"), "port": port} for host, port in self.place.nodes],
                use_ssl=self.place.scheme == "https",
                verify_certs=True,
                ca_certs=access.authority,
                http_auth=(access.user, access.password or "") if access.user and not access.token else None,
                headers=headers,
                timeout=_TIMEOUT,
                max_retries=2 * len(self.place.nodes),
                http_compress=False,
            )
        return self._client

    def _explain_refusal(self, error: TransportError) -> str:
        """The reason for a refusal after which the request may be sent again; raise an error for a final refusal."""
        status, reason = error.status_code, reason_of(error.info) or str(error.error)
        if status in (401, 403):
            raise self._fault(_LOGIN_REFUSED if status == 401 else f"this user may not do that ({reason})") from error
        if status == 404 and "context" in f"{error.info}":
            return f"the point in time of this search is gone ({reason})"
        if status in _TEMPORARY:
            return f"it is busy ({reason})" if status == 429 else f"a part of it is not there ({reason})"
        text = f"{error.info}".lower()
        if any(marker in text for marker in _TOO_COMPLEX):
            raise QueryError(
                "this cannot be searched: the pattern is too complex; use fewer * and ?, or fewer or shorter repeats"
            ) from error
        if any(marker in text for marker in _TOO_MANY):
            raise QueryError(
                "this cannot be searched: it matches too many words; write more letters, or search for less at once"
            ) from error
        if status == 500:  # a node reports so when another node has just gone
            return f"it failed ({reason})"
        if status == 400 and "search" in text:
            raise QueryError(f"this cannot be searched: {reason}") from error
        raise self._fault(f"it refused ({status}: {reason})") from error

    def _fault(self, why: str) -> IndexFault:
        return IndexFault(f"{self.place.address}: {why}")


def _is_from_all_shards(answer: Mapping[str, Any]) -> bool:
    """Whether all shards answered a search."""
    return "hits" in answer and not answer["_shards"]["failed"] and not answer["timed_out"]


def reason_of(info: object) -> str:
    """The innermost reason that an answer gives for a failure, in one line."""
    if isinstance(info, str):
        return " ".join(info.split())[:200]
    if not isinstance(info, Mapping):
        return ""
    found = info.get("error", info)
    if isinstance(found, str):
        return " ".join(found.split())[:200]
    causes = [found.get("caused_by"), *_as_list(found.get("root_cause")), *_as_list(found.get("failed_shards"))]
    for cause in causes:
        if isinstance(cause, Mapping) and (reason := reason_of(cause.get("reason")) or reason_of(cause)):
            return reason
    return reason_of(found.get("reason"))


def _as_list(found: object) -> Sequence[object]:
    return found if isinstance(found, list) else ()


def _cause(error: OpenSearchException) -> str:
    text = " ".join(str(getattr(error, "error", "") or error).split())
    return text.split(": ", 1)[-1][:120]
