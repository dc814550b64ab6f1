"""Dates on generated pages: every way in which pages state their date, with and without other dates; compared with htmldate.

    python benchmarks/dates.py [--pages 40] [--seed 16] [--wrong 20]

Every page is our own text with a random date. Distractors are dates of captions, of other stories, of comments, of an update and
of the story's past. Some pages state no date, or an impossible one: any answer for them lowers the precision. Peers that are not
installed are left out.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from dateline.cleaning import Cleaner
from dateline.metadata.batch_metadata import BatchMetadata
from dateline.types.documents import RawDocument

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
GERMAN = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]
THAI = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"]
IRANIAN = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
TITLE = "Ferry landing to return before summer"
STORY = (
    "The council of Aldmoor voted on Tuesday night to rebuild the old ferry landing, after two winters of storms had torn it away.",
    "Work begins in the spring and will take about two years, said the harbour master, who has waited for this vote a long time.",
    "The landing was built by the fishermen's union, and some forty thousand people a year used it in summer to reach the islands.",
    "A new pier of steel and oak is to stand on the same piles; the old one had been closed to carts for ten years before it fell.",
)
META = (
    "article:published_time", "datePublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "DC.date", "dcterms.created",
    "cXenseParse:recs:publishtime",
    "pubdate", "publish-date", "date", "og:pubdate", "citation_publication_date", "article_date_original",
)  # fmt: skip
ZONES = ("+00:00", "+02:00", "-05:00")


@dataclass(frozen=True, slots=True)
class Made:
    """A page: its markup or text, the hints of its container, and the date that it states (None without one)."""

    body: str
    day: str | None
    head: str = ""
    url: str | None = None
    fetched: datetime | None = None
    order: str | None = None
    text: bool = False
    title: str = TITLE


Maker = Callable[[date, random.Random], Made]


def words(day: date) -> str:
    """A date as English papers write it."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def day_first(day: date) -> str:
    """The same with the day first."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def stamp(text: str) -> str:
    """A line under the headline."""
    return f'<p class="meta">{text}</p>'


def iso(day: date, chance: random.Random) -> str:
    """A date with a time around noon, in a time zone."""
    return f"{day}T{chance.randint(10, 13):02}:{chance.randint(0, 59):02}:00{chance.choice(ZONES)}"


def plain(under: str, lead: str = STORY[0]) -> str:
    """A raw text with `under` beneath the headline."""
    return "\n\n".join((TITLE, under, lead, *STORY[1:])) if under else "\n\n".join((TITLE, lead, *STORY[1:]))


def reiwa(day: date) -> str:
    """A date in the era of a Japanese emperor."""
    era, start = ("令和", 2018) if day >= date(2019, 5, 1) else ("平成", 1988)
    return f"{era}{day.year - start}年{day.month}月{day.day}日"


def iranian(day: date) -> tuple[int, int, int]:
    """A date in the calendar of Iran, counted from the first day of its year, which is 20 or 21 March."""
    starts = {year: date(year, 3, 20 if year % 4 == 0 or (year % 4 == 1 and year >= 2029) else 21) for year in range(2004, 2027)}
    year = max(one for one, start in starts.items() if start <= day)
    passed = (day - starts[year]).days
    month = passed // 31 if passed < 186 else 6 + (passed - 186) // 30
    return year - 621, month + 1, passed - (month * 31 if month <= 6 else 186 + (month - 6) * 30) + 1


def weekday_form(day: date, chance: random.Random) -> str | None:
    """A numeric date with the weekday that decides its day order; None if the weekday does not decide or nothing is ambiguous."""
    if day.day > 12 or day.day == day.month or date(day.year, day.day, day.month).weekday() == day.weekday():
        return None
    numbers = f"{day.month:02}/{day.day:02}" if chance.random() < 0.5 else f"{day.day:02}/{day.month:02}"
    return f"{day:%A} {numbers}/{day.year}"


def by_order(day: date, chance: random.Random) -> Made:
    """A numeric date whose day order the batch metadata states."""
    order = chance.choice(("dmy", "mdy"))
    shown = f"{day:%d/%m/%Y}" if order == "dmy" else f"{day:%m/%d/%Y}"
    return Made(stamp(f"Published {shown}"), str(day), order=order)


def settled_by_weekday(day: date, chance: random.Random) -> Made:
    """A numeric date after a weekday."""
    shown = weekday_form(day, chance)
    return Made(stamp(shown or words(day)), str(day))


def open_day(day: date, chance: random.Random) -> Made:
    """An ambiguous numeric date, of which only the year is certain."""
    first, second = chance.sample(range(1, 13), 2)
    return Made(stamp(f"Published {first:02}/{second:02}/{day.year}"), str(day.year))


def meta(day: date, chance: random.Random) -> Made:
    """A field in the head."""
    return Made("", str(day), f'<meta name="{chance.choice(META)}" content="{iso(day, chance)}">')


def iran(day: date, chance: random.Random) -> Made:
    """A date in the calendar of Iran, in words or numbers."""
    year, month, number = iranian(day)
    return Made(
        stamp(chance.choice((f"{number} {IRANIAN[month - 1]} {year}", f"{year}/{month:02}/{number:02}".translate(PERSIAN)))),
        str(day),
    )


PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
KINDS: dict[str, Maker] = {
    "json-ld": lambda d, r: Made(
        "",
        str(d),
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "datePublished": iso(d, r)})}</script>',
    ),
    "meta fields": meta,
    "parsely-page": lambda d, r: Made(
        "", str(d), f"<meta name='parsely-page' content='{json.dumps({'title': TITLE, 'pub_date': iso(d, r)})}'>"
    ),
    "microdata, content": lambda d, r: Made(f'<span itemprop="datePublished" content="{iso(d, r)}">some time ago</span>', str(d)),
    "microdata, text": lambda d, r: Made(f'<b itemprop="datePublished">{words(d)}</b>', str(d)),
    "time element": lambda d, r: Made(f'<time class="published" datetime="{iso(d, r)}">a while ago</time>', str(d)),
    "published and updated times": lambda d, r: Made(
        f'<time class="entry-date" datetime="{iso(d, r)}">{d:%d.%m.%Y}</time>'
        f'<time class="updated" datetime="{iso(d + timedelta(200), r)}">{d + timedelta(200):%d.%m.%Y}</time>',
        str(d),
    ),
    "epoch in milliseconds": lambda d, r: Made(
        "", str(d), f'<meta name="publish-date" content="{int(datetime.combine(d, time(12), UTC).timestamp() * 1000)}">'
    ),
    "stamp in words": lambda d, r: Made(stamp(r.choice((words(d), day_first(d), f"Published {words(d)}"))), str(d)),
    "German stamp": lambda d, r: Made(stamp(f"{d.day}. {GERMAN[d.month - 1]} {d.year}, 10:15 Uhr"), str(d)),
    "two-digit year": lambda d, r: Made(stamp(f"Veröffentlicht am {d:%d.%m.%y} um 10:15 Uhr"), str(d)),
    "clock glued to it": lambda d, r: Made(stamp(f"{words(d)}6:30 PM"), str(d)),
    "label glued to it": lambda d, r: Made(stamp(f"Datum:{d.day}. {GERMAN[d.month - 1]} {d.year}"), str(d)),
    "count glued to it": lambda d, r: Made(stamp(f"{words(d)}{r.randint(2, 30)} min read"), str(d)),
    "name glued to it": lambda d, r: Made(stamp(f"By Marta Quill{words(d)}"), str(d)),
    "address, year first": lambda d, r: Made("", str(d), url=f"https://post.example/{d:%Y/%m/%d}/ferry"),
    "address, day first": lambda d, r: (
        Made("", str(d), url=f"https://post.example/news/{d:%d-%m-%Y}/ferry")
        if d.day > 12
        else Made("", str(d), url=f"https://post.example/{d}/ferry")
    ),
    "address, compact": lambda d, r: Made("", str(d), url=f"https://post.example/news/{d:%Y%m%d}/ferry.html"),
    "address and stamp against a caption": lambda d, r: Made(
        f"<figure><figcaption>The landing on {words(d - timedelta(700))}</figcaption></figure>{stamp(words(d))}",
        str(d),
        url=f"https://post.example/{d:%Y/%m/%d}/ferry",
    ),
    "end of the title": lambda d, r: Made("", str(d), title=f"{TITLE} | {day_first(d)}"),
    "order by the weekday": settled_by_weekday,
    "order said for the batch": by_order,
    "open order": open_day,
    "Japan": lambda d, r: Made(stamp(reiwa(d)), str(d)),
    "Buddhist era": lambda d, r: Made(stamp(f"{d.day} {THAI[d.month - 1]} {d.year + 543}"), str(d)),
    "Iran": iran,
    "text, stamp": lambda d, r: Made(plain(f"By Marta Quill\n{words(d)}"), str(d), text=True),
    "text, ISO stamp": lambda d, r: Made(f"{d} {r.randint(10, 13)}:42:30\n\n{plain('')}", str(d), text=True),
    "text, before the first sentence": lambda d, r: Made(plain("", f"{day_first(d)} - {STORY[0]}"), str(d), text=True),
    "text, dateline": lambda d, r: Made(plain("", f"ALDMOOR, {words(d)} (Reuters) - {STORY[0]}"), str(d), text=True),
    "text, wire dateline": lambda d, r: Made(
        plain("", f"ALDMOOR, N.C. / HARBOURWIRE / {words(d)} / {STORY[0]}"), str(d), text=True
    ),
    "none": lambda d, r: Made("", None),
    "none, the epoch": lambda d, r: Made("", None, '<meta property="article:published_time" content="1970-01-01T00:00:00Z">'),
    "none, year 1": lambda d, r: Made("", None, '<meta property="article:published_time" content="0001-01-01T00:00:00Z">'),
    "none, after the capture": lambda d, r: Made(stamp(words(d)), None, fetched=datetime.combine(d - timedelta(30), time(12), UTC)),
    "none, text of the past": lambda d, r: Made(
        plain("", f"{STORY[0]} It had opened on {words(d)} and closed ten years later."), None, text=True
    ),
}


def main() -> None:
    """Make the pages, run every tool, and print recall and precision by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40, help="pages of each kind, half of them with distractors")
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--wrong", type=int, default=0, help="how many of our wrong or missing answers to print")
    given = parser.parse_args()
    tools = dict(_tools())
    sums: dict[str, Counter[str]] = {name: Counter() for name in tools}
    shown = given.wrong
    for kind, made in _pages(given.pages, given.seed):
        for name, tool in tools.items():
            said = tool(made)
            if said is None and made.text and name != "ours":
                continue
            right = said is not None and said == made.day
            for where in (kind, "all"):
                sums[name][f"{where} asked"] += made.day is not None
                sums[name][f"{where} said"] += bool(said)
                sums[name][f"{where} right"] += right
            if name == "ours" and not right and (said or made.day) and shown:
                shown -= 1
                print(f"{kind}: wanted {made.day}, got {said}: {made.head[:60]} {made.body[:120]!r} {made.url or ''}")
    for kind in (*KINDS, "all"):
        print(f"{kind:38}" + "".join(f"{name}: {_share(counts, kind)}   " for name, counts in sums.items()))


def _share(counts: Counter[str], kind: str) -> str:
    asked, said, right = (counts[f"{kind} {what}"] for what in ("asked", "said", "right"))
    recall = f"{right / asked:.3f}" if asked else "  -  "
    precision = f"{right / said:.3f}" if said else "  -  "
    return f"recall {recall} precision {precision}"


def _pages(number: int, seed: int) -> Iterator[tuple[str, Made]]:
    chance = random.Random(seed)
    for kind, maker in KINDS.items():
        for index in range(number):
            day = date(2005, 1, 1) + timedelta(chance.randrange(7500))
            made = maker(day, chance)
            yield kind, _among_others(made, day, chance) if index % 2 else made


def _among_others(made: Made, day: date, chance: random.Random) -> Made:
    """The same page with other dates around."""
    earlier, later = day - timedelta(chance.randint(40, 900)), day + timedelta(chance.randint(2, 30))
    past = f"The first landing had burned on {words(day - timedelta(4000))}, and nobody was hurt."
    if made.text:
        related = (
            f"Related\n\nHarbour budget grows ({words(earlier)})\n\nTrolls in court ({words(later)})\n\n© {day.year} Halden Post"
        )
        return replace(made, body=f"{made.body}\n\n{past}\n\n{related}")
    items = (("Harbour budget grows", earlier), ("Trolls in court", later))
    related = "".join(f'<li>{story} <span class="date">{words(other)}</span></li>' for story, other in items)
    around = (
        f'<p>{past}</p><div class="related"><h3>Related</h3><ul>{related}</ul></div>'
        f'<div class="comments"><p>Ana, {words(later)}: At last!</p></div><footer>© {day.year} Halden Post</footer>'
    )
    return replace(made, body=f"{made.body}\0{around}")


def markup(made: Made) -> str:
    """The complete page."""
    under, _, around = made.body.partition("\0")
    story = "".join(f"<p>{line}</p>" for line in STORY)
    head, article = f"<title>{made.title}</title>{made.head}", f"<article><h1>{TITLE}</h1>{under}{story}</article>"
    return f"<html><head>{head}</head><body>{article}{around}</body></html>"


def _tools() -> Iterator[tuple[str, Callable[[Made], str | None]]]:
    yield "ours", _ours
    try:
        from htmldate import find_date
    except ImportError:
        print("htmldate: not installed, left out")
        return
    yield "htmldate", lambda made: None if made.text else find_date(markup(made), url=made.url, original_date=True)


def _ours(made: Made) -> str | None:
    content, media = (made.body, "text/plain") if made.text else (markup(made), "text/html")
    raw = RawDocument(content.encode(), media, "page", url=made.url, fetched=made.fetched)
    (raw,) = BatchMetadata.of(None, None, (), date(2026, 1, 1), made.order).add_to([raw])
    found = Cleaner().clean(raw).metadata.published
    return found.iso[:10] if found else None


if __name__ == "__main__":
    main()
