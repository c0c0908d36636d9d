"""Every file that is judged, in groups; all are made here, none is kept."""

from collections.abc import Iterator

from tests.oracle import corpus_bytes, corpus_envelopes, corpus_people, corpus_updates
from tests.oracle.papers import Papers
from tests.oracle.variants import Variant

GROUPS = {
    "Good documents": (corpus_people.good,),
    "Who signed": (corpus_people.people,),
    "Proofs of validity": (corpus_people.proofs,),
    "Time stamps": (corpus_envelopes.stamps,),
    "Signature values": (corpus_envelopes.edits, corpus_envelopes.weak_digests),
    "Bytes": (corpus_bytes.flips, corpus_bytes.cuts),
    "What is covered": (corpus_bytes.ranges, corpus_bytes.forgeries),
    "Updates": (corpus_updates.changes, corpus_updates.saves, corpus_updates.shadows),
}


def variants(papers: Papers) -> Iterator[tuple[str, Variant]]:
    """All files with the group each belongs to."""
    for group, makers in GROUPS.items():
        for make in makers:
            for variant in make(papers):
                yield group, variant
