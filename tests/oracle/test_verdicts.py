"""Over every file made to deceive us, our verdict is never milder than the strictest judge's; the table says which."""

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.backends.pades.validation import validate
from services.kernel.signatures import Outcome, SignatureReport
from tests.oracle.corpus import variants
from tests.oracle.judge import Judge
from tests.oracle.papers import Papers
from tests.oracle.reference import library_says, poppler_says
from tests.oracle.table import Row, table
from tests.oracle.variants import GOOD, Variant

TABLE = Path(__file__).parents[2] / "docs/verdicts.md"
WRITE = "VANTHU_WRITE_VERDICTS"


@dataclass(frozen=True)
class Judged:
    """One file with what everybody says of it."""

    group: str
    variant: Variant
    ours: SignatureReport
    dss: bool
    library: bool
    poppler: bool

    @property
    def row(self) -> Row:
        """Its line of the table."""
        return Row(self.group, self.variant.name, self.ours.outcome, self.dss, self.library, self.poppler)

    @property
    def is_as_it_must_be(self) -> bool:
        """Whether our verdict is the one this file deserves."""
        must, outcome = self.variant.must, self.ours.outcome
        return outcome is not GOOD if must is Outcome.INDETERMINATE else outcome is must


@pytest.fixture(scope="module")
def judged(papers: Papers, judge: Judge) -> list[Judged]:
    """Every file of the corpus, judged by all four."""
    found = []
    for number, (group, variant) in enumerate(variants(papers)):
        path = papers.folder / f"{number:03}.pdf"
        path.write_bytes(variant.pdf)
        ours = validate(variant.pdf, [papers.root], variant.expected, variant.recorded)
        library = library_says(variant.pdf, papers.root)
        found.append(Judged(group, variant, ours, judge.judge(path).clean, library, poppler_says(path)))
    return found


def test_every_file_gets_the_verdict_it_deserves(judged: list[Judged]) -> None:
    wrong = [f"{one.variant.name}: {one.ours.outcome}, {one.ours.cause}" for one in judged if not one.is_as_it_must_be]
    assert not wrong


def test_our_verdict_is_never_milder_than_any_judges(judged: list[Judged]) -> None:
    milder = [one.variant.name for one in judged if one.ours.valid and not (one.dss and one.library)]
    assert not milder


def test_the_corpus_is_large_and_nothing_in_it_is_twice(judged: list[Judged]) -> None:
    assert len(judged) >= 60
    assert not [name for name, count in Counter(one.variant.name for one in judged).items() if count > 1]


def test_what_is_not_valid_says_why_and_what_to_do(judged: list[Judged]) -> None:
    for one in judged:
        assert one.ours.valid or one.ours.cause
        for signature in one.ours.signatures:
            found = signature.findings
            assert bool(found.remedy) is bool(found.sub_indication) is (signature.outcome is not GOOD), one.variant.name


def test_the_table_in_the_docs_is_this_one(judged: list[Judged]) -> None:
    made = table([one.row for one in judged])
    if os.environ.get(WRITE):
        TABLE.write_text(made, "utf-8")
    said = f"make verdicts writes {TABLE.name} anew"
    assert sorted(TABLE.read_text("utf-8").splitlines()) == sorted(made.splitlines()), said
