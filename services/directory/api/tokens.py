"""One's own keys over the API."""

from fastapi import APIRouter, Request, Response

from services.directory.api.shapes import GivenOut, TokenIn, TokenOut
from services.directory.domain.tokens import TokenOrder
from services.directory.handlers.tokens import TokenDesk
from services.directory.views import DirectoryViews
from services.web.signin import Caller


def router(views: DirectoryViews, desk: TokenDesk) -> APIRouter:
    """`/tokens`."""
    api = APIRouter(prefix="/tokens")

    @api.get("")
    def keys(caller: Caller) -> list[TokenOut]:
        """The caller's keys, the newest first."""
        return [TokenOut.of(token) for token in views.tokens_of(caller.id)]

    @api.post("", status_code=201)
    def give(request: Request, caller: Caller, body: TokenIn) -> GivenOut:
        """A further key, of no more scopes than the one that asks."""
        order = TokenOrder(body.name, frozenset(body.scopes), body.days)
        token, secret = desk.give(caller, caller, order, within=request.state.signed.scopes)
        return GivenOut(token=TokenOut.of(token), secret=secret)

    @api.delete("/{token_id}", status_code=204)
    def revoke(caller: Caller, token_id: str) -> Response:
        """Take one of the caller's keys back."""
        desk.revoke(caller, token_id)
        return Response(status_code=204)

    return api
