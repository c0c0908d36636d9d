"""Routes of items and their bytes."""

from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response

from services.archive.api.answers import ItemAnswer
from services.archive.api.desk import ApiDesk
from services.archive.api.tree import NodeId
from services.archive.domain.actions import item_actions
from services.web.bodies import ActionsAnswer
from services.web.downloads import download
from services.web.signin import Caller

Digest = Annotated[str, Query(max_length=64, description="Mã băm của tệp muốn tải; bỏ trống là văn bản chính.")]
IfNoneMatch = Annotated[str, Header(alias="If-None-Match", max_length=200)]


def router(desk: ApiDesk) -> APIRouter:
    """One item."""
    api = APIRouter(prefix="/items")

    @api.get("/{item_id}")
    def item(person: Caller, item_id: NodeId) -> ItemAnswer:
        """The description, files, signatures and events of an item; the look is written down."""
        desk.use.reading.view(person, item_id)
        return ItemAnswer.of(desk.views.items.show(person, item_id))

    @api.get("/{item_id}/actions")
    def actions(person: Caller, item_id: NodeId) -> ActionsAnswer:
        """What the caller may do, and for the rest why not."""
        return ActionsAnswer.of(item_actions(desk.views.items.kept(person, item_id), person))

    @api.get("/{item_id}/content", response_class=Response)
    def content(person: Caller, item_id: NodeId, digest: Digest = "", seen: IfNoneMatch = "") -> Response:
        """The bytes of the document or of one of its files; the ETag is their SHA-256; the download is written down."""
        tag = f'"{desk.views.items.file(person, item_id, digest).digest}"'
        if tag in seen:
            return Response(status_code=304, headers={"ETag": tag})
        file = desk.use.reading.download(person, item_id, digest)
        response = download(file, desk.objects.open(file.digest))
        response.headers["ETag"] = tag
        return response

    return api
