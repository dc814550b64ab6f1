"""Read and write the settings that name the index of an archive in a cluster.

Credentials for the cluster (a user, a token) come from whoever starts the program, and are never stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import IndexFault, WrongUse
from dateline.search.index import Index
from dateline.search.opensearch.settings import Access, Place
from dateline.types.folder import EMBEDDED, INDEX_SETTINGS

if TYPE_CHECKING:
    from datetime import datetime

    from dateline.search.opensearch.batch_index import BatchIndex

_HEAD = "# Where the search index of this archive is; 'dateline index use' writes this file.\n"
_OTHER_CHARACTERS = re.compile(r"[^a-z0-9]+")
_credentials = [Access()]


@dataclass(frozen=True, slots=True)
class Choice:
    """An index in a cluster: its address, the name of this archive there, and how a new index is made.

    `owner` distinguishes this archive from another one of the same name. `shards` is the number of parts of a new index, `folder`
    the folder of the archive. With `texts`, the index also stores the articles.
    """

    address: str
    archive: str
    owner: str
    shards: int = 1
    folder: str = ""
    texts: bool = False

    @property
    def place(self) -> Place:
        """The parsed address; WrongUse if the address or the name is invalid."""
        return Place.read(self.address, self.archive)


def use_credentials(access: Access) -> None:
    """Use these credentials for every cluster in this run of the program."""
    _credentials[0] = access


def open_in_cluster(choice: Choice) -> Index:
    """Open the index of a choice; IndexFault if the client library is not installed."""
    _require_client("the index of this archive is in OpenSearch, which")
    from dateline.search.opensearch.cluster import Cluster
    from dateline.search.opensearch.index import OpenSearchIndex

    cluster = Cluster(choice.place, _credentials[0])
    return OpenSearchIndex(cluster, owner=choice.owner, folder=choice.folder, shards=choice.shards, texts=choice.texts)


def batch_index(address: str, name: str, folder: str, content: str, started: datetime, shards: int = 1) -> BatchIndex:
    """Make the index for a folder of cleaned files; `content` identifies what is in the folder, `started` is the present time."""
    _require_client("this")
    from dateline.search.opensearch.batch_index import BatchIndex
    from dateline.search.opensearch.cluster import Cluster

    return BatchIndex(Cluster(Place.read(address, name), _credentials[0]), folder, content, started, shards)


def _require_client(what: str) -> None:
    from importlib.util import find_spec

    if find_spec("opensearchpy") is None:
        raise IndexFault(
            f"{what} needs an extra library; install it with 'pip install dateline[opensearch]', "
            "or run 'dateline index use embedded'"
        )


def chosen_for(folder: Path, address: str | None = None) -> Choice | None:
    """The cluster index of the archive in `folder`, or the one at `address` if given; None for the embedded index."""
    if address == EMBEDDED:
        return None
    known = read_choice(folder)
    if address is None or (known and known.address == address):
        return known
    return Choice(address, default_name(folder), default_owner(folder), folder=str(folder.resolve()))


def read_choice(folder: Path) -> Choice | None:
    """Read the settings of the archive in `folder`; None if they name no cluster."""
    path = folder / INDEX_SETTINGS
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexFault(f"{path}: cannot be read ({error}); 'dateline index use' writes it again") from error
    from tomllib import TOMLDecodeError, loads

    try:
        options = loads(text).get("index", {})
    except TOMLDecodeError as error:
        raise IndexFault(f"{path}: {error}; correct it, or run 'dateline index use'") from error
    address = options.get("use", EMBEDDED)
    if address == EMBEDDED:
        return None
    name, owner = options.get("archive", default_name(folder)), options.get("owner", default_owner(folder))
    shards, where, texts = options.get("shards", 1), str(folder.resolve()), options.get("texts-in-index", False)
    if not all(isinstance(one, str) for one in (address, name, owner)) or type(shards) is not int or shards < 1:
        raise IndexFault(f'{path}: it needs use = "https://HOST:9200/NAME", archive = "NAME" and shards = NUMBER; correct it')
    if not isinstance(texts, bool):
        raise IndexFault(f"{path}: texts-in-index is true or false; correct it")
    try:
        return Choice(Place.read(address, name).address, name, owner, shards, where, texts)
    except WrongUse as error:
        raise IndexFault(f"{path}: {error}") from error


def write_choice(folder: Path, choice: Choice | None) -> None:
    """Write the settings of the archive in `folder`; None for the embedded index."""
    path = folder / INDEX_SETTINGS
    try:
        if choice is None:
            path.unlink(missing_ok=True)
            return
        options = {"use": choice.address, "archive": choice.archive, "owner": choice.owner}
        lines = [f'{key} = "{value}"' for key, value in options.items()]
        lines += [f"shards = {choice.shards}", f"texts-in-index = {'true' if choice.texts else 'false'}"]
        path.write_text(f"{_HEAD}[index]\n" + "".join(f"{line}\n" for line in lines), "utf-8")
    except OSError as error:
        raise IndexFault(f"{path}: cannot be written ({error.strerror}); check the rights of the folder") from error


def default_name(folder: Path) -> str:
    """The default name of an archive in a cluster: that of its folder, with a short hash that makes it unique."""
    return f"{plain_name(folder.resolve().name)}-{default_owner(folder)[:6]}"


def plain_name(place: str) -> str:
    """The last part of a path or an address, in the form that a cluster allows for names."""
    return _OTHER_CHARACTERS.sub("-", place.rstrip("/").rpartition("/")[2].lower()).strip("-")[:40] or "archive"


def default_owner(folder: Path) -> str:
    """A hash that identifies the archive in that folder."""
    from hashlib import blake2b

    return blake2b(str(folder.resolve()).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
