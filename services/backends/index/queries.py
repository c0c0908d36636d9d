"""Turns a question into the engine's query: access first, then the conditions, then the ranks."""

from collections.abc import Sequence

import tantivy

from services.kernel.finding import AllOf, AnyOf, Ask, Key, Phrase, Query, Word

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


class Compiler:
    """Makes engine queries over one schema; none of them can be made without access keys."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def matching(self, access: frozenset[str], must: Query) -> tantivy.Query:
        """What the bearer of these keys may open and what meets the condition, unranked."""
        return tantivy.Query.boolean_query([(_MUST, self._open_to(access)), (_MUST, self._query(must))])

    def at_rank(self, access: frozenset[str], ask: Ask, rank: int) -> tantivy.Query:
        """Those of the same documents that stand at this rank (0: those that meet none), from the asked place on."""
        at = len(ask.ranks) - rank
        parts = [(_MUST, self._open_to(access)), (_MUST, self._query(ask.must))]
        parts += [(_MUST, self._query(met)) for met in ask.ranks[at : at + 1]]
        parts += [(_NOT, self._query(better)) for better in ask.ranks[:at]]
        if ask.after is not None and ask.after.rank == rank:
            parts.append((_NOT, self._newer_than(ask.after.day)))
        return tantivy.Query.const_score_query(tantivy.Query.boolean_query(parts), 1.0)

    def _newer_than(self, day: int) -> tantivy.Query:
        number = tantivy.FieldType.Unsigned
        return tantivy.Query.range_query(self._schema, "day", number, lower_bound=day, include_lower=False)

    def _open_to(self, access: frozenset[str]) -> tantivy.Query:
        return self._any([self._term("readers", key) for key in sorted(access)])

    def _query(self, asked: Query) -> tantivy.Query:
        match asked:
            case Word(field, word):
                return self._term(field, word)
            case Phrase(field, (word,)):
                return self._term(field, word)
            case Phrase(field, words):
                return tantivy.Query.phrase_query(self._schema, field, list(words))
            case Key(field, value):
                return self._term(field, value)
            case AllOf(parts):
                return self._all([self._query(part) for part in parts])
            case AnyOf(parts):
                return self._any([self._query(part) for part in parts])

    def _term(self, field: str, value: str | int) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, index_option="basic")

    def _all(self, parts: Sequence[tantivy.Query]) -> tantivy.Query:
        if not parts:
            return tantivy.Query.all_query()
        return parts[0] if len(parts) == 1 else tantivy.Query.boolean_query([(_MUST, part) for part in parts])

    def _any(self, parts: Sequence[tantivy.Query]) -> tantivy.Query:
        if not parts:
            return tantivy.Query.empty_query()
        return parts[0] if len(parts) == 1 else tantivy.Query.boolean_query([(_SHOULD, part) for part in parts])
