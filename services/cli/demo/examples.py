"""Questions for the search box that find something in this very demo, whatever day it was made on."""

from collections.abc import Iterator

from services.cli.output import Output
from services.embedded import Host
from services.kernel.people import Person, Role
from services.kernel.text import fold
from services.search.domain.record import Record
from services.search.handlers.searching import Search


def tell_examples(host: Host, out: Output) -> None:
    """Say a few, each in another of the ways the box understands."""
    for archivist in host.shared.directory.people(Role.ARCHIVIST)[:1]:
        out.note(" · ".join(("Tìm thử, chẳng hạn khi là lưu trữ: quyet dinh", *search_examples(host, archivist))))


def search_examples(host: Host, person: Person) -> Iterator[str]:
    """`13/QĐ-UBND`, `13 qd ubnd`, `đến 97` and `cv 45 ngày 26/10`, with numbers of documents this person may open."""
    decision = _newest(host, person, ("type", "quyet_dinh"), ("flow", "outgoing"))
    letter = _newest(host, person, ("type", "cong_van"), ("flow", "incoming"))
    if decision:
        yield decision.symbol
        yield fold(decision.symbol).replace("/", " ").replace("-", " ")
    if letter and letter.document_date:
        yield f"đến {letter.number}"
        yield f"cv {letter.symbol.split('/')[0]} ngày {letter.document_date.day}/{letter.document_date.month}"


def _newest(host: Host, person: Person, *chosen: tuple[str, str]) -> Record | None:
    results = host.search.searching.search(person, Search(chosen=chosen, newest_first=True, size=1, counted=()))
    return next((hit.record for hit in results.hits), None)
