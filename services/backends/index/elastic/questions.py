"""Turns a question into one request: access and condition as filters, ranks as the score, places as the order."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.backends.index.order import FACET_VALUES
from services.kernel.finding import AllOf, AnyOf, Ask, Count, Found, Hit, Key, Phrase, Place, Query, Word

Body = dict[str, Any]
Told = Mapping[str, Any]

ANSWERED = (
    "responses.status",
    "responses.error.type",
    "responses.hits.total.value",
    "responses.hits.hits.sort",
    "responses.aggregations.*.buckets",
)
"""All that is read of an answer; what is empty is left out."""


def page(access: frozenset[str], ask: Ask) -> tuple[Body, Body]:
    """One page, and the total with the facets of all; nothing can be asked without access keys.

    Two searches, because whoever counts must look at every find, and whoever ranks then ranks every one of them:
    alone it stops at a rank as soon as the page is full of better ones.
    """
    filters = _filters(access, ask.must)
    hits = {
        "query": {"bool": {"filter": filters, "should": _ranked(ask.ranks)}},
        # The place of a hit is all that comes back.
        "sort": [*([{"_score": "desc"}] if ask.ranks else ()), {"day": "desc"}, {"id": "desc"}],
        "size": ask.size + 1,
        "stored_fields": "_none_",
        "track_total_hits": False,
    }
    if ask.after is not None:
        place = ask.after
        hits["search_after"] = [*([place.rank] if ask.ranks else ()), place.day, place.id]
    facets = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in ask.facets}
    return hits, total(access, ask.must) | {"aggs": facets}


def total(access: frozenset[str], must: Query) -> Body:
    """How many meet a condition."""
    return {"query": {"bool": {"filter": _filters(access, must)}}, "size": 0, "track_total_hits": True}


def found(hits: Told, counted: Told, ask: Ask) -> Found:
    """What was told of a page."""
    places = [_place(hit["sort"]) for hit in hits.get("hits", {}).get("hits", ())]
    columns = counted.get("aggregations", {})
    facets = {
        name: tuple(Count(one["key"], one["doc_count"]) for one in columns.get(name, {}).get("buckets", ()))
        for name in ask.facets
    }
    shown = tuple(Hit(place.id, place) for place in places[: ask.size])
    return Found(shown, number(counted), facets, more=len(places) > ask.size)


def number(counted: Told) -> int:
    """The total that was told."""
    return int(counted["hits"]["total"]["value"])


def _place(values: list[Any]) -> Place:
    *rank, day, id_ = values
    return Place(int(rank[0]) if rank else 0, int(day), id_)


def _filters(access: frozenset[str], must: Query) -> list[Body]:
    return [{"terms": {"readers": sorted(access)}}, _query(must)]


def _ranked(ranks: tuple[Query, ...]) -> list[Body]:
    """The score is the number of the best rank met, 0 for none: the greatest of these constants, not their sum."""
    if not ranks:
        return []
    steps = [{"constant_score": {"filter": _query(met), "boost": len(ranks) - at}} for at, met in enumerate(ranks)]
    return [{"dis_max": {"queries": steps}}]


def _query(asked: Query) -> Body:
    match asked:
        case Word(field, value) | Phrase(field, (value,)) | Key(field, value):
            return {"term": {field: value}}
        case Phrase(field, words):
            return {"match_phrase": {field: " ".join(words)}}
        case AllOf(parts):
            return _all(parts)
        case AnyOf(parts):
            return _any(parts)


def _all(parts: Iterable[Query]) -> Body:
    asked = [_query(part) for part in parts]
    if not asked:
        return {"match_all": {}}
    return asked[0] if len(asked) == 1 else {"bool": {"filter": asked}}


def _any(parts: Iterable[Query]) -> Body:
    asked = [_query(part) for part in parts]
    if not asked:
        return {"match_none": {}}
    return asked[0] if len(asked) == 1 else {"bool": {"should": asked, "minimum_should_match": 1}}
