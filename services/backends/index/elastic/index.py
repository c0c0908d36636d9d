"""An index on an Elasticsearch server; any number of processes may write and ask it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from elasticsearch import NotFoundError
from elasticsearch.helpers import streaming_bulk

from services.backends.index.elastic import questions
from services.backends.index.elastic.aliases import Aliases
from services.backends.index.elastic.connection import away, checked, connect, in_words, wrong_server
from services.backends.index.elastic.mapping import SHAPE, source
from services.kernel.errors import Unavailable
from services.kernel.finding import EVERYTHING, Ask, Entry, Found, Query, Rejected

_BATCH, _BATCH_BYTES = 500, 8_000_000
_STALE = 409
_WHOLE = {"allow_partial_search_results": False}
_PASSING = frozenset({403, 404, 408, 429})


class ElasticIndex:
    """An index whose every answer is limited to what the given access keys open."""

    def __init__(self, address: str) -> None:
        self._client, name = connect(address)
        self._aliases = Aliases(self._client, name)
        self._known = False
        self._settled = ""

    def identity(self) -> str:
        """A name of the index that is written; a missing one, or one of an older shape, is made anew."""
        with in_words():
            self._know()
            standing = self._aliases.standing()
            if not standing.written or standing.shape < SHAPE:
                self._aliases.begin()
                standing = self._aliases.standing()
        if not standing.written:
            raise away()  # another process makes it this very moment
        self._settled = standing.identity if standing.asked == standing.written else ""
        return standing.identity

    def claim(self) -> None:
        """See that server and index can be used; one that is away is waited for, many may write.

        Unavailable `index-server-wrong`, `index-mapping-wrong` or `index-login` when waiting would not help.
        """
        try:
            with in_words():
                self._know()
                self._aliases.standing()
        except Unavailable as trouble:
            if trouble.code != "index-away":
                raise

    def put(self, entries: Iterable[Entry]) -> tuple[Rejected, ...]:
        """Add the entries, or replace older ones of the same id, durably; those that cannot be held come back.

        Unavailable `index-away` when any of them could not be taken for now; the others are kept.
        """
        with in_words():
            failed = [(item["_id"], item["status"], item["error"]) for item in self._sent(entries)]
            self._client.indices.refresh(index=self._aliases.asked, ignore_unavailable=True)
        if any(status in _PASSING or status >= 500 for _, status, _ in failed):
            raise away()
        return tuple(Rejected(id_, _reason(error)) for id_, status, error in failed if status != _STALE)

    def find(self, access: frozenset[str], ask: Ask) -> Found:
        """One page of what these keys open; hits, total and facets come from one request."""
        hits, counted = self._told(*questions.page(access, ask))
        return questions.found(hits, counted, ask)

    def count(self, access: frozenset[str], must: Query) -> int:
        """How many of what these keys open meet a condition."""
        (counted,) = self._told(questions.total(access, must))
        return questions.number(counted)

    def renew(self) -> None:
        """Write an empty index from now on; the one that is asked stays until `publish`."""
        with in_words():
            self._aliases.begin()

    def publish(self, identity: str) -> None:
        """Ask the index of this identity from now on; every question sees the old one or the new one whole."""
        if identity == self._settled:
            return  # it was asked when it was last looked at, and is as long as it is written
        with in_words():
            standing = self._aliases.standing()
            if standing.identity == identity and standing.asked != standing.written:
                self._aliases.publish(standing)

    def ready(self) -> str | None:
        """What stands in the way of searching, or None."""
        try:
            self.count(frozenset(), EVERYTHING)
        except Unavailable as trouble:
            return trouble.detail
        return None

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _know(self) -> None:
        if not self._known:
            check_version(self._client.info()["version"]["number"])
            self._known = True

    def _sent(self, entries: Iterable[Entry]) -> Iterator[Mapping[str, Any]]:
        sent = streaming_bulk(
            self._client,
            (_action(entry) for entry in entries),
            chunk_size=_BATCH,
            max_chunk_bytes=_BATCH_BYTES,
            raise_on_error=False,
            index=self._aliases.written,
            require_alias=True,  # or the server would make an index of that name, with fields as it guesses them
        )
        return (item["index"] for done, item in sent if not done)

    def _told(self, *asked: questions.Body) -> list[questions.Told]:
        with in_words():
            try:
                return self._search(asked)
            except NotFoundError:  # the index was dropped after the alias had named it: now it names the next
                return self._search(asked)

    def _search(self, asked: tuple[questions.Body, ...]) -> list[questions.Told]:
        lines = [line for body in asked for line in (_WHOLE, body)]
        told = self._client.msearch(index=self._aliases.asked, searches=lines, filter_path=questions.ANSWERED)
        return [checked(told.meta, one) for one in told["responses"]]


def check_version(number: str) -> None:
    """Unavailable `index-server-wrong` for a server older than this program was tried with."""
    major, minor = (int(part) for part in number.split(".")[:2])
    if (major, minor) < (8, 19) or major > 9:
        raise wrong_server(f"bản {number}")


def _action(entry: Entry) -> dict[str, Any]:
    late = {"version": entry.version, "version_type": "external_gte"}
    return {"_op_type": "index", "_id": entry.id, **late, "_source": source(entry)}


def _reason(error: Mapping[str, Any]) -> str:
    """Kinds of errors only: their sentences quote the document."""
    causes = [str(error.get("type", "unknown"))]
    while isinstance(cause := error.get("caused_by"), Mapping):
        causes.append(str(cause.get("type", "unknown")))
        error = cause
    return ", ".join(causes)
