"""Quality and speed of finding copies, on generated reprints with hard negatives (reprints.py).

    python benchmarks/copies.py [STORIES] [INDEX]

Quality is that of an archive: the pages are ingested with all their boilerplate, and two prints are copies if they are in one
cluster. The same is measured in lower case, where names cannot be recognised. Speed is that of one core, against an index of INDEX
stories. The peer (datasketch, if it is installed) gets the same clean texts: MinHash of 128 numbers over runs of five words, and
the pairs that its LSH returns.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from dateline import Archive, RawDocument
from dateline.syndication.clusters import group_pairs
from dateline.syndication.key_index import KeyIndex
from dateline.syndication.shingles import make_shingles
from dateline.syndication.similarity import are_copies
from dateline.syndication.sketch import make_sketch
from reprints import Newsroom, Printed, true_pairs

Pairs = set[tuple[int, int]]

_BATCH = 500
_ASKED = 5_000
_BARS = (0.95, 5_000)


def main(stories: int = 2_500, index: int = 100_000) -> None:
    """Measure and print; exit code 1 if a bar is missed."""
    printed = Newsroom(11).edition(stories)
    truth = set(true_pairs(printed))
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in Counter(one.kind for one in printed).most_common())
    print(f"{len(printed):,} prints ({kinds}); {len(truth):,} pairs of copies\n\n{'':30}{'precision':>10}{'recall':>10}{'F1':>10}")
    bodies, found = _archived(printed)
    score = _report("dateline", found, truth, printed)
    _report("dateline, in small letters", _compared([body.lower() for body in bodies]), truth, printed)
    for threshold in (0.3, 0.5):
        peer = _peer(bodies, threshold)
        if peer is not None:
            _report(f"datasketch, LSH {threshold}", peer[0], truth, printed)
            print(f"{'':30}{peer[1]:10,.0f} articles/s signature and lookup")
    rate = _speed(index)
    print(f"\nbars: F1 {score:.3f} of {_BARS[0]}, {rate:,.0f} articles/s of {_BARS[1]:,}")
    sys.exit(score < _BARS[0] or rate < _BARS[1])


def _archived(printed: Sequence[Printed]) -> tuple[list[str], Pairs]:
    """The clean texts and the pairs that an archive finds, with the prints in random order."""
    places = list(range(len(printed)))
    random.Random(1).shuffle(places)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "archive", create=True) as archive:
        archive.ingest(_document(place, printed[place]) for place in places)
        found = {int(one.origin): one for one in archive.store.get_many(archive.store.article_ids()).values()}
        clusters: dict[str, list[int]] = {}
        for place, one in found.items():
            if one.cluster:
                clusters.setdefault(one.cluster.lead, []).append(place)
    return [found[place].article.body if place in found else "" for place in sorted(places)], _pairs(clusters.values())


def _document(place: int, printed: Printed) -> RawDocument:
    hints = {"source": printed.outlet, "published": printed.day.isoformat()}
    url = f"https://{printed.outlet.lower().replace(' ', '-')}.example/{place}"
    return RawDocument(printed.text.encode(), "text/plain", str(place), url, url, hints=hints)


def _compared(bodies: Sequence[str]) -> Pairs:
    texts = list(make_shingles(bodies))
    keys = [make_sketch(text) for text in texts]
    neighbours = KeyIndex()
    neighbours.add(range(len(keys)), keys)
    near = zip(range(len(texts)), neighbours.find(keys), strict=True)
    pairs = ((one, other) for one, others in near for other in others if other != one and are_copies(texts[one], texts[other]))
    return _joined(pairs)


def _joined(pairs: Iterable[tuple[int, int]]) -> Pairs:
    return _pairs(map(int, group) for group in group_pairs((str(one), str(other)) for one, other in pairs))


def _pairs(groups: Iterable[Iterable[int]]) -> Pairs:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def _report(name: str, found: Pairs, truth: Pairs, printed: Sequence[Printed]) -> float:
    right = len(found & truth)
    precision, recall = right / max(1, len(found)), right / len(truth)
    score = 2 * right / (len(found) + len(truth))
    wrong = Counter(" and ".join(sorted((printed[one].kind, printed[other].kind))) for one, other in found - truth)
    shown = ", ".join(f"{number} {kinds}" for kinds, number in wrong.most_common(4))
    print(f"{name:30}{precision:10.4f}{recall:10.4f}{score:10.4f}  strangers joined: {shown or 'none'}")
    return score


def _speed(index: int) -> float:
    """Articles/s for keys, entry into the index and lookup."""
    newsroom, neighbours = Newsroom(23), KeyIndex()
    for start in range(0, index, _BATCH):
        stories = [_text(newsroom.story()) for _ in range(min(_BATCH, index - start))]
        neighbours.add(range(start, start + len(stories)), [make_sketch(text) for text in make_shingles(stories)])
    asked = [_text(one) for _ in range(_ASKED // 2) for story in (newsroom.story(),) for one in (story, newsroom.reprint(story))]
    words = sum(len(text.split()) for text in asked) / len(asked)
    reading = looking = 0.0
    met = 0
    for start in range(0, len(asked), _BATCH):
        batch = asked[start : start + _BATCH]
        began = time.process_time()
        keys = [make_sketch(text) for text in make_shingles(batch)]
        read = time.process_time()
        neighbours.add(range(index + start, index + start + len(batch)), keys)
        near = list(neighbours.find(keys))
        reading, looking = reading + read - began, looking + time.process_time() - read
        met += sum(map(len, near)) - len(batch)
    each = 1e6 / len(asked)
    print(f"\n{len(asked):,} articles of {words:.0f} words against an index of {index:,} on one core:")
    print(f"  {reading * each:.0f} µs keys, {looking * each:.0f} µs entry and lookup; {met / len(asked):.2f} neighbours each")
    print(f"  the index takes {len(neighbours) * 8 / 1e6:.0f} MB")
    return len(asked) / (reading + looking)


def _text(printed: Printed) -> str:
    return "\n\n".join(printed.paragraphs)


def _peer(bodies: Sequence[str], threshold: float) -> tuple[Pairs, float] | None:
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        return None
    lsh, pairs = MinHashLSH(threshold=threshold, num_perm=128), list[tuple[int, int]]()
    started = time.process_time()
    for place, body in enumerate(bodies):
        signature = MinHash(num_perm=128)
        signature.update_batch(_runs(body))
        pairs += ((int(other), place) for other in lsh.query(signature))
        lsh.insert(str(place), signature)
    return _joined(pairs), len(bodies) / (time.process_time() - started)


def _runs(body: str) -> Iterator[bytes]:
    words = body.lower().split()
    return (" ".join(words[at : at + 5]).encode() for at in range(max(1, len(words) - 4)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
