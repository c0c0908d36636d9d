"""POST /incoming: register a document with its files in one request."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from services.intake.api.incoming_bodies import SENT_NAMES, IncomingAnswer, IncomingBody
from services.intake.api.multipart import UploadReader, read_upload
from services.intake.domain.description import Description
from services.intake.domain.incoming import IncomingDocument
from services.intake.handlers.incoming_desk import IncomingDesk
from services.intake.ports.incoming import GivenAnswer, IncomingStore
from services.intake.views import IntakeViews
from services.kernel.errors import Conflict
from services.kernel.people import Person, Role, require
from services.web.bodies import named_as_sent, read_part
from services.web.conditional import etag
from services.web.idempotency import KeptAnswer, repeated, request_digest
from services.web.signin import Caller


@dataclass
class SentDocument:
    """A whole request: the body and its description, checked before the files came, and the files."""

    body: IncomingBody
    paper: Description
    reader: UploadReader


async def sent_document(request: Request, caller: Caller) -> AsyncIterator[SentDocument]:
    """Read the request; who may not register, and what is classified, is refused before a file is read."""
    require(caller, Role.CLERK, action="vào sổ văn bản đến")
    seen: list[tuple[IncomingBody, Description]] = []

    def accept(raw: bytes) -> None:
        body = read_part(IncomingBody, raw)
        with named_as_sent(SENT_NAMES):
            seen.append((body, body.paper()))

    reader = await read_upload(request, accept)
    try:
        reader.upload()
        yield SentDocument(*seen[0], reader)
    finally:
        reader.close()


SentIncoming = Annotated[SentDocument, Depends(sent_document)]


@dataclass(frozen=True)
class Creating:
    """Registers what was sent, once for each key of a caller."""

    desk: IncomingDesk
    views: IntakeViews

    def answer(self, caller: Person, sent: SentDocument, key: str | None) -> Response:
        """201 with the arrival number; under a known key the old answer, or Conflict when the content is another."""
        if not self._given(caller, key):
            with named_as_sent(SENT_NAMES):
                self._foresee(caller, sent, key)
        received = self.desk.receiving.receive(caller, sent.reader.upload())
        request = request_digest(sent.body.model_dump_json(), *(file.digest for file in received.as_sent))
        if old := repeated(self._given(caller, key), request):
            return old

        def remember(store: IncomingStore, document: IncomingDocument) -> None:
            if key:
                kept = _answer(request, document)
                store.keep_answer(caller.id, key, GivenAnswer(request, 201, kept.body, json.dumps(dict(kept.headers))))

        try:
            with named_as_sent(SENT_NAMES):
                document = self.desk.registration.register(caller, sent.body.order(sent.paper, received), remember)
        except Conflict:  # perhaps with this very request, sent again while the first was being carried out
            if old := repeated(self._given(caller, key), request):
                return old
            raise
        self.desk.stamp_soon()
        return _answer(request, document).response()

    def _foresee(self, caller: Person, sent: SentDocument, key: str | None) -> None:
        try:
            self.desk.foreseeing.foresee(caller, sent.body.order(sent.paper))
        except Conflict:  # unless the twin is this very request, carried out meanwhile
            if not self._given(caller, key):
                raise

    def _given(self, caller: Person, key: str | None) -> KeptAnswer | None:
        given = self.views.given_answer(caller.id, key) if key else None
        return KeptAnswer(given.request, given.status, given.body, json.loads(given.headers)) if given else None


def _answer(request: str, document: IncomingDocument) -> KeptAnswer:
    headers = {"ETag": etag(document.version), "Location": f"/api/v1/intake/incoming/{document.id}"}
    return KeptAnswer(request, 201, IncomingAnswer.of(document).model_dump_json(by_alias=True), headers)


DESCRIBED: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["document", "file"],
                    "properties": {
                        "document": IncomingBody.model_json_schema(ref_template="#/components/schemas/{model}"),
                        "file": {"type": "string", "format": "binary", "description": "Sau document. PDF, PNG, JPG."},
                        "annex": {"type": "array", "items": {"type": "string", "format": "binary"}},
                    },
                },
                "encoding": {"document": {"contentType": "application/json"}},
            }
        },
    },
    "responses": {
        "201": {
            "description": "Đã vào sổ.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/IncomingAnswer"}}},
        }
    },
}
