"""No leak by search: whatever the readers of documents are, nobody learns of what they may not open."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kernel.facts import DocumentChanged, DocumentRegistered
from services.kernel.people import Person
from services.search.handlers.searching import Results
from tests.unit.search_office import PEOPLE, SearchOffice, close, deposited, search_office

KEYS = (
    "role:clerk",
    "role:leader",
    "role:archivist",
    "person:binh",
    "person:dung",
    "person:mai",
    "unit:tccb",
    "unit:khtc",
)
WORDS = ("báo", "cáo", "kế", "hoạch", "bao", "ngân", "sách")
LINES = ("", "báo cáo", "bao cao", "ke hoach", '"ngân sách"', "15/QĐ-UBND", "15 qd ubnd", "2026", "3", "zz báo", "qđ 3")

Documents = list[tuple[frozenset[str], str, str, bool]]
documents = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from(KEYS), max_size=3),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def tell(office: SearchOffice, found: Documents) -> None:
    """Register the documents; each bears its own secret word in subject, text, issuer, register and fonds."""
    for at, (readers, subject, body, kept) in enumerate(found):
        card = office.card(
            f"d{at}", f"{body} secret{at}", subject=f"{subject} secret{at}", readers=frozenset(readers), number=at + 1,
            issuer=f"Sở secret{at}", register_id=f"r{at}", register_name=f"Sổ secret{at}", year=2000 + at,
        )  # fmt: skip
        office.tell(DocumentRegistered(card, "lan"), wait=False)
        if kept:
            office.tell(deposited(f"d{at}", f"secret{at}"), wait=False)
    office.parts.indexing.catch_up_wholly()


def may_open(who: Person, document: tuple[frozenset[str], str, str, bool]) -> bool:
    """The rule, said apart from the code under test."""
    readers = document[0] | ({"role:archivist"} if document[3] else set())
    return bool(readers & who.keys())


def said(results: Results) -> str:
    """Every word an answer shows."""
    hits = [f"{hit.record} {hit.subject} {hit.snippet}" for hit in results.hits]
    facets = [f"{value.value} {value.label}" for facet in results.facets for value in facet.values]
    return " ".join([*hits, *facets])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents, documents)
def test_hits_counts_facets_and_snippets_tell_only_of_what_opens(first: Documents, then: Documents) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = search_office(Path(folder))
        nothing_leaks(office, first, then)
        close(office)


def nothing_leaks(office: SearchOffice, first: Documents, then: Documents) -> None:
    """Tell the first documents, then give some of them the readers of others: nobody ever learns too much."""
    tell(office, first)
    _check(office, first)
    changed = [(readers, *document[1:]) for (readers, *_), document in zip(then, first, strict=False)]
    for at, (readers, *_) in enumerate(changed):
        record = office.parts.views.records([f"d{at}"])[f"d{at}"]
        card = office.card(
            f"d{at}", version=2, readers=frozenset(readers), subject=record.subject, issuer=record.issuer,
            register_id=record.register_id, register_name=record.register_name, year=record.year, number=at + 1,
        )  # fmt: skip
        office.tell(DocumentChanged(card, "lan"), wait=False)
    office.parts.indexing.catch_up_wholly()
    _check(office, [*changed, *first[len(changed) :]])  # type: ignore[list-item]


def _check(office: SearchOffice, known: Documents) -> None:
    for who in PEOPLE:
        opens = {f"d{at}" for at, document in enumerate(known) if may_open(who, document)}
        hidden = [f"secret{at}" for at in range(len(known)) if f"d{at}" not in opens]
        for line in LINES:
            results = office.search(line, who)
            assert {hit.record.id for hit in results.hits} <= opens
            assert results.total == len(results.hits)
            assert not [word for word in hidden if word in said(results)]
            for facet in results.facets:
                assert sum(value.count for value in facet.values) <= len(opens)
            assert results.offer is None or results.offer.total <= len(opens)
        assert {hit.record.id for hit in office.search("", who).hits} == opens
        for word in hidden:
            assert office.search(word, who).total == 0
