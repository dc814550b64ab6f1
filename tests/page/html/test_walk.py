"""One walk through the tree gives every line with its kind and the blocks around it."""

from __future__ import annotations

from dateline.page.html.read import read_markup
from dateline.types.pages import PageLine

PAGE = """<!doctype html><html><body class="single-post">
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article data-testid="storyBody">
<h1>Ferry terminal to close</h1>
<div class="article-body__text" id="lead"><p>The council voted nine to two on Monday to close the old ferry terminal.</p>
<p>It will <a href="/x">become</a> a market hall.</p></div>
<figure><img src="x.jpg" alt="Boats"><figcaption>The terminal in 1931</figcaption></figure>
<blockquote><p>A sad day.</p></blockquote>
</article></body></html>"""


def lines(html: str) -> list[PageLine]:
    """The lines of a page with this body."""
    return read_markup(html).lines


def kinds(html: str) -> list[tuple[str, int, str]]:
    return [(line.kind, line.level, line.text) for line in lines(html)]


def texts(html: str) -> list[str]:
    return [line.text for line in lines(html)]


def test_each_line_has_its_kind_and_the_blocks_around_it() -> None:
    found = lines(PAGE)
    assert [(line.kind, line.level) for line in found] == [
        ("paragraph", 0), ("heading", 1), ("paragraph", 0), ("paragraph", 0), ("caption", 0), ("quotation", 0),
    ]  # fmt: skip
    lead = found[2].path
    assert [block.tag for block in lead] == ["body", "article", "div", "p"]
    assert (lead[0].words, lead[1].words) == (("single", "post"), ("story", "body"))
    assert lead[2].words == ("article", "body", "text", "lead")
    assert [block.number for block in lead] == sorted({block.number for block in lead})
    assert found[2].path[2] == found[3].path[2]
    assert found[2].path[3].number != found[3].path[3].number


def test_a_line_has_the_fraction_of_it_that_is_links() -> None:
    found = lines(PAGE)
    assert found[0].text == "Home News"
    assert found[0].linked > 0.8
    assert 0 < found[3].linked < 0.4
    assert found[2].linked == 0


def test_breaks_end_lines_and_two_of_them_leave_a_gap() -> None:
    found = lines("<p>One<br>two<br><br>three<div>four</div><div>five</div>")
    assert [(line.text, line.gap, line.blanks) for line in found] == [
        ("One", True, 0), ("two", False, 0), ("three", True, 1), ("four", True, 1), ("five", False, 0),
    ]  # fmt: skip


def test_items_have_their_depth_and_later_paragraphs_of_an_item_are_not_items() -> None:
    html = "<ul><li>Boats<ul><li>Old boats</li></ul></li><li><p>Trains</p><p>They are late.</p></li></ul><dl><dt>Bus</dt></dl>"
    assert kinds(html) == [
        ("item", 1, "Boats"), ("item", 2, "Old boats"), ("item", 1, "Trains"), ("paragraph", 1, "They are late."),
        ("item", 1, "Bus"),
    ]  # fmt: skip


def test_the_cells_of_a_row_are_one_line_except_in_a_layout_table() -> None:
    table = "<table><caption>Votes</caption><tr><th>Party</th><th>Seats</th></tr><tr><td><p>Greens</p></td><td>12</td></tr></table>"
    assert kinds(table) == [("caption", 0, "Votes"), ("row", 0, "Party | Seats"), ("row", 0, "Greens | 12")]
    story = "The council of Halden voted on Monday to close the bath. " * 5
    layout = f"<table><tr><td>Home<br>News</td><td><b>Bath to close</b><p>{story}<p>It is a sad day.</td></tr></table>"
    assert texts(layout) == ["Home", "News", "Bath to close", story.strip(), "It is a sad day."]


def test_code_keeps_its_lines_and_a_role_makes_a_heading() -> None:
    assert kinds("<pre>if x:\n    go()\n\nend</pre><div role=heading aria-level=3>More</div>") == [
        ("code", 0, "if x:"), ("code", 0, "go()"), ("code", 0, "end"), ("heading", 3, "More"),
    ]  # fmt: skip


def test_inline_elements_do_not_split_a_sentence() -> None:
    sentence = "<p>The <button>ferry</button> and the <x-term>tram</x-term> <em>st<b>op</b></em>.</p>"
    html = f"{sentence}<x-card>Card</x-card><button>Share</button>"
    assert texts(html) == ["The ferry and the tram stop.", "Card", "Share"]


def test_adjacent_times_and_links_are_separate_words() -> None:
    html = "<div><time>28 June 2019</time><time>14 January 2020</time> | <a>News</a><a>Sport</a></div>"
    assert texts(html) == ["28 June 2019 14 January 2020 | News Sport"]


def test_scripts_styles_and_form_options_are_not_lines() -> None:
    html = "<script>go()</script><style>p{}</style><select><option>Norway</select><textarea>x</textarea><svg><text>y</text></svg>"
    assert texts(f"{html}<p>Text") == ["Text"]


def test_any_number_of_unclosed_elements_is_read() -> None:
    for opening in ("<div>", "<section><span>", "<font color=red>", "<blockquote>"):
        found = texts("".join(f"{opening}Line {number}.<p>" for number in range(3_000)))
        assert found == [f"Line {number}." for number in range(3_000)]


def test_the_path_of_a_line_has_a_maximum_length() -> None:
    """Otherwise memory would grow with the square of the depth."""
    assert len(lines("<div>" * 240 + "x")[0].path) == 100
