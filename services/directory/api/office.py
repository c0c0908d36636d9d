"""The office and its units over the API."""

from fastapi import APIRouter

from services.directory.api.shapes import OrganisationShape, UnitIn, UnitOut
from services.directory.domain.office import NewUnit
from services.directory.handlers.office import Offices
from services.directory.views import DirectoryViews
from services.kernel.people import Organisation
from services.web.signin import Caller


def router(views: DirectoryViews, offices: Offices) -> APIRouter:
    """`/organisation` and `/units`."""
    api = APIRouter()

    @api.get("/organisation")
    def organisation(caller: Caller) -> OrganisationShape:
        """The office itself."""
        del caller
        return OrganisationShape.model_validate(views.organisation())

    @api.put("/organisation")
    def describe(caller: Caller, body: OrganisationShape) -> OrganisationShape:
        """Change the name, place and code of the office."""
        offices.describe(caller, Organisation(**body.model_dump()))
        return OrganisationShape.model_validate(views.organisation())

    @api.get("/units")
    def units(caller: Caller) -> list[UnitOut]:
        """All units, sorted by name."""
        del caller
        return [UnitOut.model_validate(unit) for unit in views.units()]

    @api.post("/units", status_code=201)
    def add(caller: Caller, body: UnitIn) -> UnitOut:
        """Enter a unit."""
        return UnitOut.model_validate(offices.add_unit(caller, NewUnit(body.name, body.abbreviation)))

    @api.put("/units/{unit_id}")
    def rename(caller: Caller, unit_id: str, body: UnitIn) -> UnitOut:
        """Give a unit another name or abbreviation."""
        new = NewUnit(body.name, body.abbreviation)
        return UnitOut.model_validate(offices.rename_unit(caller, unit_id, new))

    return api
