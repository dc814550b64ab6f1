"""Tables of parameters. They serve to parse requests and to write the description of the API, so that both agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dateline.web.problems import BadParameter

Kind = Literal["text", "whole", "flag", "choice"]
Values = dict[str, Any]

_YES, _NO = ("true", "1", "yes", "on"), ("false", "0", "no", "off", "")
_LONGEST = 500
LONGEST_QUERY = 20_000
_MOST_VALUES = 50


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, the kind of its value, and its description.

    With `many`, it may be given several times, up to `values`. `default` is its value if it is not given.
    """

    name: str
    kind: Kind
    about: str
    default: Any = None
    least: int = 0
    most: int = 1_000_000_000
    choices: tuple[str, ...] = ()
    many: bool = False
    longest: int = _LONGEST
    values: int = _MOST_VALUES

    def read(self, texts: Sequence[str]) -> Any:
        """Parse the given texts; BadParameter if they are not valid."""
        if self.many:
            if len(texts) > self.values:
                raise BadParameter(self.name, f"{self.name} takes at most {self.values} values")
            return tuple(self._value(text) for text in texts)
        if not texts:
            return self.default
        if len(texts) > 1:
            raise BadParameter(self.name, f"{self.name} is given {len(texts)} times; it takes one value")
        return self._value(texts[0])

    def _value(self, text: str) -> Any:
        match self.kind:
            case "whole":
                return self._whole(text)
            case "flag":
                if text.lower() not in (*_YES, *_NO):
                    raise BadParameter(self.name, f"{self.name} is true or false; not {text[:60]!r}")
                return text.lower() in _YES
            case "choice":
                if text not in self.choices:
                    raise BadParameter(self.name, f"{self.name} takes {', '.join(self.choices)}; not {text[:60]!r}")
                return text
        if len(text) > self.longest:
            raise BadParameter(self.name, f"{self.name} takes at most {self.longest:,} characters")
        return text

    def _whole(self, text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) <= 12 and self.least <= int(text) <= self.most:
            return int(text)
        raise BadParameter(self.name, f"{self.name} takes a whole number from {self.least:,} to {self.most:,}; not {text[:60]!r}")

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its values."""
        match self.kind:
            case "whole":
                one: dict[str, Any] = {"type": "integer", "minimum": self.least, "maximum": self.most}
            case "flag":
                one = {"type": "boolean"}
            case "choice":
                one = {"type": "string", "enum": list(self.choices)}
            case _:
                one = {"type": "string", "maxLength": self.longest}
        if self.many:
            return {"type": "array", "items": one, "maxItems": self.values}
        return one if self.default is None else {**one, "default": self.default}


def read(table: Iterable[Parameter], given: Iterable[tuple[str, str]]) -> Values:
    """Parse all parameters of `table`; BadParameter for an invalid value or an unknown parameter."""
    known = {one.name: one for one in table}
    texts: dict[str, list[str]] = {name: [] for name in known}
    for name, text in given:
        if name not in known:
            raise BadParameter(name[:60], f"there is no parameter {name[:60]!r} here; there are {', '.join(known) or 'none'}")
        texts[name].append(text)
    return {name: one.read(texts[name]) for name, one in known.items()}


def keep_parameters(table: Iterable[Parameter], given: Iterable[tuple[str, str]]) -> Values:
    """Parse the parameters of `table` and ignore unknown ones, so that an address with added parameters still works."""
    known = [*table]
    names = {one.name for one in known}
    return read(known, [(name, text) for name, text in given if name in names])


def drop_parameters(values: Mapping[str, Any], *names: str) -> Values:
    """`values` without these names."""
    return {name: value for name, value in values.items() if name not in names}
