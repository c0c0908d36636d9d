"""What the parser of words finds wrong, in the language of the commands."""

import re

_SENTENCES = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"^argument (.+?): (.*)$", r"\1: \2"),
        (r"the following arguments are required: (.+)", r"thiếu \1"),
        (r"unrecognized arguments: (.+)", r"không nhận \1"),
        (r"invalid choice: (.+?) \(choose from (.+)\)", r"không nhận \1; chọn một trong \2"),
        (r"invalid int value: (.+)", r"\1 không phải số nguyên"),
        (r"invalid \S+ value: (.+)", r"\1 không dùng được"),
        (r"expected (?:one|at least one) argument", "thiếu giá trị"),
        (r"expected at most one argument", "chỉ nhận một giá trị"),
        (r"expected (\d+) arguments?", r"cần \1 giá trị"),
        (r"not allowed with argument (.+)", r"không dùng cùng \1"),
        (r"one of the arguments (.+) is required", r"cần một trong \1"),
        (r"ignored explicit argument (.+)", r"không nhận giá trị \1"),
    )
)


def complaint(message: str) -> str:
    """The parser's message in Vietnamese; a message never met before stays as it is."""
    for pattern, said in _SENTENCES:
        message = pattern.sub(said, message)
    return message
