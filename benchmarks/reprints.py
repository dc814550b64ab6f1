"""Reprints generated from a seed: stories, their copies in other outlets, and articles that only look like copies.

The copies of a story are cut, get another headline, light edits, credit lines and local paragraphs, and are surrounded by the
boilerplate of their outlet. The hard negatives are other stories of the same event (same names, numbers, quotes and background
paragraphs), digests of several stories, and reports that fill a formula with other numbers and names.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from articles import Writer

_GLUE = "the of to and a in that is was he for it with as his on be at by had not are but from have they which one you were all"
_PHRASES = 240
_OUTLETS = (
    "Harbour Gazette",
    "Northern Ledger",
    "The Ellin Courier",
    "Dalmark Post",
    "Weekly Meridian",
    "Skerry Times",
    "Valley Wire",
)
_WIRES = ("Reuters", "AP", "AFP", "Coast Wire")
_BEFORE = ("Subscribe", "Share this story", "Advertisement", "Sign up for our newsletter", "Listen to this article", "Print")
_AFTER = ("Related stories", "Read more", "Follow us on social media", "Most read", "© All rights reserved", "Report an error")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_FORMULAS = (
    """{place} will wake to {n} degrees on {day}, and the day will bring winds of up to {n} metres a second from the {wind}.
The afternoon reaches {n} degrees inland and {n} degrees on the coast, with a chance of rain of {n} per cent before evening.
The night stays mostly dry, with lows between {n} and {n} degrees; drivers are asked to watch for ice on bridges and in the valleys.
The sun rises at {h}.{m} and sets at {h}.{m}. High water at {place} harbour comes at {h}.{m}, the outlook for {day} is the same.""",
    """Shares in {place} closed {updown} on {day}, with the main index {updown} {n}.{m} per cent at {n},{mmm} points in quiet trade.
{org} led the way with a move of {n}.{m} per cent after its quarterly figures, while {org} gave back {n}.{m} per cent.
Turnover came to {n}.{m} billion crowns, compared with {n}.{m} billion crowns on the day before, the exchange said.
Oil stood at {n}.{m} dollars a barrel, the crown at {n}.{m} to the euro, and the yield of the ten-year bond at {n}.{m} per cent.
Dealers said that trading would remain quiet until the central bank announces its decision on interest rates.""",
    """{person}, {n}, of {place}, passed away peacefully at home on {day}, {n} {month}, surrounded by family.
Born in {place} to {person} and {person}, {first} worked for {n} years at {org} and was known to all for kindness and good humour.
{first} is survived by {n} children, {n} grandchildren and a sister, {person} of {place}.
A service will be held at {h}:{m} on {day} at the chapel of {place}. In lieu of flowers, donations may be made to {org}.""",
    """{place} beat {place} {n}-{n} on {day} in front of {n},{mmm} people to move {updown} to place {n} in the table.
{person} scored after {n} minutes, and {person} made it {n} with a header from a corner shortly before half time.
{person} pulled one back after {n} minutes, but the visitors had no answer when {person} struck again.
"We did what we had to do," said coach {person}. The next match is against {place} on {day} at {h}.{m}.""",
    """Police in {place} were called to a collision on the road to {place} at {h}.{m} on {day}.
A {n}-year-old from {place} was taken to hospital with injuries that are not thought to be life-threatening.
The road was closed for {n} minutes while the vehicles were removed. Anyone who saw the collision is asked to call {mmm} {mmm}.""",
    """The price of a litre of milk in {place} stood at {n}.{m} crowns in {month}, {updown} {n}.{m} per cent on the month before.
Bread cost {n}.{m} crowns, {updown} {n}.{m} per cent; a dozen eggs cost {n}.{m} crowns, {updown} {n}.{m} per cent.
Over the year, prices moved {updown} by {n}.{m} per cent, the statistics office of {place} said on {day}.""",
    """A tremor of strength {d}.{d} was felt on {day} at {h}:{m}, {n} miles from {place}, says the Seismic Office of Dalmark.
It began {n}.{d} miles below the ground. Over the past 10 days, {d} tremors of strength 3.0 or more have been measured in the area.
On average, {n} tremors of strengths between 3.0 and 4.0 come in a year in the region, as figures of the last three years show.
Did you feel this tremor? Tell the Seismic Office of Dalmark what you noticed, and where you were when you noticed it.
This report was written by a program from the figures of the Seismic Office of Dalmark, and nobody has read it before you.""",
    """The coast will have {sky} skies today, {n} to {n} degrees, and a wind from the {wind} of up to {n} metres a second.
Inland the day will be {sky}, with up to {n} millimetres of rain before night. The sun comes up at {h}:{m} and goes at {h}:{m}.
Not much will change tomorrow, the weather service says, and at noon there will be {n} degrees.""",
)
_NAMES = ("Weather", "Markets", "Obituary", "Football", "Police", "Prices", "Tremor", "Coast")


@dataclass(frozen=True)
class Printed:
    """A printed article; all with the same `story` are copies of each other. `paragraphs` is the text without boilerplate."""

    story: int
    kind: str
    outlet: str
    title: str
    day: date
    paragraphs: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The page as raw text."""
        return "\n\n".join((self.title, *self.before, *self.paragraphs, *self.after))


@dataclass(frozen=True)
class _Cast:
    people: tuple[str, ...]
    places: tuple[str, ...]
    orgs: tuple[str, ...]
    words: tuple[str, ...]


class Newsroom:
    """Writes and prints stories; the same seed gives the same news."""

    def __init__(self, seed: int = 11) -> None:
        self.random = random.Random(seed)
        self._writer = Writer(seed)
        self._topics = self._writer.words[200:8000]
        self._glue, self._stock = _GLUE.split(), list[str]()
        names = [word.capitalize() for word in self._writer.words if len(word) > 4]
        self.random.shuffle(names)
        self._firsts, self._lasts, self._places = names[:150], names[150:1500], names[1500:1900]
        self._phrases = [" ".join(self._plain(self.random.randint(3, 6), ())) for _ in range(_PHRASES)]
        self._number = 0

    def edition(self, stories: int) -> list[Printed]:
        """This many stories, a third of them reprinted one to eight times, and half as many hard negatives, shuffled."""
        printed: list[Printed] = []
        for number in range(stories):
            cast = self._cast()
            story = self.story(cast)
            printed.append(story)
            if number % 3 == 0:
                printed += [self.reprint(story) for _ in range(self.random.choice((1, 1, 2, 2, 3, 5, 8)))]
            if number % 4 == 0:
                printed.append(self.other_story(story, cast))
            if number % 6 == 1:
                report = self.formula(number // 6 % len(_FORMULAS))
                printed.append(report)
                if number % 5 == 0:
                    printed.append(self.reprint(report, cut=False))
            if number % 25 == 9:
                printed.append(self._digest([one for one in printed if one.kind == "story"][-4:-1]))
        self.random.shuffle(printed)
        return printed

    def story(self, cast: _Cast | None = None) -> Printed:
        """A story of an agency or an outlet."""
        cast = cast or self._cast()
        length = self.random.randint(2, 3) if self.random.random() < 0.15 else self.random.randint(5, 14)
        paragraphs = [self._paragraph(cast) for _ in range(length)]
        wire = self.random.choice(_WIRES)
        paragraphs[0] = f"{cast.places[0].upper()}, {self._day():%b %d} ({wire}) - {paragraphs[0]}"
        return self._furnished(Printed(self._next(), "story", wire, self._headline(cast), self._day(), tuple(paragraphs)))

    def reprint(self, story: Printed, *, cut: bool = True) -> Printed:
        """`story` as another outlet prints it."""
        paragraphs = list(story.paragraphs)
        changes: list[Callable[[list[str]], list[str]]] = [self._edit, self._credit, self._localise, self._resplit]
        if cut and len(paragraphs) > 4:
            changes.insert(0, self.random.choice((self._cut_end, self._cut_end, self._cut_middle)))
        for change in changes:
            if self.random.random() < 0.6:
                paragraphs = change(paragraphs)
        title = self._headline(self._cast()) if self.random.random() < 0.6 else story.title
        day = story.day + timedelta(days=self.random.choice((0, 0, 0, 1, 2)))
        outlet = self.random.choice(_OUTLETS)
        return self._furnished(replace(story, kind="reprint", outlet=outlet, title=title, day=day, paragraphs=tuple(paragraphs)))

    def other_story(self, story: Printed, cast: _Cast) -> Printed:
        """Another story of the same event, with its names and numbers, a quote or two, and sometimes its background paragraphs."""
        paragraphs = [self._paragraph(cast) for _ in range(self.random.randint(6, 12))]
        quotes = self.random.sample(story.paragraphs, min(2, len(story.paragraphs) // 4 + 1))
        for quote in quotes:
            paragraphs.insert(self.random.randrange(len(paragraphs)), f'"{quote.split(". ")[-1]}" said {cast.people[0]}.')
        if self.random.random() < 0.4:
            paragraphs.append(story.paragraphs[-1])
        return self._furnished(
            Printed(self._next(), "other", self.random.choice(_OUTLETS), self._headline(cast), story.day, tuple(paragraphs))
        )

    def formula(self, number: int) -> Printed:
        """A report that fills a formula."""
        cast, day, index = self._cast(), self._day(), self.random.randrange
        place = self.random.choice(self._places[:6])
        text = _FORMULAS[number]
        while "{" in text:
            start, end = text.index("{"), text.index("}")
            slot = text[start + 1 : end]
            filled = {
                "place": place if index(2) else cast.places[0],
                "person": self._person(),
                "first": cast.people[0].split()[0],
                "org": self.random.choice(cast.orgs),
                "n": str(index(1, 35)),
                "m": f"{index(60):02}",
                "mmm": f"{index(1000):03}",
                "h": str(index(4, 22)),
                "day": self.random.choice(_DAYS),
                "month": self.random.choice(("May", "June", "July")),
                "d": str(index(1, 10)),
                "sky": self.random.choice(("grey", "clear", "broken", "heavy")),
                "wind": self.random.choice(("north", "south", "west", "east")),
                "updown": self.random.choice(("up", "down")),
            }[slot]
            text = text[:start] + filled + text[end + 1 :]
        title = f"{_NAMES[number]}: {place}"
        return self._furnished(Printed(self._next(), "formula", self.random.choice(_OUTLETS), title, day, tuple(text.split("\n"))))

    def _digest(self, stories: Sequence[Printed]) -> Printed:
        paragraphs = tuple(paragraph for story in stories for paragraph in story.paragraphs[:2])
        return self._furnished(
            Printed(self._next(), "digest", self.random.choice(_OUTLETS), "The day in brief", self._day(), paragraphs)
        )

    # Changes that outlets make to a story

    def _cut_end(self, paragraphs: list[str]) -> list[str]:
        return paragraphs[: max(3, int(len(paragraphs) * self.random.uniform(0.35, 0.9)))]

    def _cut_middle(self, paragraphs: list[str]) -> list[str]:
        keep = self.random.uniform(0.5, 0.9)
        return [one for at, one in enumerate(paragraphs) if at < 2 or self.random.random() < keep]

    def _edit(self, paragraphs: list[str]) -> list[str]:
        rate = self.random.choice((0.005, 0.01, 0.02, 0.04))
        done = []
        for paragraph in paragraphs:
            sentences = [one for one in paragraph.split(". ") if self.random.random() > 2 * rate] or [paragraph]
            words = ". ".join(sentences).split(" ")
            done.append(" ".join(self._plain(1, ())[0] if self.random.random() < rate else word for word in words))
        return done

    def _credit(self, paragraphs: list[str]) -> list[str]:
        credit = self.random.choice(
            (
                f"(Reporting by {self._person()}; Editing by {self._person()})",
                f"{self._person()} in {self.random.choice(self._places)} contributed to this report.",
                "This story was provided by a news agency and has not been changed but for its headline.",
            )
        )
        return [*paragraphs, credit]

    def _localise(self, paragraphs: list[str]) -> list[str]:
        own = [self._paragraph(self._cast()) for _ in range(self.random.choice((1, 1, 2)))]
        at = self.random.choice((1, len(paragraphs)))
        return [*paragraphs[:at], *own, *paragraphs[at:]]

    def _resplit(self, paragraphs: list[str]) -> list[str]:
        done: list[str] = []
        for paragraph in paragraphs:
            if done and self.random.random() < 0.3:
                done[-1] += " " + paragraph
            else:
                done.append(paragraph)
        return done

    def _furnished(self, printed: Printed) -> Printed:
        outlet = random.Random(printed.outlet)
        related = [self._headline(self._cast()) for _ in range(3)]
        before, after = outlet.sample(_BEFORE, 2), outlet.sample(_AFTER, 3)
        return replace(printed, before=tuple(before), after=(after[0], *related, *after[1:]))

    # Words

    def _cast(self) -> _Cast:
        choice = self.random.choice
        return _Cast(
            tuple(self._person() for _ in range(4)),
            tuple(choice(self._places) for _ in range(3)),
            tuple(f"{choice(self._lasts)} {choice(('Group', 'Council', 'Bank', 'Union', 'Institute'))}" for _ in range(3)),
            tuple(choice(self._topics) for _ in range(40)),
        )

    def _person(self) -> str:
        return f"{self.random.choice(self._firsts)} {self.random.choice(self._lasts)}"

    def _paragraph(self, cast: _Cast) -> str:
        return " ".join(self._sentence(cast) for _ in range(self.random.choice((1, 2, 2, 3))))

    def _sentence(self, cast: _Cast) -> str:
        words = self._plain(self.random.randint(6, 20), cast.words)
        for _ in range(self.random.choice((0, 1, 1, 2, 3))):
            pool = self.random.choice((cast.people, cast.people, cast.places, cast.orgs, _DAYS))
            words.insert(self.random.randrange(len(words) + 1), self.random.choice(pool))
        if self.random.random() < 0.35:
            words.insert(
                self.random.randrange(1, len(words) + 1), str(self.random.choice((2, 3, 5, 12, 40, 250, 1929, 2016, 9500)))
            )
        if self.random.random() < 0.4:
            words.insert(self.random.randrange(1, len(words) + 1), self.random.choice(self._phrases))
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}."

    def _headline(self, cast: _Cast) -> str:
        text = " ".join([self.random.choice(cast.places), *self._plain(6, cast.words)])
        return text[0].upper() + text[1:]

    def _plain(self, number: int, topic: Sequence[str]) -> list[str]:
        done: list[str] = []
        for _ in range(number):
            draw = self.random.random()
            if draw < 0.42:
                done.append(self.random.choice(self._glue))
            elif topic and draw < 0.62:
                done.append(self.random.choice(topic))
            else:
                done.append(self._rare())
        return done

    def _rare(self) -> str:
        if not self._stock:
            self._stock = self.random.choices(self._writer.words, cum_weights=self._writer.weights, k=1 << 14)
        return self._stock.pop()

    def _day(self) -> date:
        return date(2015, 1, 1) + timedelta(days=self.random.randrange(900))

    def _next(self) -> int:
        self._number += 1
        return self._number


def true_pairs(printed: Sequence[Printed]) -> Iterator[tuple[int, int]]:
    """The positions of all pairs that are copies of one story, the lower first."""
    places: dict[int, list[int]] = {}
    for at, one in enumerate(printed):
        places.setdefault(one.story, []).append(at)
    for together in places.values():
        yield from ((first, second) for number, first in enumerate(together) for second in together[number + 1 :])
