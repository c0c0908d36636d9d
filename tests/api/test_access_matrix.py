"""Roles by actions: who may take which step over the API, and what everybody else is told."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.api.office import ACCOUNTS, House, wait

API = "/api/v1"
_WHY = {"reason": "Lý do thử."}

STEPS: Mapping[tuple[str, str, str], str] = {
    # where, in which state, which step: who may (accounts; `signer` is whoever the document names)
    ("intake/incoming", "registered", "present"): "lan",
    ("intake/incoming", "registered", "void"): "lan",
    ("intake/incoming", "presented", "directive"): "an binh",
    ("intake/incoming", "directed", "accept"): "dung",
    ("intake/incoming", "directed", "return"): "dung",
    ("intake/incoming", "in_progress", "resolution"): "dung",
    ("intake/outgoing", "draft", "versions"): "dung",
    ("intake/outgoing", "draft", "submit"): "dung",
    ("intake/outgoing", "submitted", "approve-content"): "mai",
    ("intake/outgoing", "submitted", "return"): "mai dung",
    ("intake/outgoing", "content_approved", "approve-format"): "khanh",
    ("intake/outgoing", "content_approved", "return"): "khanh mai dung",
    ("intake/outgoing", "signed", "number"): "lan",
    ("intake/outgoing", "sealed", "issue"): "lan",
    ("signing/requests", "format_checked", "sign"): "signer",
    ("signing/requests", "format_checked", "refuse"): "signer",
    ("signing/requests", "format_checked", "put-off"): "signer",
    ("signing/seals", "numbered", "seal"): "lan",
}

DESKS: Mapping[tuple[str, str], str] = {
    # method and address with a body that means something: who may
    ("POST", "intake/registers"): "lan quan",
    ("GET", "intake/registers/check"): "an binh quan lan thao",
    ("POST", "intake/outgoing"): "khanh quan mai dung cuong giang ha",
    ("GET", "signing/seals"): "lan",
    ("POST", "archive/fixity"): "quan son",
    ("POST", "archive/plan/2026"): "lan son",
    ("POST", "directory/people"): "quan",
    ("POST", "directory/units"): "quan",
    ("PUT", "directory/organisation"): "quan",
    ("GET", "directory/people/{dung}"): "quan thao",
    ("PATCH", "directory/people/{thao}"): "quan",
    ("POST", "directory/people/{leaver}/password"): "quan",
}


@pytest.mark.parametrize("step", STEPS, ids=" ".join)
def test_a_step_is_offered_to_those_who_may_and_refused_to_the_rest_in_words(
    house: House, step: tuple[str, str, str]
) -> None:
    where, state, act = step
    address = f"{API}/{where}/{_subject(house, where, state)}"
    may = set(STEPS[step].split()) if STEPS[step] != "signer" else {_signer(house, state)}
    for account in ACCOUNTS:
        offered = house.api(account).get(f"{address}/actions")
        known = {one["act"]: one for one in offered.json().get("actions", ())}
        if account in may:
            assert known[act]["allowed"], (account, known[act])
            continue
        assert offered.status_code == 404 or not known[act]["allowed"], (account, known)
        refused = house.api(account).post(f"{address}/{act}", json=_body(house, where, act))
        assert refused.status_code == (403 if known else 404), (account, refused.text)
        _says_who_or_what(refused.json())
        if known:
            assert refused.json()["detail"] == known[act]["why"]


@pytest.mark.parametrize("desk", DESKS, ids=" ".join)
def test_a_desk_opens_to_its_roles_and_tells_others_who_could(house: House, desk: tuple[str, str]) -> None:
    method, path = desk
    known = {account: house.people[account].id for account in ACCOUNTS}
    path = path.format(**known, leaver=_leaver(house) if "{leaver}" in path else "")
    for account in ACCOUNTS:
        told = house.api(account).request(method, f"{API}/{path}", json=_order(house, method, path, account))
        if account in DESKS[desk].split():
            assert told.status_code in (200, 201), (account, told.text)
        else:
            assert told.status_code == 403, (account, told.text)
            _says_who_or_what(told.json())


def test_only_the_clerk_registers_and_the_others_are_told_before_a_file_is_read(house: House) -> None:
    before, content = house.arrivals(), b"%PDF-1.7 of nobody"
    for account in ACCOUNTS:
        if account != "lan":
            told = house.api(account).post(f"{API}/intake/incoming", files={"file": ("a.pdf", content, "x/y")})
            assert (told.status_code, told.json()["code"]) == (403, "role-missing")
            assert "văn thư" in told.json()["detail"]
    assert house.arrivals() == before
    assert not house.keeps(content)


def test_nobody_without_a_key_gets_past_any_operation(house: House) -> None:
    nobody = house.nobody()
    for path, verbs in nobody.get("/openapi.json").json()["paths"].items():
        for verb in verbs:
            told = nobody.request(verb.upper(), path.replace("{year}", "2026"), json={})
            assert (told.status_code, told.json()["code"]) == (401, "token-needed"), (verb, path)
            assert told.headers["www-authenticate"] == "Bearer"


def test_a_guessed_id_of_somebody_elses_document_is_not_there(house: House) -> None:
    arrived, drafted = house.incoming["presented"], house.outgoing["draft"]
    for account in ("giang", "ha", "cuong", "quan", "son"):
        for path in (f"intake/incoming/{arrived.id}", f"intake/outgoing/{drafted.id}"):
            for rest in ("", "/actions", "/steps"):
                assert house.api(account).get(f"{API}/{path}{rest}").status_code == 404, (account, path, rest)
        assert house.api(account).get(f"{API}/intake/outgoing/{drafted.id}/files/1").status_code == 404


def test_the_administrator_opens_no_content_anywhere(house: House) -> None:
    quan = house.api("quan")
    son, items = house.people["son"], house.host.archive.views.items
    wait(lambda: items.of_document(son, house.incoming["resolved"].id))
    item = items.of_document(son, house.incoming["resolved"].id)
    for path in (f"archive/items/{item}", f"archive/items/{item}/content"):
        told = quan.get(f"{API}/{path}")
        assert told.status_code == 404
        assert house.incoming["resolved"].paper.subject not in told.text
    assert quan.get(f"{API}/intake/incoming").json()["total"] == 0
    assert quan.get(f"{API}/search", params={"q": house.incoming["resolved"].paper.subject}).json()["total"] == 0


def _leaver(house: House) -> str:
    """Somebody whose password may be set anew without shutting others out of the house."""
    described = _order(house, "POST", "directory/people", "quan") | {"account": "nguoi.nghi"}
    made = house.api("quan").post(f"{API}/directory/people", json=described)
    return str(made.json()["id"])


def _subject(house: House, where: str, state: str) -> str:
    if where == "intake/incoming":
        return house.incoming[state].id
    document = house.outgoing[state]
    if where == "signing/requests":
        return house.work.in_book(document).id
    if where == "signing/seals":
        waiting = house.host.signing.views.seals_waiting
        wait(lambda: [one for one in waiting() if one.document_id == document.id])
        return next(one.id for one in waiting() if one.document_id == document.id)
    return document.id


def _signer(house: House, state: str) -> str:
    signer = house.outgoing[state].content.signer_id
    return next(account for account in ACCOUNTS if house.people[account].id == signer)


def _body(house: House, where: str, act: str) -> dict[str, Any]:
    digest = "0" * 64
    lead = house.people["dung"].id
    return {
        "present": {"leader": house.people["an"].id},
        "directive": {"note": "Giao.", "lead": lead},
        "return": {"note": "Lý do thử."} if where == "intake/outgoing" else _WHY,
        "void": _WHY,
        "refuse": _WHY,
        "resolution": {"note": "Xong."},
        "number": {"register_id": "so-di"},
        "sign": {"digest": digest},
        "seal": {"digest": digest},
        "versions": _draft(house),
    }.get(act, {})


def _draft(house: House) -> dict[str, Any]:
    return {
        "type_code": "quyet_dinh",
        "subject": "Về việc thử quyền",
        "signer_id": house.people["an"].id,
        "body": ["Điều 1. Thử."],
        "recipients": ["Như Điều 1"],
    }


def _order(house: House, method: str, path: str, account: str) -> Any:
    office = house.host.shared.directory.organisation()
    named = f"Thử {ACCOUNTS.index(account)}"
    orders = {
        "intake/registers": {"name": f"Sổ {named}", "direction": "incoming"},
        "intake/outgoing": _draft(house),
        "archive/plan/2026": {"title": named, "retention": "20", "owner_id": house.people["dung"].id},
        "directory/people": {
            "account": "nguoi.moi",
            "name": "Người Mới",
            "unit_id": house.people["dung"].unit_id,
            "roles": ["drafter"],
        },
        "directory/units": {"name": f"Phòng {named}", "abbreviation": "PT" + "ABCDEFGHIJKL"[ACCOUNTS.index(account)]},
        "directory/organisation": vars(office),
    }
    return orders.get(path, {"position": "Thanh tra viên"} if method == "PATCH" else {} if method == "POST" else None)


def _says_who_or_what(problem: dict[str, Any]) -> None:
    assert problem["code"]
    assert len(problem["detail"]) > 10
    assert len(problem["next"]) > 10
