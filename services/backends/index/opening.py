"""Opens the index that the settings name."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from services.backends.index.tantivy import TantivyIndex

if TYPE_CHECKING:
    from services.backends.index.elastic.index import ElasticIndex


OpenedIndex: TypeAlias = "TantivyIndex | ElasticIndex"


def open_index(address: str) -> OpenedIndex:
    """The index of `tantivy:PATH` or `elasticsearch+http[s]://[USER:PASSWORD@]HOST:PORT/ALIAS`."""
    if address.startswith("tantivy:"):
        return TantivyIndex(Path(address.removeprefix("tantivy:")))
    # An office without servers does not install their libraries.
    from services.backends.index.elastic.index import ElasticIndex

    return ElasticIndex(address)
