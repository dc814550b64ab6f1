"""A small archive for the web tests: stories with boilerplate, copies and versions, and an undated, a hostile and an Arabic one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from dateline.archive.archive import Archive
from dateline.archive.saved_searches import SavedSearches
from dateline.types.documents import RawDocument

FERRY = """<html lang="en"><head><title>Ferry terminal to close after ninety years</title>
<meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="{day}T09:30:00+00:00"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/subscribe">Subscribe</a></nav>
<article><h1>Ferry terminal to close after ninety years</h1><p class="byline">By Marit Solheim</p>
<p>PORT ELLIN — The old ferry terminal will close in May, the harbour council said on Tuesday, after ninety years of service.</p>
<h2>A market hall</h2>
<p>Nobody has lost a job so far, according to the council, and the building will become a market hall for the whole town.</p>
<ul><li>The last boat leaves on Friday at midnight.</li><li>The market opens in the autumn of next year.</li></ul>
<blockquote><p>We will miss the boats more than the building, said a former captain of the line.</p></blockquote>
<p>{last}</p></article>
<aside class="newsletter"><p>Subscribe to our newsletter and never miss a story from the harbour.</p></aside>
<div class="related"><h3>Related stories</h3><ul><li><a href="/toll">Bridge toll to rise</a></li></ul></div>
<footer><p>All rights reserved. Privacy policy. Terms of use.</p></footer></body></html>
"""
ENDS = (
    "The harbour master told reporters that the sale would be final before the summer, whatever the weather does.",
    "The harbour master told reporters that the sale has been put off, and that the ferry may sail for another year.",
)
WIRE = """Storm tears the roof off the market hall

By the Coast Wire

HALDEN, Norway, 12 March 2019 — A storm tore the roof off the market hall on Saturday night and threw it into the harbour, the fire
brigade said on Sunday morning, after forty volunteers had searched the ruins with lamps and dogs until dawn broke over the quay.

Nobody was hurt, but the traders have lost most of what they had stored for the winter, and the hall will stay closed until June,
said Ingrid Vaale, who has led the association of the traders since 2004 and keeps a stall with cheese from Telemark there.

The mayor, Anders Lunde, promised 4.2 million kroner for a new roof, and asked the county for as much again, the town hall said.

Engineers from Trondheim found that 312 of the bolts that held the beams had rusted, and blamed the salt water of the harbour.
"""
WOLVES = """Wolves seen near school; rangers say keep calm

Northern Ledger, 2 November 2016

Two wolves crossed the yard of the village school before lessons on Monday, and the children watched them from the art room.

The rangers asked people to keep calm and to keep their dogs in, and said that the animals would move on before the snow came.
"""
UNDATED = """The bees of the opera house roof

The opera house keeps bees on its roof, and sells their honey at the bar between the acts, to whoever asks the ushers for it.

The bee keeper climbs up to the hives each morning with a ladder that once belonged to the fire brigade of the harbour.
"""
ARABIC = """<html lang="ar" dir="rtl"><head><title>إغلاق محطة العبارات القديمة</title>
<meta property="og:site_name" content="صوت الميناء"><meta property="article:published_time" content="2018-05-04"></head><body>
<article><h1>إغلاق محطة العبارات القديمة</h1>
<p>قال مجلس الميناء يوم الثلاثاء إن محطة العبارات القديمة ستغلق أبوابها في شهر مايو بعد تسعين عاما من الخدمة المتواصلة.</p>
<p>ولم يفقد أحد وظيفته حتى الآن وفقا للمجلس، وسيتحول المبنى إلى سوق كبيرة تخدم سكان المدينة كلها طوال العام.</p>
</article></body></html>
"""
EVIL_TITLE = 'Alarm <script>alert(1)</script> "><img src=x onerror=alert(2)> {{7*7}} \u202egnp.exe'
HOSTILE = f"""<html lang="en"><head><title>{EVIL_TITLE.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")}</title>
<meta property="og:site_name" content="&lt;svg/onload=alert(3)&gt; Gazette">
<meta name="author" content="&lt;b onmouseover=alert(4)&gt;Eve&lt;/b&gt;">
<meta name="keywords" content="&lt;script&gt;alert(5)&lt;/script&gt;, javascript:alert(6)">
<meta property="article:published_time" content="2020-02-03T04:05:06Z"></head><body><article>
<h1>{EVIL_TITLE.replace("<", "&lt;").replace(">", "&gt;")}</h1>
<p>The gazette printed &lt;script&gt;alert('body')&lt;/script&gt; in its first paragraph, and nobody in the town noticed it.</p>
<p>It went on with &lt;img src=x onerror="alert(7)"&gt; and &lt;a href="javascript:alert(8)"&gt;a link&lt;/a&gt; in another.</p>
<p>A \u202eright-to-left\u202c override and \u2066isolates\u2069 stood in the third, with &lt;/p&gt;&lt;/article&gt; and
&lt;iframe srcdoc="x"&gt; too, and the readers of the town went on with their breakfast.</p>
<p>&lt;style&gt;*{{display:none}}&lt;/style&gt; was in the fourth, and ' " ` ${{alert(9)}} {{% raw %}} in the rest of it all.</p>
</article><div onclick="alert(10)">Subscribe &lt;script&gt;alert(11)&lt;/script&gt; to our newsletter</div></body></html>
"""


def documents() -> list[RawDocument]:
    """Return the documents of the archive, in the order of their ingest."""
    ferry = "https://harbour-post.example/2016/ferry"
    found = [
        RawDocument(FERRY.format(day="2016-07-12", last=last).encode(), "text/html", ferry, ferry, ferry, fetched)
        for last, fetched in zip(ENDS, (datetime(2016, 7, 12, 10, tzinfo=UTC), datetime(2016, 7, 13, 10, tzinfo=UTC)), strict=True)
    ]
    for name in ("coast-wire", "valley-times", "evening-sun"):
        text = WIRE.replace("forty volunteers", "some forty volunteers") if name == "evening-sun" else WIRE
        url = f"https://{name}.example/2019/03/12/storm"
        found.append(RawDocument(text.encode(), "text/plain", url, url, url))
    for name, text, kind in (
        ("wolves.txt", WOLVES, "text/plain"),
        ("bees.txt", UNDATED, "text/plain"),
        ("arabic.html", ARABIC, "text/html"),
        ("hostile.html", HOSTILE, "text/html"),
    ):
        found.append(RawDocument(text.encode(), kind, f"/home/ana/private/{name}", f"/home/ana/private/{name}"))
    evil = "javascript:alert(document.domain)"
    found.append(RawDocument(WOLVES.replace("wolves", "foxes").replace("Wolves", "Foxes").encode(), "text/plain", evil, evil, evil))
    return found


def make_archive(folder: Path) -> Path:
    """Make the archive in `folder`, with two saved searches."""
    with Archive.open(folder, create=True) as archive:
        for document in documents():
            archive.ingest([document])
        SavedSearches(archive).save("harbour", "harbour OR ferry")
        SavedSearches(archive).save("storms", "title:storm")
        archive.count("*")
    return folder
