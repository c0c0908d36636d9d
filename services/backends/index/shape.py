"""The fields of an embedded index and how an entry fills them."""

import tantivy

from services.backends.index.order import DAYS, within
from services.kernel.finding import FOLDED, KEYS, NUMBERS, TEXTS, Entry

# Raised whenever the fields or the analysis of texts change: an index of another shape is made anew.
SHAPE = 2


def schema() -> tantivy.Schema:
    """The fields of every index of this shape; only the id is stored."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_text_field("readers", tokenizer_name="raw", index_option="basic")
    build.add_unsigned_field("day", indexed=True, fast=True)
    build.add_float_field("recency", fast=True)
    build.add_unsigned_field("version", fast=True)
    for name in TEXTS:
        build.add_text_field(name, tokenizer_name="words", index_option="position")
        build.add_text_field(name + FOLDED, tokenizer_name="words", index_option="position")
    for name in KEYS:
        build.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in NUMBERS:
        build.add_unsigned_field(name, indexed=True)
    return build.build()


def teach(index: tantivy.Index) -> None:
    """Tell an opened index how its words are parted; it forgets at every opening."""
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", words)


def document(entry: Entry) -> tantivy.Document:
    """The entry as the engine takes it; OverflowError for a number it cannot hold."""
    made = tantivy.Document()
    made.add_text("id", entry.id)
    made.add_unsigned("day", within(entry.day))
    made.add_unsigned("version", entry.version)
    # A score is multiplied by log2(2 + recency), that is by 1 + day / 2^15: it orders the days inside one rank.
    made.add_float("recency", 2 ** (1 + within(entry.day) / DAYS) - 2)
    for key in entry.readers:
        made.add_text("readers", key)
    for values in (entry.texts, entry.keys):
        for name, pieces in values.items():
            for piece in pieces:
                made.add_text(name, piece)
    for name, numbers in entry.numbers.items():
        for number in numbers:
            made.add_unsigned(name, number)
    return made
