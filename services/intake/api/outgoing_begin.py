"""JSON routes that begin drafts; with an Idempotency-Key a repeated request is answered as the first one was."""

import json
from dataclasses import dataclass

from fastapi import Response

from services.intake.api.outgoing_bodies import DraftBody, OutgoingAnswer
from services.intake.domain.outgoing import OutgoingDocument, UploadedDraft
from services.intake.handlers.outgoing_parts import OutgoingUseCases
from services.intake.ports.incoming import GivenAnswer
from services.intake.ports.outgoing import OutgoingWork
from services.intake.views import IntakeViews
from services.kernel.errors import Conflict
from services.kernel.people import Person
from services.web.conditional import etag
from services.web.idempotency import KeptAnswer, repeated, request_digest


@dataclass(frozen=True)
class Beginning:
    """Begins a draft once for each key of a caller."""

    cases: OutgoingUseCases
    views: IntakeViews

    def answer(self, caller: Person, body: DraftBody, upload: UploadedDraft | None, key: str | None) -> Response:
        """201 with the draft; under a known key the old answer, or Conflict when the content is another."""
        request = request_digest(body.model_dump_json(), upload.sent.digest if upload else "")
        if old := repeated(self._kept(caller, key), request):
            return old

        def remember(store: OutgoingWork, document: OutgoingDocument) -> None:
            if key:
                kept = _answer(request, document)
                store.keep_answer(caller.id, key, GivenAnswer(request, 201, kept.body, json.dumps(dict(kept.headers))))

        try:
            document = self.cases.drafting.begin(caller, body.order(upload), remember)
        except Conflict:  # perhaps with this very request, sent again while the first was being carried out
            if old := repeated(self._kept(caller, key), request):
                return old
            raise
        return _answer(request, document).response()

    def _kept(self, caller: Person, key: str | None) -> KeptAnswer | None:
        given = self.views.given_answer(caller.id, key) if key else None
        return KeptAnswer(given.request, given.status, given.body, json.loads(given.headers)) if given else None


def _answer(request: str, document: OutgoingDocument) -> KeptAnswer:
    headers = {"ETag": etag(document.version), "Location": f"/api/v1/intake/outgoing/{document.id}"}
    return KeptAnswer(request, 201, OutgoingAnswer.of(document).model_dump_json(), headers)
