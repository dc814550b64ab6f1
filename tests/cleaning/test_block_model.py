"""The block model keeps the story complete and removes widgets, comments and other articles, alone or in a batch."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dateline.cleaning import Cleaner
from dateline.cleaning.block_model import load_block_model
from dateline.page.read import read_page
from dateline.types.articles import CleanedArticle
from dateline.types.documents import RawDocument

STORY = [
    "The council voted nine to two on Monday to close the old ferry terminal, ending a service that has run since 1929.",
    "The last boat will leave at midnight on Friday, the harbour master told reporters after the meeting in the town hall.",
    "The board expects to sell the building to a developer, who has promised to keep its clock tower and the mosaic in the hall.",
    "Commuters from the islands will be taken across by bus from Saturday, at the same fare and with a ticket for the whole day.",
]
LAST = "The terminal will be open to visitors for the last time on Sunday."
COMMENTS = [
    "I took this boat to school every day for eleven years and I still cannot believe that they would simply close it down.",
    "Nobody asked the people on the islands, as usual. The bus takes twice the time, and it is never there when you need it.",
]
TEASERS = ["Bridge toll halved for night workers", "Who pays for the seawall?", "Sea eagles return to the islands"]


def page(more: str = "", story: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY) + story + f"<p>{LAST}</p>"
    teasers = "".join(f'<li class="card"><a href="/{number}">{text}</a></li>' for number, text in enumerate(TEASERS))
    return f"""<html lang="en"><head><title>Council closes ferry terminal | Harbour Post</title></head><body>
    <header class="site-header"><nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
    </header><main><article class="article"><h1>Council closes ferry terminal</h1><p class="byline">By Ann Carter</p>
    <div class="article-body">{paragraphs}</div></article>{more}
    <aside class="related"><h3>More stories</h3><ul>{teasers}</ul></aside></main>
    <footer class="site-footer"><p>© 2024 Harbour Post. All rights reserved.</p><a href="/privacy">Privacy</a></footer>
    </body></html>"""


def cleaned(html: str) -> CleanedArticle:
    return Cleaner().clean(RawDocument(html.encode(), "text/html", "page"))


def test_only_the_story_is_kept_up_to_its_last_paragraph() -> None:
    assert cleaned(page()).body.split("\n\n") == [*STORY, LAST]


def test_subheads_lists_and_quotations_inside_the_story_are_kept() -> None:
    inside = (
        "<h2>What happens to the crews</h2><ul><li>Twelve deckhands move to the southern line.</li>"
        "<li>Four pilots will retire.</li></ul><blockquote><p>It was a good job, said one of them.</p></blockquote>"
    )
    body = cleaned(page(story=inside)).body
    for text in ("What happens to the crews", "Four pilots will retire.", "It was a good job"):
        assert text in body


def test_the_speaker_of_a_block_quotation_is_kept() -> None:
    quoted = (
        "<blockquote><p>It was a good job, and nobody will give us another.</p><footer>Ida Holm, deckhand</footer></blockquote>"
    )
    assert "Ida Holm, deckhand" in cleaned(page(story=quoted)).body


def test_short_sentences_between_paragraphs_are_kept_whatever_their_blocks_are_called() -> None:
    short = (
        '<div class="text-9 parbase"><div>Then came the fog.</div></div><div class="text-10 parbase"><div>It stayed.</div></div>'
    )
    body = cleaned(page(story=short)).body
    assert "Then came the fog." in body
    assert "It stayed." in body


def test_a_paragraph_in_a_block_named_paywall_is_kept() -> None:
    html = page().replace('class="article-body"', 'class="paywall subscriber-content"')
    assert cleaned(html).body.split("\n\n") == [*STORY, LAST]


def test_lines_among_prompts_are_removed_and_the_lead_before_them_is_kept() -> None:
    box = (
        '<div class="paywall"><h3>Sign up for our newsletter</h3><p>3.95 for the first month</p>'
        "<p>Already a subscriber? Log in here</p><p>You can cancel at any time, click here for our terms.</p></div>"
    )
    html = f"""<html lang="en"><head><title>Council closes ferry terminal | Harbour Post</title></head><body>
    <main><h1>Council closes ferry terminal</h1><div class="teaser"><p>{STORY[0]}</p></div>{box}</main></body></html>"""
    body = cleaned(html).body
    assert STORY[0] in body
    assert "3.95" not in body


def test_prompts_inside_a_long_story_do_not_remove_its_paragraphs() -> None:
    """Neighbours are checked only in a small box, so a container with thousands of prompts does not slow cleaning down."""
    story = "".join(f"<p>Subscribe now</p><p>{text[:-1]}, he said in part {number}.</p>" for number in range(40) for text in STORY)
    body = cleaned(page(story=story)).body
    assert all(f"in part {number}." in body for number in range(40))


def test_a_banner_of_sentences_before_the_main_part_is_removed() -> None:
    html = f"""<html lang="en"><head><title>Ferries | Harbour Post</title></head><body><div class="top"><div>
    <p>Spring sale: the family subscription costs half as much until Sunday, and you can cancel it whenever you like.</p>
    </div></div><main>
    {"".join(f'<div class="row"><div class="block"><p>{text}</p></div></div>' for text in (*STORY, LAST))}</main></body></html>"""
    assert cleaned(html).body.split("\n\n") == [*STORY, LAST]


def test_a_byline_that_looks_like_a_paragraph_is_removed() -> None:
    html = page().replace(STORY[0], f"Words by ANN CARTER</p><p>{STORY[0]}").replace('<p class="byline">By Ann Carter</p>', "")
    assert cleaned(html).body.split("\n\n") == [*STORY, LAST]


def test_a_short_chinese_story_is_kept_without_its_editor_and_source_lines() -> None:
    story = [
        "老城区的渡口将在星期五午夜关闭，市议会星期一以九比二通过了这项决定。",
        "最后一班船将由港务长亲自驾驶，市民可以免费乘坐。",
    ]
    html = f"""<html lang="zh"><head><title>渡口将关闭_港口新闻网</title></head><body><div class="nav"><a href="/">首页</a></div>
    <div class="main"><h1>渡口将关闭</h1><div class="sou">2023年11月17日08:12 | 来源：港口日报</div>
    <div class="text"><p>{story[0]}</p><p>{story[1]}</p></div>
    <p>(责编：周明、吴燕)</p></div><div>版权所有 港口新闻网</div></body></html>"""
    assert cleaned(html).body.split("\n\n") == story


def test_comments_are_removed_with_the_label_comment() -> None:
    items = "".join(
        f'<li class="comment"><b class="comment-author">Reader {number}</b><div class="comment-content"><p>{text}</p></div></li>'
        for number, text in enumerate(COMMENTS * 3)
    )
    article = cleaned(page(f'<section class="comments"><h3>Comments</h3><ol class="comment-list">{items}</ol></section>'))
    assert not any(text in article.body for text in COMMENTS)
    assert {line.label for line in article.removed if line.text in COMMENTS} == {"comment"}


def test_teasers_of_other_stories_on_the_page_are_removed() -> None:
    other = (
        '<div class="more"><article class="teaser-article"><h2>Bridge toll halved for night workers</h2>'
        '<p class="byline">By Sam Lund</p>'
        "<p>Night workers will pay half the toll on the harbour bridge from June, the ministry of transport said on Tuesday.</p>"
        '<a href="/toll">Read on</a></article><article class="teaser-article"><h2>Who pays for the seawall?</h2>'
        "<p>The town and the state have argued for nine years over the bill, and the sea has not waited for either of them.</p>"
        '<a href="/wall">Read on</a></article></div>'
    )
    article = cleaned(page(other))
    assert article.body.split("\n\n") == [*STORY, LAST]


def test_a_removed_line_has_the_label_of_its_region_and_the_probability_as_reason() -> None:
    removed = {line.text: line for line in cleaned(page()).removed}
    assert removed[TEASERS[0]].label == "related"
    assert removed["Home"].label == "nav"
    assert removed[TEASERS[0]].reason.startswith("model:0.")


def test_a_repeated_paragraph_is_kept_once() -> None:
    body = cleaned(page(story=f"<p>{STORY[1]}</p>")).body
    assert body.count(STORY[1]) == 1


@pytest.mark.parametrize("other", [page(), "<p>x</p>", page(story="<p>一个短句。</p>" * 30)])
def test_a_page_gets_the_same_verdicts_alone_and_in_a_batch(other: str) -> None:
    documents = [RawDocument(html.encode(), "text/html", "page") for html in (other, page(), other)]
    pages = [read_page(document) for document in documents]
    together = load_block_model().chances(pages)[1]
    start = len(pages[0].lines)
    alone = load_block_model().chances(pages[1:2])[1]
    assert together[start : start + len(alone)].tolist() == alone.tolist()
    assert Cleaner().clean_all(documents)[1] == Cleaner().clean(documents[1])


@pytest.mark.parametrize(
    "html", ["<p>x</p>", "<div>.</div>", "<p>" + "word " * 40_000, "<ul>" + "<li>" * 3000 + "x", "\U0001f600" * 50]
)
def test_unusual_pages_get_a_probability_for_each_line(html: str) -> None:
    read = read_page(RawDocument(f"<html><body>{html}".encode(), "text/html", "page"))
    chances = load_block_model().chances([read])[1]
    assert len(chances) == len(read.lines)
    assert ((chances >= 0) & (chances <= 1)).all()


def test_the_model_is_small() -> None:
    data = files("dateline.cleaning").joinpath("data/blocks.model.npz").read_bytes()
    assert len(data) < 5_000_000
