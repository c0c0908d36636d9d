"""People over the API."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.directory.api.shapes import AccountOut, AddedOut, NewPersonIn, PersonChangeIn, PersonOut
from services.directory.domain.accounts import Account, NewPerson, PersonChange
from services.directory.handlers.people import PeopleDesk
from services.directory.views import DirectoryViews
from services.kernel.people import Role, require
from services.web.conditional import IfMatch, etag
from services.web.signin import Caller


def router(views: DirectoryViews, desk: PeopleDesk) -> APIRouter:
    """`/me` and `/people`."""
    api = APIRouter()

    @api.get("/me")
    def me(caller: Caller) -> PersonOut:
        """Who the key belongs to."""
        return PersonOut.of(views.account(caller.id))

    @api.get("/people")
    def people(
        caller: Caller, role: Role | None = None, unit: Annotated[str | None, Query(max_length=40)] = None
    ) -> list[PersonOut]:
        """Active people, sorted by given name."""
        del caller
        return [PersonOut.of(account) for account in views.at_work(role, unit)]

    @api.get("/people/{person_id}")
    def person(caller: Caller, person_id: str, response: Response) -> AccountOut:
        """One account; for administrators and auditors."""
        require(caller, Role.ADMIN, Role.AUDITOR, action="xem tài khoản của người khác")
        return _shown(views.account(person_id), response)

    _changes(api, views, desk)
    return api


def _changes(api: APIRouter, views: DirectoryViews, desk: PeopleDesk) -> None:
    @api.post("/people", status_code=201)
    def add(caller: Caller, body: NewPersonIn, response: Response) -> AddedOut:
        """Enter somebody."""
        new = NewPerson(body.account, body.name, body.position, body.unit_id, frozenset(body.roles))
        person, password = desk.add(caller, new, body.password)
        response.headers["Location"] = f"/api/v1/directory/people/{person.id}"
        shown = _shown(views.account(person.id), response)
        return AddedOut(**shown.model_dump(), password=password)

    @api.patch("/people/{person_id}")
    def change(
        caller: Caller, person_id: str, body: PersonChangeIn, version: IfMatch, response: Response
    ) -> AccountOut:
        """Change somebody; roles count from the next request on."""
        roles = None if body.roles is None else frozenset(body.roles)
        wanted = PersonChange(body.name, body.position, body.unit_id, roles, body.active)
        return _shown(desk.change(caller, person_id, wanted, version), response)

    @api.post("/people/{person_id}/password")
    def reset(caller: Caller, person_id: str) -> dict[str, str]:
        """A new first password, shown this once."""
        return {"password": desk.reset_password(caller, person_id)}


def _shown(account: Account, response: Response) -> AccountOut:
    response.headers["ETag"] = etag(account.version)
    return AccountOut.of_account(account)
