"""Vietnamese text as the office reads it: one normal form to store, one folded form to find."""

import re
import unicodedata

_LETTERS = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_STAYING = (*range(0x20, 0x7F), *range(0x2010, 0x2040))
# Zero-width marks, soft hyphens and direction overrides only ever hide something from the reader.
_BLANK = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_OLD_TONE = re.compile(
    r"(?<![qQ])(?P<first>[uU])(?P<last>[ỳýỷỹỵỲÝỶỸỴ])(?!\w)|(?P<o>[oO])(?P<ae>[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ])(?!\w)"
)
# Letters whose bare or lower form is not one letter: stray combining marks, İ.
_GROWING = re.compile(r"[\u0300-\u036f\u0130]")


def _bare_letters() -> dict[int, str | None]:
    # Letters that stay are named too: one that is missing costs an exception, and most of every text is such letters.
    table: dict[int, str | None] = {code: chr(code) for code in _STAYING}
    table |= {0x110: "D", 0x111: "d", 0xD0: "D", 0xF0: "d"}
    for code in _LETTERS:
        if code not in table:
            table[code] = unicodedata.normalize("NFD", chr(code))[0]
    for mark in range(0x300, 0x370):
        table[mark] = None
    return table


_BARE = _bare_letters()


def normalise(text: str) -> str:
    """One clean line: NFC, Ð as Đ, single plain spaces, nothing invisible, no lone surrogate, no direction override."""
    text = _INVISIBLE.sub("", _BLANK.sub(" ", text))
    return " ".join(_with_d_bar(unicodedata.normalize("NFC", text)).split())


def _with_d_bar(text: str) -> str:
    return text.replace("\u00d0", "Đ").replace("\u00f0", "đ")


def normalise_lines(text: str) -> str:
    """The same clean text with its line breaks kept, for notes and opinions; blank lines at both ends are dropped."""
    return "\n".join(normalise(line) for line in text.splitlines()).strip()


def tone_normal(text: str) -> str:
    """Move tone marks of open syllables to one place (hoà → hòa, uỷ → ủy; hoàn, quý stay); for search keys only."""
    return _OLD_TONE.sub(_moved_tone, text)


def _moved_tone(syllable: re.Match[str]) -> str:
    parts = unicodedata.normalize("NFD", syllable[0][1])
    return unicodedata.normalize("NFC", syllable[0][0] + parts[1]) + parts[0]


def fold(text: str) -> str:
    """Lower case without any mark, đ as d, single spaces: `fold("Quyết  ĐỊNH") == "quyet dinh"`."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_BARE).casefold().split())


def tokens(text: str) -> list[str]:
    """The words and numbers of a text in search form: NFC, lower case, tone marks in their normal place."""
    return _WORD.findall(tone_normal(_with_d_bar(unicodedata.normalize("NFC", text))).lower())


def bears_mark(token: str) -> bool:
    """Whether a typed token carries a Vietnamese mark or đ, that is, whether its writer meant the marks."""
    return token.translate(_BARE) != token


def flat(text: str) -> str:
    """Lower case without marks, letter by letter: every place in it is the same place in the normalised text."""
    return "".join(_flat_letter(letter) for letter in text) if _GROWING.search(text) else text.translate(_BARE).lower()


def _flat_letter(letter: str) -> str:
    bare = letter.translate(_BARE).lower()
    return bare if len(bare) == 1 else letter
