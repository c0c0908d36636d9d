"""One value inside a dead letter is changed in its place; nothing else of the fact moves."""

import json

import pytest

from services.kernel.deadletter import fields_of, with_field
from services.kernel.errors import BadInput, NotFound

FACT = (
    '{"fact": "DocumentVoided", "v": 1, "body": {"version": 3, "files": [{"digest": "ab"}], "due": null, "open": true}}'
)


def test_every_single_value_has_a_place() -> None:
    assert fields_of(FACT) == {
        "fact": "DocumentVoided",
        "v": "1",
        "body.version": "3",
        "body.files.0.digest": "ab",
        "body.due": "null",
        "body.open": "true",
    }


@pytest.mark.parametrize(
    ("place", "value", "kept"),
    [
        ("fact", "Khác", "Khác"),
        ("body.version", "4", 4),
        ("body.files.0.digest", "", ""),
        ("body.due", "2026-11-20", "2026-11-20"),
        ("body.due", "null", None),
        ("body.open", "false", False),
    ],
)
def test_a_value_is_replaced_by_one_of_its_kind(place: str, value: str, kept: object) -> None:
    before, after = json.loads(FACT), json.loads(with_field(FACT, place, value))
    for step in place.split(".")[:-1]:
        key = int(step) if isinstance(after, list) else step
        before, after = before[key], after[key]
    last = place.split(".")[-1]
    assert after[last] == kept
    assert {**after, last: None} == {**before, last: None}


@pytest.mark.parametrize(("place", "value"), [("body.version", "ba"), ("body.version", "true"), ("body.open", "1")])
def test_a_value_of_another_kind_is_refused(place: str, value: str) -> None:
    with pytest.raises(BadInput, match="cùng loại"):
        with_field(FACT, place, value)


@pytest.mark.parametrize("place", ["", "body", "body.files", "body.files.1.digest", "nothing", "body..version"])
def test_only_a_place_that_holds_a_single_value_can_be_changed(place: str) -> None:
    with pytest.raises(NotFound):
        with_field(FACT, place, "x")


@pytest.mark.parametrize("body", ["", "\\xff", "{", "[" * 100_000, "7"])
def test_what_is_no_fact_at_all_has_no_fields(body: str) -> None:
    assert fields_of(body) == {}
