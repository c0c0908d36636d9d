"""What is signed as it ought to be passes before the European validator, at the level it was made for."""

import pytest

from tests.oracle.judge import Judge
from tests.oracle.papers import Papers

LEVELS = {
    "leader_b": ["B"],
    "sealed_b": ["B", "B"],
    "sealed_t": ["T", "T"],
    "sealed_lt": ["LT", "LT"],
    "sealed_lta": ["LTA", "LTA"],
    "renewed_lta": ["LTA", "LTA"],
}


@pytest.mark.parametrize("name", LEVELS)
def test_a_document_passes_at_its_level_without_a_warning(papers: Papers, judge: Judge, name: str) -> None:
    path = papers.folder / f"{name}.pdf"
    path.write_bytes(getattr(papers, name))
    said = judge.judge(path)
    assert said.clean, said
    assert [level.removeprefix("PAdES-BASELINE-") for level in said.levels] == LEVELS[name]


def test_a_changed_byte_does_not_pass(papers: Papers, judge: Judge) -> None:
    path, pdf = papers.folder / "broken.pdf", papers.sealed_b
    path.write_bytes(pdf[:900] + bytes([pdf[900] ^ 1]) + pdf[901:])
    assert not judge.judge(path).clean
