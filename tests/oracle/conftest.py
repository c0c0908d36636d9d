"""One judge and one set of documents for all tests of a session."""

from collections.abc import Iterator

import pytest

from tests.oracle.judge import Judge, judging
from tests.oracle.papers import Papers


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """Documents under an authority of their own."""
    made = Papers(tmp_path_factory.mktemp("papers"))
    assert made.root.publishes
    return made


@pytest.fixture(scope="session")
def judge(papers: Papers) -> Iterator[Judge]:
    """The European validator, trusting that authority as our office does."""
    folder = papers.folder
    roots, others = [folder / "root.pem"], [folder / "listing.pem", folder / "answering.pem"]
    with judging(roots, others, [folder / "root.crl", folder / "listing.crl"]) as asked:
        yield asked
