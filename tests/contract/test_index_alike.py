"""Both engines find the same among 2,000 documents: hits, order, totals, counts and pages, for whoever asks."""

import random
from collections.abc import Iterator

import pytest

from services.backends.index.opening import OpenedIndex
from services.kernel.finding import AllOf, AnyOf, Ask, Found, Key, Place
from services.search.domain.conditions import condition
from services.search.domain.facets import FACETS
from services.search.domain.reading import read
from services.search.domain.record import entry
from tests.contract.index_engines import opened
from tests.contract.library import READERS, library

PEOPLE = (
    frozenset({"role:clerk"}),
    frozenset({"person:binh"}),
    frozenset({"person:mai", "unit:tccb", "role:archivist"}),
    frozenset(READERS),
    frozenset({"role:nobody"}),
    frozenset[str](),
)
CLASSES = {
    "nothing": [""],
    "one word": ["báo", "bao", "BÁO", "baó", "kế", "hoà", "hòa", "xyzt", "đạt", "dat", "ủy", "uỷ"],
    "words": ["báo cáo", "bao cao kết quả", "chuyển đổi số", "chuyen doi so", "giải quyết hồ sơ", "cải cách hanh"],
    "many words": ["báo cáo kết quả thực hiện cải cách hành chính quý", "ra soat ha tang mang an toan thong tin"],
    "decomposed": ["ba\u0301o ca\u0301o", "quye\u0302\u0301t đi\u0323nh"],
    "quoted": ['"chuyển đổi số"', '"chuyen doi so"', '"chuyển doi số"', '"hành chính" báo', '"số liệu', '"xã an phú"'],
    "number": ["15", "số 45", "so 7", "700", "9999999"],
    "register": ["đến 12", "di 3", "công văn đến số 7", "văn bản đi 12"],
    "notation": ["15/QĐ-UBND", "15/qd-ubnd", "45/STC-NS", "15 qd ubnd", "15 qđ ubnd", "08-CTr/TU", "12/ubnd", "03/BC"],
    "type and number": ["qđ 15", "bc 3", "cv 45 ngày 5/3", "kế hoạch 20", "tờ trình số 4", "nghị quyết 18"],
    "date": ["ngày 5/3", "5/3/2026", "ngày 05 tháng 3 năm 2025", "bc tháng 3", "tháng 12/2025", "20/7/1954"],
    "year": ["2025", "2026", "1954", "qđ 2025", "chuyển đổi số 2025", "kế hoạch năm 2026"],
    "abbreviation": ["ubnd", "UBND tỉnh", "cchc", "ubnd an phú", "tthc"],
    "place": ["ký: Nguyễn Văn An", "cơ quan: sở tài chính", "noi gui: xã an phú báo cáo"],
    "mixed": ["kế hoạch 5 năm", "3 báo cáo", "(((&&&", "1/" * 40, "vanthu@thanhbinh.gov.vn", "24/24 giờ"],
}  # fmt: skip
LINES = [(name, line) for name, lines in CLASSES.items() for line in lines]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenedIndex, OpenedIndex]]:
    """Both, holding the whole library."""
    entries = [entry(record, text, version=at) for at, (record, text) in enumerate(library())]
    with (
        opened("tantivy", tmp_path_factory.mktemp("index")) as folder,
        opened("elasticsearch", tmp_path_factory.mktemp("none")) as server,
    ):
        assert (folder.put(entries), server.put(entries)) == ((), ())
        yield folder, server


def told(index: OpenedIndex, access: frozenset[str], ask: Ask) -> tuple[Found, set[str]]:
    """The first page, and every id of all pages."""
    first = index.find(access, ask)
    everything = index.find(access, Ask(ask.must, ask.ranks, size=10_000 - 1))
    assert len(everything.hits) == everything.total == first.total
    return first, {hit.id for hit in everything.hits}


@pytest.mark.parametrize(("kind", "line"), LINES, ids=[f"{kind}-{line[:30]}" for kind, line in LINES])
def test_the_same_finds_for_everybody(engines: tuple[OpenedIndex, OpenedIndex], kind: str, line: str) -> None:
    for plainly in (False, True):
        meant = condition(read(line, plainly=plainly))
        for access in PEOPLE:
            ask = Ask(meant.must, meant.ranks, FACETS)
            folder, server = (told(index, access, ask) for index in engines)
            assert server == folder
            assert [index.count(access, meant.must) for index in engines] == [server[0].total] * 2


@pytest.mark.parametrize("kind", CLASSES)
def test_every_kind_of_question_finds_something_and_not_everything(
    engines: tuple[OpenedIndex, OpenedIndex], kind: str
) -> None:
    totals = [engines[1].count(PEOPLE[3], condition(read(line)).must) for line in CLASSES[kind]]
    assert max(totals) > 0
    assert min(totals) < len(library())


@pytest.mark.parametrize("line", ["", "báo cáo", "hành chính", "15/QĐ-UBND", "2026", "chuyen doi so"])
@pytest.mark.parametrize("newest", [False, True], ids=["by rank", "newest first"])
def test_pages_begin_and_end_alike_and_each_goes_on_from_the_other(
    engines: tuple[OpenedIndex, OpenedIndex], line: str, newest: bool
) -> None:
    """A place is the same on both: a page of one engine may be followed by the next page of the other."""
    meant = condition(read(line))
    ranks = () if newest else meant.ranks
    lot = random.Random(3)
    whole = engines[0].find(PEOPLE[0], Ask(meant.must, ranks, size=9_999)).hits
    seen: list[str] = []
    after: Place | None = None
    while True:
        ask = Ask(meant.must, ranks, size=lot.choice((1, 7, 40, 200)), after=after)
        folder, server = (index.find(PEOPLE[0], ask) for index in engines)
        assert server == folder
        seen += [hit.id for hit in server.hits]
        if not server.more:
            break
        after = server.hits[-1].place
    assert seen == [hit.id for hit in whole]


def test_narrowed_questions_are_alike(engines: tuple[OpenedIndex, OpenedIndex]) -> None:
    for facet, counts in engines[0].find(PEOPLE[3], Ask(AllOf(()), facets=FACETS)).facets.items():
        for one in counts[:8]:
            narrowed = AllOf(
                (condition(read("báo cáo")).must, Key(facet, one.value), AnyOf((Key("flow", "incoming"),)))
            )
            folder, server = (told(index, PEOPLE[3], Ask(narrowed, facets=FACETS)) for index in engines)
            assert server == folder


def test_nothing_meets_no_alternative(engines: tuple[OpenedIndex, OpenedIndex]) -> None:
    assert [index.find(PEOPLE[3], Ask(AnyOf(()))).total for index in engines] == [0, 0]
