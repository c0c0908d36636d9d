"""Odd and sound requests to every operation: never a mistake of ours, and every answer as described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as some
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks

from services.backends.demo.texts import INCOMING, OUTGOING
from services.cli.demo.work import printed
from services.kernel.people import Organisation
from tests.api.office import House

EXAMPLES = 4
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def operations(house: House) -> Iterator[list[Any]]:
    """Every operation of the description; whatever is done to the office's name is undone."""
    load_all_checks()
    before: Organisation = house.host.shared.directory.organisation()
    schema = schemathesis.openapi.from_asgi("/openapi.json", house.app)
    yield [found.ok() for found in schema.get_all_operations()]
    house.host.directory.offices.describe("thử nghiệm", before)


@pytest.fixture(scope="module")
def known(house: House) -> dict[str, Any]:
    """Things that are there, by the names operations have for them: odd requests about them reach the rules."""
    work, archive, signing = house.work, house.host.archive.views, house.host.signing.views
    dispatch = house.letter(INCOMING)
    arrived = work.register(dispatch, printed(dispatch))
    drafted = work.draft(house.letter(OUTGOING).letter, work.team(0))
    book = [card for _, cards in signing.waiting(house.people["an"]) for card in cards]
    issued, archivist = house.outgoing["issued"], house.people["son"]
    return {
        "/intake/incoming/": {"document_id": arrived.id, "digest": arrived.main.digest},
        "/intake/outgoing/": {"document_id": drafted.id, "number": 1},
        "/signing/requests/": {"request_id": book[0].id},
        "/archive/": {
            "fonds_id": archive.tree.roots(archivist).nodes[0].id,
            "item_id": archive.items.of_document(archivist, issued.id),
            "case_file_id": archive.case_files.open_to_place(archivist)[0].id,
        },
        "body": {
            "register": "so-den",
            "register_id": "so-di",
            "type": "cong_van",
            "type_code": "cong_van",
            "signer_id": house.people["an"].id,
            "owner_id": house.people["dung"].id,
            "lead": house.people["dung"].id,
            "leader": house.people["an"].id,
            "secrecy": "none",
        },
    }


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("account", ["quan", "lan", "an"])
def test_no_request_to_any_operation_ends_in_a_mistake_of_ours(
    house: House, operations: list[Any], known: dict[str, Any], account: str, mode: GenerationMode
) -> None:
    headers = {"Authorization": house.api(account).headers["Authorization"]}
    for operation in operations:
        _throw(operation, mode, headers, known)


def _throw(operation: Any, mode: GenerationMode, headers: dict[str, str], known: dict[str, Any]) -> None:
    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), some.booleans())
    def thrown(case: Case, real: bool) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)
        if real and _point(case, known):
            case.call_and_validate(headers=headers, checks=CHECKS)

    thrown()


def _point(case: Case, known: dict[str, Any]) -> bool:
    """Let a request mean something that is there; False when it names nothing."""
    about = next((found for place, found in known.items() if place in case.path), {})
    named = {name: about[name] for name in case.path_parameters or {} if name in about}
    case.path_parameters = {**(case.path_parameters or {}), **named}
    body = case.body.get("document", case.body) if isinstance(case.body, dict) else None
    meant = {name: known["body"][name] for name in body if name in known["body"]} if isinstance(body, dict) else {}
    if meant:
        body.update(meant)
    return bool(named or meant)
