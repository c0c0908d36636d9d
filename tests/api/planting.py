"""HTML in every field somebody can type into, at every desk of the office."""

import json
from typing import Any

import httpx

from services.intake.handlers.outgoing_desk import Slip
from tests import hostile
from tests.api.office import House, outgoing_at, wait

HTML = "Cấy \"'><script>cay()</script><img src=x onerror=cay()>{{ 7*7 }}"
MARKS = ("<script>cay", "<img src=x", "Cấy &#34;'>", "Cấy \"'>")
"""What no page may hold: the tags alive, or quotes that would end an attribute."""

API = "/api/v1"


def plant(house: House) -> None:
    """Bring documents, files, people, registers and case files whose every word is HTML."""
    _people(house)
    _arrived(house)
    _waiting(house)
    _outgoing(house)
    _archived(house)


def _made(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code in (200, 201, 204), answer.text
    return answer.json() if answer.content else {}  # type: ignore[no-any-return]


def _people(house: House) -> None:
    quan = house.api("quan")
    unit = _made(quan.post(f"{API}/directory/units", json={"name": HTML, "abbreviation": "CAY"}))
    person = {"account": "cay", "name": HTML, "position": HTML, "unit_id": unit["id"], "roles": ["unit_head"]}
    _made(quan.post(f"{API}/directory/people", json=person))
    for account in ("lan", "ha"):
        _made(house.api(account).post(f"{API}/directory/tokens", json={"name": HTML, "scopes": ["search:read"]}))
    _made(house.api("lan").post(f"{API}/intake/registers", json={"name": HTML, "direction": "incoming"}))


def _registered(house: House, turn: int, **more: str) -> str:
    document = {
        "register": "so-den",
        "notation": f"{700 + turn}/CAY",
        "issuer": HTML,
        "subject": f"{HTML} {turn}",
        "signer": HTML,
        "signer_position": HTML,
        "remark": HTML,
        **more,
    }
    parts = [
        ("document", (None, json.dumps(document), "application/json")),
        ("file", (f"{HTML}.pdf", _paper(house, turn), "application/pdf")),
        ("annex", (f"{HTML}.pdf", _paper(house, turn + 50), "application/pdf")),
    ]
    return str(_made(house.api("lan").post(f"{API}/intake/incoming", files=parts))["id"])


def _paper(house: House, turn: int) -> bytes:
    path = house.host.settings.home / "cay.pdf"
    return hostile.plain_pdf(path, text=f"{HTML.replace('Cấy', 'Cay')} {turn}", title=HTML).read_bytes()


def _arrived(house: House) -> None:
    lead = house.people["dung"].id
    steps = {
        1: (),
        2: (("lan", "void", {"reason": HTML}),),
        3: (
            ("lan", "present", {"leader": house.people["an"].id}),
            ("an", "directive", {"note": HTML, "lead": lead}),
            ("dung", "accept", {}),
            ("dung", "resolution", {"note": HTML}),
        ),
        4: (
            ("lan", "present", {"leader": house.people["an"].id}),
            ("an", "directive", {"note": HTML, "lead": lead}),
            ("dung", "return", {"reason": HTML}),
        ),
        6: (
            ("lan", "present", {"leader": house.people["an"].id}),
            ("an", "directive", {"note": HTML, "lead": lead}),
        ),
    }
    for turn, taken in steps.items():
        here = f"{API}/intake/incoming/{_registered(house, turn)}"
        for account, act, body in taken:
            _made(house.api(account).post(f"{here}/{act}", json=body))
    _registered(house, 5, notation="701/CAY", despite=HTML)


def _waiting(house: House) -> None:
    lan = house.desk("lan")
    path = house.host.settings.home / "cay.pdf"
    for turn in (200, 201):
        at = lan.send_form(
            "/van-ban-den/cho", {"secrecy": "none"}, files={"file": (f"{HTML}.pdf", _paper(house, turn))}
        )
        typed = dict.fromkeys(("notation", "issuer", "subject", "signer", "signer_position", "remark", "due"), HTML)
        lan.send_form(at.url.path, {"viec": "nhap", **typed})
        if turn == 201:
            lan.send_form(at.url.path, {"viec": "bo", "reason": HTML})
    locked = hostile.encrypted(path).read_bytes()
    lan.send_form("/van-ban-den/cho", {"secrecy": "none"}, files={"file": (f"{HTML}.pdf", locked)})


def _outgoing(house: House) -> None:
    draft = {
        "type_code": "cong_van",
        "subject": HTML,
        "signer_id": house.people["an"].id,
        "addressees": [HTML],
        "body": [HTML],
        "recipients": [HTML],
        "note": HTML,
    }
    dung = house.api("dung")
    made = _made(dung.post(f"{API}/intake/outgoing", json=draft))
    here = f"{API}/intake/outgoing/{made['id']}"
    _made(dung.post(f"{here}/submit", json={"note": HTML}))
    _made(house.api("mai").post(f"{here}/return", json={"note": HTML}))
    _made(dung.post(f"{API}/intake/outgoing", json={**draft, "subject": f"{HTML} hai"}))
    refused = outgoing_at(house, "format_checked")
    request, signer = house.work.in_book(refused), refused.content.signer_id
    leader = next(person for person in house.people.people.values() if person.id == signer)
    house.host.signing.book.refuse(leader, request.id, HTML)
    wait(lambda: house.work.state_of(refused) == "draft")
    _to_issue(house, made["id"])


def _to_issue(house: House, document_id: str) -> None:
    cases, work, people = house.host.intake.outgoing.cases, house.work, house.people
    cases.approving.submit(people["dung"], Slip(document_id))
    cases.approving.approve_content(people["mai"], Slip(document_id, HTML))
    cases.approving.approve_format(people["khanh"], Slip(document_id, HTML))
    document = house.host.intake.views.outgoing_sheet(people["dung"], document_id).document
    for step in (work.sign, work.number, work.seal, work.issue):
        step(document)


def _archived(house: House) -> None:
    son, dung = house.api("son"), house.people["dung"].id
    line = {"title": HTML, "retention": "20", "owner_id": dung, "heading": HTML}
    year = house.host.shared.clock.today().year
    planned = _made(son.post(f"{API}/archive/plan/{year}", json=line))
    _made(son.post(f"{API}/archive/case-files", json={"plan_line_id": planned["id"], "notes": HTML, "keywords": HTML}))
    fonds = dict.fromkeys(("title", "creator", "creator_history", "classification_plan", "notes"), HTML)
    opened = house.desk("son").send_form(
        "/kho/phong-moi", {"code": "CAY", "status": "open", "access_level": "open", **fonds}
    )
    assert opened.status_code == 200
