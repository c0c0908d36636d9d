"""A column among many values that arrive as one parameter: the statement has the same text for however many.

Both drivers take far longer over a list of parameters than the engines take over the rows.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True
    name = "among"


def among(column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Whether the column is one of the texts, or whole numbers, that `listed` made the parameter of this name of."""
    return _Among(column, bindparam(parameter, type_=Text))


def listed(values: Iterable[str | int]) -> str:
    """Values as one parameter."""
    return json.dumps(list(values), ensure_ascii=False)


@compiles(_Among)
def _on_sqlite(element: _Among, compiler: SQLCompiler, **given: Any) -> str:
    column, values = (compiler.process(each, **given) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - a column and a parameter's mark


@compiles(_Among, "postgresql")
def _on_postgres(element: _Among, compiler: SQLCompiler, **given: Any) -> str:
    column, values = (compiler.process(each, **given) for each in element.clauses)
    kind = "::bigint" if isinstance(next(iter(element.clauses)).type, Integer) else ""
    return f"{column} = ANY (ARRAY(SELECT json_array_elements_text(CAST({values} AS JSON)){kind}))"
