"""The interfaces that stay: addresses, status codes, headers, problems, the description, and what operators ask."""

import json
import re
from typing import Any

import httpx
import jsonschema_rs
import pytest

from services.backends.demo.texts import INCOMING, OUTGOING, Dispatch
from services.cli.demo.work import printed
from tests.api.office import House, wait

API = "/api/v1"
ARRIVALS = f"{API}/intake/incoming"
PROMISED = {
    ("post", "/intake/incoming"),
    ("get", "/intake/incoming"),
    ("get", "/intake/incoming/{document_id}"),
    ("get", "/intake/incoming/{document_id}/actions"),
    ("post", "/intake/incoming/{document_id}/directive"),
    ("post", "/intake/incoming/{document_id}/resolution"),
    ("post", "/intake/incoming/{document_id}/void"),
    ("post", "/intake/outgoing"),
    ("get", "/intake/outgoing/{document_id}/actions"),
    ("post", "/intake/outgoing/{document_id}/submit"),
    ("post", "/intake/outgoing/{document_id}/approve-content"),
    ("post", "/intake/outgoing/{document_id}/approve-format"),
    ("post", "/intake/outgoing/{document_id}/return"),
    ("post", "/intake/outgoing/{document_id}/number"),
    ("post", "/intake/outgoing/{document_id}/issue"),
    ("get", "/signing/book"),
    ("post", "/signing/requests/{request_id}/sign"),
    ("post", "/signing/requests/{request_id}/refuse"),
    ("get", "/signing/requests/{request_id}/actions"),
    ("post", "/signing/validate"),
    ("get", "/archive/fonds"),
    ("get", "/archive/fonds/{fonds_id}/children"),
    ("get", "/archive/items/{item_id}"),
    ("get", "/archive/items/{item_id}/content"),
    ("get", "/archive/items/{item_id}/actions"),
    ("get", "/search"),
}


@pytest.fixture
def described(house: House) -> dict[str, Any]:
    """The description of the API."""
    found: dict[str, Any] = house.nobody().get("/openapi.json").json()
    return found


def test_every_promised_address_is_described_and_asks_for_a_key(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    there = {
        (verb, path.removeprefix(API)): one for path, verbs in described["paths"].items() for verb, one in verbs.items()
    }
    assert set(there) >= PROMISED
    (scheme,) = described["components"]["securitySchemes"].items()
    assert scheme[1]["scheme"] == "bearer"
    for place, operation in there.items():
        assert operation["security"] == [{scheme[0]: []}], place
        assert {"401", "403", "503"} <= set(operation["responses"]), place
        assert operation["summary"][0].isupper(), place


def test_every_operation_has_examples_that_fit_its_shapes(described: dict[str, Any]) -> None:
    shown = [(place, media) for place, media in _media(described) if place[-1] != "*/*"]
    assert len(shown) > 100
    for place, media in shown:
        shape = {**media["schema"], "components": described["components"]}
        jsonschema_rs.Draft202012Validator(shape).validate(media["example"]), place
    assert not re.search(r"services__", json.dumps(described))


def _media(described: dict[str, Any]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    found = [
        ((code, kind), media)
        for code, one in described["components"]["responses"].items()
        for kind, media in one["content"].items()
    ]
    for path, verbs in described["paths"].items():
        for verb, operation in verbs.items():
            found += [((path, one["name"]), one) for one in operation.get("parameters", [])]
            for one in (operation.get("requestBody", {}), *operation["responses"].values()):
                found += [((path, verb, kind), media) for kind, media in one.get("content", {}).items()]
    return found


def send(house: House, dispatch: Dispatch, key: str = "", **changes: Any) -> httpx.Response:
    """Register a dispatch with one annex over the API."""
    letter = dispatch.letter
    document = {
        "register": "so-den",
        "notation": str(dispatch.number),
        "document_date": letter.issued_on.isoformat() if letter.issued_on else None,
        "issuer": letter.issuer,
        "type": letter.type.code,
        "subject": letter.subject,
        **changes,
    }
    parts = [
        ("document", (None, json.dumps(document), "application/json")),
        ("file", ("cong-van.pdf", printed(dispatch), "application/pdf")),
        ("annex", ("phu-luc.png", PNG, "image/png")),
    ]
    headers = {"Idempotency-Key": key} if key else {}
    return house.api("lan").post(ARRIVALS, files=parts, headers=headers)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e221bc330000"
    "000049454e44ae426082"
)


def test_an_arrival_is_created_with_number_etag_and_address_and_read_back(house: House) -> None:
    dispatch = house.letter(INCOMING)
    made = send(house, dispatch, "khoa-1")
    assert made.status_code == 201, made.text
    found = made.json()
    assert found["register"] == "so-den"
    assert found["arrival_number"] == house.arrivals()
    assert found["arrival_date"] == house.host.shared.clock.today().isoformat()
    assert made.headers["location"] == f"{ARRIVALS}/{found['id']}"
    read = house.api("lan").get(made.headers["location"])
    assert read.headers["etag"] == made.headers["etag"]
    assert {file["part"] for file in found["files"]} == {"main", "annex"}
    again = send(house, dispatch, "khoa-1")
    assert (again.status_code, again.content) == (201, made.content)
    assert again.headers["location"] == made.headers["location"]
    assert found["arrival_number"] == house.arrivals()
    wait(lambda: house.api("lan").get(f"{API}/search", params={"q": f"đến {found['arrival_number']}"}).json()["total"])


def test_the_same_key_with_another_content_takes_no_number(house: House) -> None:
    dispatch = house.letter(INCOMING)
    assert send(house, dispatch, "khoa-2").status_code == 201
    before = house.arrivals()
    other = send(house, dispatch, "khoa-2", subject="Nội dung khác")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")
    assert house.arrivals() == before


def test_a_list_is_walked_by_its_cursor_and_holds_everything_once(house: House) -> None:
    seen, cursor = [], ""
    while cursor is not None:
        page = house.api("lan").get(ARRIVALS, params={"size": 2, "cursor": cursor}).json()
        assert len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == page["total"]
    assert {document.id for document in house.incoming.values()} <= set(seen)


def test_a_dispatch_goes_all_the_way_over_the_api(house: House) -> None:
    letter = house.letter(OUTGOING).letter
    dung, mai, khanh, an, lan = (house.api(name) for name in ("dung", "mai", "khanh", "an", "lan"))
    draft = {
        "type_code": letter.type.code,
        "subject": letter.subject,
        "signer_id": house.people["an"].id,
        "addressees": ["Sở Nội vụ"],
        "body": list(letter.body),
        "recipients": ["Như trên"],
    }
    made = dung.post(f"{API}/intake/outgoing", json=draft)
    assert made.status_code == 201, made.text
    here = made.headers["location"]
    tag = made.headers["etag"]
    for client, step in ((dung, "submit"), (mai, "approve-content"), (khanh, "approve-format")):
        done = client.post(f"{here}/{step}", json={}, headers={"If-Match": tag})
        assert done.status_code == 200, done.text
        tag = done.headers["etag"]
    request = _waits(an, "signing/book", "requests", made.json()["id"])
    signed = an.post(f"{API}/signing/requests/{request['id']}/sign", json={"digest": request["digest"]})
    assert (signed.status_code, signed.json()["report"]["outcome"]) == (200, "valid")
    wait(lambda: dung.get(here).json()["state"] == "signed")
    assert lan.post(f"{here}/number", json={"register_id": "so-di"}).json()["number"] > 0
    seal = _waits(lan, "signing/seals", "seals", made.json()["id"])
    sealed = lan.post(f"{API}/signing/seals/{seal['id']}/seal", json={"digest": seal["digest"]})
    assert (sealed.status_code, sealed.json()["report"]["outcome"]) == (200, "valid")
    wait(lambda: dung.get(here).json()["state"] == "sealed")
    assert lan.post(f"{here}/issue", json={}).json()["state"] == "issued"
    son, items = house.people["son"], house.host.archive.views.items
    wait(lambda: items.of_document(son, made.json()["id"]))
    kept = house.api("son").get(f"{API}/archive/items/{items.of_document(son, made.json()['id'])}/content")
    assert kept.content.startswith(b"%PDF")
    report = lan.post(f"{API}/signing/validate", files={"file": ("a.pdf", kept.content, "application/pdf")}).json()
    assert (report["outcome"], len(report["signatures"])) == ("valid", 2)


def _waits(client: Any, path: str, name: str, document_id: str) -> dict[str, Any]:
    def found() -> list[dict[str, Any]]:
        return [one for one in client.get(f"{API}/{path}").json()[name] if one["document_id"] == document_id]

    wait(found)
    return found()[0]


def test_actions_everywhere_say_what_may_be_done_and_for_the_rest_why_not(house: House) -> None:
    item = house.host.archive.views.items.of_document(house.people["son"], house.outgoing["issued"].id)
    for path in (
        f"intake/incoming/{house.incoming['directed'].id}",
        f"intake/outgoing/{house.outgoing['submitted'].id}",
        f"archive/items/{item}",
    ):
        steps = house.api("dung").get(f"{API}/{path}/actions").json()["actions"]
        assert steps
        for step in steps:
            assert step["act"]
            assert step["label"]
            assert step["allowed"] or (step["why"] and step["next"]), step


def test_operators_see_every_dependency_and_the_figures_of_the_office(house: House) -> None:
    nobody = house.nobody()
    assert nobody.get("/healthz").json() == {"status": "ok"}
    ready = nobody.get("/readyz")
    assert (ready.status_code, set(ready.json()["checks"].values())) == (200, {"ok"})
    assert {"objects", "index", "bus", "database intake", "database search"} <= set(ready.json()["checks"])
    figures = nobody.get("/metrics").text
    for name in (
        'vanthu_registrations{volume="so-den/',
        'vanthu_write_wait_seconds_count{service="intake"}',
        'vanthu_outbox_age_seconds{service="intake"}',
        'vanthu_queue_depth{service="signing"}',
        'vanthu_queue_age_seconds{service="archive"}',
        'vanthu_retries_waiting{service="archive"} 0.0',
        'vanthu_retries_total{service="search"}',
        'vanthu_pool_in_use{pool="',  # which pools there are depends on the database
        'vanthu_pool_most{pool="',
        'vanthu_dead_letters{service="archive"} 0.0',
        'vanthu_index_lag{index="documents"}',
        'vanthu_signing_requests{state="signed"}',
        "vanthu_requests_total{",
    ):
        assert name in figures, name
