"""A form that is sent back names every fault at once, and each sentence leads to its field."""

from collections.abc import Iterator
from itertools import product

import pytest

from tests.api.forms import Form, Page, pages
from tests.api.office import House, opened

# Somebody of every role; the office is this module's own, for steps are really taken in it.
PEOPLE = ("lan", "dung", "mai", "khanh", "an", "son", "quan", "thao")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An office with a document at every desk, whose documents may be moved on."""
    yield from opened(tmp_path_factory.mktemp("forms"))


@pytest.fixture(scope="module")
def forms(office: House) -> dict[str, list[Form]]:
    """Every kind of form with fields to fill that somebody reaches, by account."""
    known: set[object] = set()
    found: dict[str, list[Form]] = {}
    for account in PEOPLE:
        mine = [form for page in pages(office, account) for form in page.forms if form.method == "post"]
        fresh = {form.kind: form for form in mine if form.fields and form.kind not in known}
        known |= set(fresh)
        found[account] = list(fresh.values())
    return found


def send(office: House, account: str, form: Form, value: str) -> Page:
    """The page that comes back when every field holds this."""
    typed = {name: value for name, kind in form.fields.items() if kind not in {"file", "checkbox", "radio"}}
    files = {name: ("", b"") for name, kind in form.fields.items() if kind == "file"} or None
    answer = office.desk(account).send_form(form.action, {**form.hidden, **typed}, files=files)
    assert answer.status_code < 500, f"{form.action}: {answer.text[:500]}"
    return Page(form.action, answer.text)


def test_every_fault_of_a_form_leads_to_a_field_of_the_same_form(office: House, forms: dict[str, list[Form]]) -> None:
    astray, refused = [], 0
    for account, mine in forms.items():
        for form, value in product(mine, ("không-đọc-được/31/02/2026", "")):
            page = send(office, account, form, value)
            refused += any(each.faults for each in page.forms)
            astray += [(form.kind[0], fault) for each in page.forms for fault in each.faults if fault not in each.ids]
            ids = {one for each in page.forms for one in each.ids}
            astray += [(form.kind[0], fault) for fault in page.loose_faults if fault not in ids]
    assert not astray, f"{sorted(set(astray))}"
    assert refused > 20, "the forms were not reached"
