"""Turns a question into one request: access and condition as filters, ranks as the score, places as the order."""

from collections.abc import Iterable
from typing import Any

from services.backends.index.order import FACET_VALUES
from services.kernel.finding import AllOf, AnyOf, Ask, Key, Phrase, Query, Word

Body = dict[str, Any]


def page(access: frozenset[str], ask: Ask) -> Body:
    """One page with the total and the facets of all; nothing can be asked without access keys."""
    after = {} if ask.after is None else {"search_after": [ask.after.rank, ask.after.day, ask.after.id]}
    return {
        "query": {"bool": {"filter": _filters(access, ask.must), "should": _ranked(ask.ranks)}},
        # The place of a hit is all that comes back.
        "sort": [{"_score": "desc"}, {"day": "desc"}, {"id": "desc"}],
        "size": ask.size + 1,
        "stored_fields": "_none_",
        "track_total_hits": True,
        "aggs": {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in ask.facets},
        **after,
    }


def total(access: frozenset[str], must: Query) -> Body:
    """How many meet a condition."""
    return {"query": {"bool": {"filter": _filters(access, must)}}, "size": 0, "track_total_hits": True}


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
