"""Is a text layer to be believed? Old fonts and broken maps give letters that no Vietnamese reader would accept."""

import re

from services.kernel.text import fold

_MINIMUM = 20
_GOOD_SHARE = 0.9
_SYLLABLE_SHARE = 0.4
_SYLLABLE = re.compile(r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
_GOOD = re.compile(r"[0-9A-Za-z\u00c0-\u00ffĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_PLAIN_MARKS = re.compile(r"[\s!-/:-@\[-`{-~–—‘’“”…•·°§×\u00ab\u00bb□☐■*]")
_TCVN3 = re.compile(r"\w[µ¸¶·¹®©ª«¬§¨¾»½¼Æ]|[µ¸¶·¹®©ª«¬§¨¾»½¼Æ]\w")


def believable(text: str) -> bool:
    """Whether the text reads like writing in Latin letters; a text too short to judge is believed.

    Wants nine of ten characters to be letters, digits or common marks, few signs of the TCVN3 encoding, and, among at
    least thirty words, two of five shaped like a Vietnamese syllable.
    """
    solid = [c for c in text if not c.isspace()]
    if len(solid) < _MINIMUM:
        return True
    good = sum(1 for c in solid if _GOOD.match(c) or _PLAIN_MARKS.match(c))
    if good < _GOOD_SHARE * len(solid) or len(_TCVN3.findall(text)) > len(solid) / 50:
        return False
    words = [word for word in re.findall(r"[a-z]+", fold(text)) if len(word) > 1]
    return len(words) < 30 or sum(1 for w in words if _SYLLABLE.fullmatch(w)) >= _SYLLABLE_SHARE * len(words)
