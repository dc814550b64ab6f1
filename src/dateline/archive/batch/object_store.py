"""Object stores (s3://, gs://, abfs://, hdfs:// …) through fsspec, with each error of their libraries as one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, BinaryIO, Self, cast

from dateline.errors import DatelineError, ReadError
from dateline.readers.error_boundary import error_text
from dateline.text import without_users

_PART = ".part"


@contextmanager
def store_at(address: str) -> Iterator[tuple[Any, str]]:
    """Yield the file system of an address and the path in it; errors in the context become Dateline's, and name the address."""
    shown = without_users(address)
    try:
        import fsspec
    except ImportError as error:
        raise DatelineError(
            f"{shown}: object stores need an extra library; install it with: pip install 'dateline[batch]'"
        ) from error
    try:
        yield fsspec.core.url_to_fs(address)
    except DatelineError:
        raise
    except FileNotFoundError as error:
        raise ReadError(f"{shown}: there is nothing at this address; check it") from error
    except ImportError as error:
        raise DatelineError(f"{shown}: this kind of object store needs an extra library ({error})") from error
    except Exception as error:  # each store's library has its own errors
        raise ReadError(f"{shown}: cannot be reached ({error_text(error)})") from error


@dataclass(frozen=True, slots=True)
class StoredFolder:
    """A folder in an object store. See `Folder`."""

    name: str

    @classmethod
    def at(cls, address: str) -> Self:
        """Return the folder at an address."""
        return cls(address.rstrip("/"))

    def sizes(self, under: str) -> dict[str, int]:
        """See `Folder`."""
        with store_at(f"{self.name}/{under}") as (files, path):
            if not files.exists(path):
                return {}
            found = (one for one in files.ls(path, detail=True) if one["type"] == "file")
            return {name: one["size"] for one in found if not (name := one["name"].rpartition("/")[2]).endswith(_PART)}

    def read(self, name: str) -> bytes:
        """See `Folder`."""
        with store_at(f"{self.name}/{name}") as (files, path):
            return cast(bytes, files.cat_file(path))

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """See `Folder`."""
        with store_at(f"{self.name}/{name}") as (files, path):
            stream = files.open(path, "rb")
        with stream:
            yield stream

    @contextmanager
    def whole(self, name: str) -> Iterator[BinaryIO]:
        """See `Folder`. An object gets its name only when it is complete; the final move ensures that on other file systems."""
        address = f"{self.name}/{name}"
        with store_at(address) as (files, path):
            part = f"{path}.{token_hex(4)}{_PART}"
            files.makedirs(path.rpartition("/")[0], exist_ok=True)
            stream = files.open(part, "wb")
        try:
            try:
                yield stream
            except BaseException:
                if hasattr(stream, "discard"):
                    stream.discard()
                raise
            with store_at(address):
                stream.close()
                if files.exists(path):  # some file systems do not replace a file by a move
                    files.rm(path)
                files.mv(part, path)
        except OSError as error:
            raise DatelineError(
                f"{without_users(address)}: cannot be written ({error_text(error)}); give another address"
            ) from error
        finally:
            with suppress(OSError):
                if files.exists(part):
                    files.rm(part)

    def remove(self, name: str) -> None:
        """See `Folder`."""
        with store_at(f"{self.name}/{name}") as (files, path):
            if files.exists(path):
                files.rm(path)

    def sweep(self) -> None:
        """See `Folder`. Here an incomplete object has no name."""


def addresses_at(address: str) -> Iterator[str]:
    """Yield the files at an address that a user gave: that file, all that match a pattern, or all in a folder."""
    with store_at(address) as (files, path):
        if any(sign in path for sign in "*?["):
            found = [one for one in files.glob(path) if files.isfile(one)]
        else:
            found = [path] if files.isfile(path) else files.find(path)
        yield from (files.unstrip_protocol(one) for one in sorted(found))


def state_of(address: str) -> str:
    """Return a text that changes when the file at an address does."""
    with store_at(address) as (files, path):
        return str(files.ukey(path))


def copy_to(address: str, place: str) -> None:
    """Copy the file at an address to a local path."""
    with store_at(address) as (files, path):
        files.get_file(path, place)
