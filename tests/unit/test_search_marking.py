"""Finds are marked in the text as it is written, and nothing else changes."""

from hypothesis import given
from hypothesis import strategies as st

from services.kernel.text import flat, normalise
from services.search.domain.marking import SNIPPET, Marker, Segment
from services.search.domain.reading import read

texts = st.text(st.sampled_from("aăâáàạ bcdđ ĐẢờư.,-<>&\"'12\u0300İßøᾰ"), max_size=600).map(normalise)
lines = st.text(st.sampled_from('aáạ bcđ"12'), max_size=40)


def joined(segments: tuple[Segment, ...]) -> str:
    """The text of all segments."""
    return "".join(segment.text for segment in segments)


@given(texts, lines)
def test_marking_never_changes_a_letter(text: str, line: str) -> None:
    marker = Marker(read(line, plainly=True))
    assert joined(marker.whole(text)) == text
    cut = joined(marker.snippet(text)).removeprefix("… ").removesuffix(" …")
    assert cut in text
    assert len(cut) <= SNIPPET + 40


@given(texts)
def test_places_in_the_flat_text_are_places_in_the_text(text: str) -> None:
    assert len(flat(text)) == len(text)


def test_words_typed_with_marks_are_marked_bare_only_when_none_stands_as_typed() -> None:
    marker = Marker(read("báo cáo"))
    assert [s.text for s in marker.whole("bao che, báo cáo") if s.marked] == ["báo cáo"]
    assert [s.text for s in marker.whole("BAO CAO") if s.marked] == ["BAO CAO"]


def test_the_densest_stretch_is_shown() -> None:
    text = "kế " + "mở đầu " * 60 + "kế hoạch phòng chống thiên tai " + "kết thúc " * 60
    shown = joined(Marker(read("ke hoach thien tai")).snippet(text))
    assert "kế hoạch phòng chống thiên tai" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_an_abbreviation_marks_its_words() -> None:
    assert [s.text for s in Marker(read("ubnd xã")).whole("Ủy ban nhân dân xã") if s.marked] == ["Ủy ban nhân dân xã"]
