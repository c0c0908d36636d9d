"""The fields of an index on the server and how an entry fills them; the twin of the embedded index's shape."""

import re
from typing import Any

from services.backends.index.order import within
from services.kernel.finding import FOLDED, KEYS, NUMBERS, TEXTS, Entry

# Raised whenever the fields or the analysis of texts change: an index of an older shape is made again.
SHAPE = 1
MAKER = "vanthu"
# No line in the box is longer than 300 letters. The server would part a longer word, and its parts could be found.
_LONGEST_WORD = 301
_OVERLONG = re.compile(rf"(\S{{{_LONGEST_WORD}}})\S+")
_KEY = {"type": "keyword"}
_NUMBER = {"type": "integer"}
# Texts arrive analysed and finds are ranked without scores: places of words are needed, their weights are not.
_TEXT = {"type": "text", "analyzer": "words", "norms": False}


def properties() -> dict[str, dict[str, Any]]:
    """Every field with its kind."""
    texts = [name + ending for name in TEXTS for ending in ("", FOLDED)]
    return {
        **{name: dict(_KEY) for name in ("id", "readers", *KEYS)},
        **{name: dict(_NUMBER) for name in ("day", *NUMBERS)},
        **{name: dict(_TEXT) for name in texts},
    }


def mappings() -> dict[str, Any]:
    """Nothing but these fields is taken; what was sent is not kept, the words stay with the service."""
    return {
        "_meta": {"maker": MAKER, "shape": SHAPE},
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": properties(),
    }


def settings() -> dict[str, Any]:
    """One shard, so that counts are exact; a copy where there is a second machine; seen when the writer says so."""
    words = {"type": "whitespace", "max_token_length": _LONGEST_WORD}
    return {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",
        "refresh_interval": "-1",
        "analysis": {"tokenizer": {"words": words}, "analyzer": {"words": {"type": "custom", "tokenizer": "words"}}},
    }


def source(entry: Entry) -> dict[str, Any]:
    """The entry as the server takes it."""
    texts = {name: [_OVERLONG.sub(r"\1", piece) for piece in pieces] for name, pieces in entry.texts.items()}
    return {"id": entry.id, "day": within(entry.day), "readers": sorted(entry.readers), **texts} | {
        name: list(values) for kind in (entry.keys, entry.numbers) for name, values in kind.items()
    }
