"""Routes of the fonds tree, the file plan and the check of the whole archive."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from services.archive.api.answers import ChildrenAnswer, FixityAnswer, FondsAnswer, PlanLineAnswer
from services.archive.api.bodies import PlanLineBody
from services.archive.api.desk import ApiDesk
from services.archive.handlers.planning import AddPlanLine
from services.kernel.people import Role, require
from services.web.signin import Caller, caller

After = Annotated[str, Query(max_length=200, description="Giá trị `next` của lần trước.")]
Size = Annotated[int, Query(ge=1, le=200)]
NodeId = Annotated[str, Path(max_length=64)]


def router(desk: ApiDesk) -> APIRouter:
    """Level by level."""
    api = APIRouter()
    _whole(api, desk)

    @api.get("/fonds")
    def fonds_list(person: Caller) -> ChildrenAnswer:
        """All fonds with the count of items open to the caller."""
        return ChildrenAnswer.of(desk.views.tree.roots(person))

    @api.get("/fonds/{fonds_id}", dependencies=[Depends(caller)])
    def fonds(fonds_id: NodeId) -> FondsAnswer:
        """The description of a fonds."""
        return FondsAnswer.model_validate(desk.views.tree.fonds(fonds_id))

    @api.get("/fonds/{fonds_id}/children")
    def of_fonds(person: Caller, fonds_id: NodeId, after: After = "", size: Size = 50) -> ChildrenAnswer:
        """The series of a fonds."""
        return ChildrenAnswer.of(desk.views.tree.children(person, "fonds", fonds_id, after, size))

    @api.get("/series/{series_id}/children")
    def of_series(person: Caller, series_id: NodeId, after: After = "", size: Size = 50) -> ChildrenAnswer:
        """The case files or items of a series."""
        return ChildrenAnswer.of(desk.views.tree.children(person, "series", series_id, after, size))

    @api.get("/case-files/{case_file_id}/children")
    def of_case_file(person: Caller, case_file_id: NodeId, after: After = "", size: Size = 50) -> ChildrenAnswer:
        """The items in a case file."""
        return ChildrenAnswer.of(desk.views.tree.children(person, "case_file", case_file_id, after, size))

    return api


def _whole(api: APIRouter, desk: ApiDesk) -> None:
    @api.get("/plan/{year}")
    def plan(person: Caller, year: Annotated[int, Path(ge=1900, le=2200)]) -> list[PlanLineAnswer]:
        """The file plan of a year."""
        return [PlanLineAnswer.of(line, opened) for line, opened in desk.views.case_files.plan(person, year)]

    @api.post("/plan/{year}", status_code=201)
    def add_line(person: Caller, year: Annotated[int, Path(ge=1900, le=2200)], body: PlanLineBody) -> PlanLineAnswer:
        """Add a line; without a notation it takes the next one under its owner's unit."""
        return PlanLineAnswer.of(desk.use.plan.add(person, AddPlanLine(year, **body.model_dump())), None)

    @api.post("/fixity")
    def fixity(person: Caller) -> FixityAnswer:
        """Re-read everything kept now and name what differs."""
        require(person, Role.ARCHIVIST, Role.ADMIN, action="kiểm tra toàn vẹn kho lưu trữ")
        return FixityAnswer.of(desk.use.fixity.check(person))
