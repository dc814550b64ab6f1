"""The command line: a thin shell. A command builds values, calls one method of `Archive` and hands the result to `present`.

Results go to stdout, everything else to stderr. Importing this is cheap: what is heavy is imported by the command that needs it.
"""

from __future__ import annotations

from dateline.cli.backup import backup
from dateline.cli.check import check
from dateline.cli.clean import clean
from dateline.cli.completion import completion
from dateline.cli.copies import copies
from dateline.cli.count import count
from dateline.cli.diff import diff
from dateline.cli.edit import edit
from dateline.cli.explain import explain
from dateline.cli.export import export
from dateline.cli.facets import facets
from dateline.cli.feed import feed
from dateline.cli.feeds import feeds
from dateline.cli.formats import formats
from dateline.cli.group import dateline
from dateline.cli.help import help_
from dateline.cli.import_ import import_
from dateline.cli.ingest import ingest
from dateline.cli.learn import learn
from dateline.cli.note import note
from dateline.cli.reclean import reclean
from dateline.cli.reindex import reindex
from dateline.cli.restore import restore
from dateline.cli.retry import retry
from dateline.cli.save import save
from dateline.cli.saved import saved
from dateline.cli.search import search
from dateline.cli.show import show
from dateline.cli.sources import sources
from dateline.cli.stats import stats
from dateline.cli.tag import tag
from dateline.cli.trend import trend
from dateline.cli.verify import verify
from dateline.cli.versions import versions
from dateline.cli.watch import watch
from dateline.cli.why import why

__all__ = ["dateline", "main"]

_ASKING = (search, count, facets, trend)
_SAVED = (save, saved, feed)
_READING = (show, explain, why, versions, diff, copies, clean, sources, stats, formats)
_UPKEEP = (restore, edit, tag, note, learn, check, reclean, reindex, verify)
_MOVING = (export, import_, backup)

for command in (ingest, retry, watch, feeds, *_ASKING, *_SAVED, *_READING, *_UPKEEP, *_MOVING, completion, help_):
    dateline.add_command(command)

main = dateline
