"""Every fact reads back as it was told; what is no fact is refused in words and never crashes the reader."""

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kernel import facts
from services.kernel.errors import BadInput
from services.kernel.facts import DocumentCard, DocumentChanged, DocumentVoided, Fact, ItemFiled
from services.kernel.values import FileRef, Part
from services.kernel.wire import FACTS, VERSION, from_json, to_json

CARD = DocumentCard(
    document_id="d1", version=3, direction="incoming", register_id="r1", register_name="Sổ đến", year=2026, number=7,
    registered_on=date(2026, 11, 20), notation="15/QĐ-UBND", document_date=None, issuer="Sở Nội vụ",
    type_code="quyet_dinh", type_name="Quyết định", subject="Về việc “kiện toàn”", urgency="normal", signer="",
    readers=frozenset({"role:clerk", "person:binh"}),
    files=(FileRef(Part.MAIN, "a.pdf", "application/pdf", 1, "0" * 64),),
)  # fmt: skip


def test_every_fact_of_the_kernel_travels() -> None:
    named = {name for name, kind in vars(facts).items() if isinstance(kind, type) and issubclass(kind, Fact)}
    assert set(FACTS) == named - {"Fact"}
    assert len(FACTS) >= 12


@settings(max_examples=300, deadline=None)
@given(st.one_of(*(st.from_type(kind) for kind in FACTS.values())))
def test_a_fact_reads_back_as_it_was_told(fact: Fact) -> None:
    assert from_json(to_json(fact)) == fact


@settings(max_examples=100, deadline=None)
@given(st.one_of(*(st.from_type(kind) for kind in FACTS.values())))
def test_a_fact_is_one_line_of_json_with_its_name_and_version(fact: Fact) -> None:
    told = to_json(fact)
    assert "\n" not in told
    envelope = json.loads(told)
    assert set(envelope) == {"fact", "v", "body"}
    assert (envelope["fact"], envelope["v"]) == (type(fact).__name__, VERSION)


def test_the_same_fact_is_always_written_alike() -> None:
    other = dataclasses.replace(CARD, readers=frozenset({"person:binh", "role:clerk"}))
    assert to_json(DocumentChanged(CARD, "lan")) == to_json(DocumentChanged(other, "lan"))


def test_a_field_added_later_reads_as_its_default_in_older_messages() -> None:
    told = json.loads(to_json(DocumentChanged(CARD, "lan")))
    del told["body"]["card"]["due"], told["body"]["card"]["state"], told["body"]["card"]["files"][0]["pages"]
    assert from_json(json.dumps(told)) == DocumentChanged(CARD, "lan")


def test_a_field_a_newer_release_has_added_is_passed_over_however_deep_it_lies() -> None:
    told = json.loads(to_json(DocumentChanged(CARD, "lan")))
    for place in (told["body"], told["body"]["card"], told["body"]["card"]["files"][0]):
        place["added"] = {"later": [1, None]}
    assert from_json(json.dumps(told)) == DocumentChanged(CARD, "lan")


def _body(**changes: Any) -> str:
    told = json.loads(to_json(DocumentVoided("d1", 2, "nhầm", "lan")))
    return json.dumps(told | {"body": told["body"] | changes})


@pytest.mark.parametrize(
    "broken",
    [
        "", "{", "null", "[]", '"DocumentVoided"', "{}", '{"fact": "Nothing", "v": 1, "body": {}}',
        '{"fact": "Fact", "v": 1, "body": {}}', '{"fact": ["DocumentVoided"], "v": 1, "body": {}}',
        '{"fact": "DocumentVoided", "v": 2, "body": {}}', '{"fact": "DocumentVoided", "v": 1, "body": {}}',
        '{"fact": "DocumentVoided", "v": 1, "body": []}', '{"fact": "DocumentVoided", "v": 1, "body": null}',
        _body(version="2"), _body(version=2.5), _body(version=True), _body(version=None), _body(reason=7),
    ],
)  # fmt: skip
def test_what_is_no_fact_is_refused_in_words(broken: str) -> None:
    with pytest.raises(BadInput, match="Không đọc được thông điệp"):
        from_json(broken)


@pytest.mark.parametrize("wrong", ["Hồ sơ", {"a": 1}, None, 3, [3]])
def test_a_list_of_texts_is_not_a_text(wrong: object) -> None:
    told = json.loads(to_json(ItemFiled("i1", "d1", 1, ("Hồ sơ",), frozenset())))
    told["body"]["case_files"] = wrong
    with pytest.raises(BadInput):
        from_json(json.dumps(told))


@pytest.mark.parametrize("wrong", ["20/11/2026", "2026-13-01", 20261120, "", "2026-11-20T10:00:00"])
def test_a_day_is_written_as_a_day(wrong: object) -> None:
    told = json.loads(to_json(DocumentChanged(CARD, "lan")))
    told["body"]["card"]["registered_on"] = wrong
    with pytest.raises(BadInput):
        from_json(json.dumps(told))


def test_an_unknown_part_of_a_document_is_refused() -> None:
    told = to_json(DocumentChanged(CARD, "lan")).replace('"main"', '"spare"')
    with pytest.raises(BadInput):
        from_json(told)
