"""Write docs/screenshots/*.png, a picture of every page, with the sample articles of data/. Run it with: make screenshots

It needs Chromium (Debian's package chromium). Three of the pictures are in the README.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from dateline.archive.archive import Archive  # noqa: E402
from dateline.archive.saved_searches import SavedSearches  # noqa: E402
from web_browsing import a_browser, a_page, a_server  # noqa: E402

FOLDER = Path(__file__).with_name("screenshots")
_SIZE = {"width": 1000, "height": 640}
_PHONE = {"width": 390, "height": 700}


def main() -> None:
    """Ingest the samples, serve them, and take the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        archive = Path(temporary) / "archive"
        command = [sys.executable, "-m", "dateline", "ingest", "--archive", str(archive), "data/articles"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        with Archive.open(archive) as opened:
            SavedSearches(opened).save("harbour", "harbour OR ferry OR lighthouse")
            opened.note(opened.ids("wolves")[0], "Compare with the report of the rangers.")
        with a_server(archive, "--write") as address, a_browser() as browser:
            for name, path in _pages(archive).items():
                dark = {"color_scheme": "dark"} if name == "dark" else {}
                with a_page(browser, address, **dark) as page:
                    page.set_viewport_size(_PHONE if name == "phone" else _SIZE)
                    page.goto(path)
                    if name == "article":
                        page.locator("details.removed").nth(1).evaluate("part => { part.open = true; }")
                    page.screenshot(path=FOLDER / f"{name}.png")


def _pages(folder: Path) -> dict[str, str]:
    with Archive.open(folder) as archive:
        article = f"/articles/{archive.ids('title:wolves')[0]}"
        copies = next(f"/articles/{hit.article_id}/copies" for hit in archive.search("vaccine").hits if hit.copies)
    return {
        "search": "/search?q=harbour+OR+ferry+OR+school",
        "dark": "/search?q=harbour",
        "phone": "/search?q=ferry",
        "article": f"{article}?q=wolves",
        "lines": f"{article}?edit=1",
        "evidence": f"{article}/evidence",
        "versions": f"{article}/versions",
        "copies": copies,
        "similar": f"{article}/similar",
        "raw": f"{article}/raw",
        "compare": "/compare?q=harbour+OR+ferry&q=school&q=bridge",
        "sources": "/sources",
        "saved": "/saved",
        "news": "/saved/harbour",
        "help": "/help",
        "wrong": "/search?q=ferry+%22never+closed",
    }


if __name__ == "__main__":
    main()
