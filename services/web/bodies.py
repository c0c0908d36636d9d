"""Bodies of API requests: strict, with text cleaned on the way in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from services.kernel.errors import Refusal
from services.kernel.text import normalise, normalise_lines
from services.web import json_gate
from services.web.validation import as_refusal

Line = Annotated[str, Field(max_length=500), AfterValidator(normalise)]
"""One clean line of at most 500 characters."""

Note = Annotated[str, Field(max_length=4000), AfterValidator(normalise_lines)]
"""Clean text with line breaks, at most 4,000 characters."""


class Body(BaseModel):
    """A JSON object with known members only."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """A JSON object the API answers with; built from small dataclasses by attribute."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class FileAnswer(Answer):
    """A file; `digest` is its SHA-256 in lower-case hex."""

    part: str = Field(examples=["main"])
    name: str = Field(examples=["15-QD-UBND.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int
    digest: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    pages: int


class ActionAnswer(Answer):
    """A step: allowed, or why not and what to do."""

    act: str = Field(examples=["submit"])
    label: str = Field(examples=["Trình duyệt"])
    allowed: bool
    why: str = Field(examples=["Chỉ văn thư được cấp số văn bản đi."])
    next: str = Field(examples=["Nhờ văn thư của cơ quan thực hiện."])


class ActionsAnswer(Answer):
    """What the caller may do, and for the rest why not."""

    actions: list[ActionAnswer]

    @classmethod
    def of(cls, actions: Sequence[object]) -> "ActionsAnswer":
        """The answer for a service's own actions, which have the same members."""
        return cls.model_validate({"actions": list(actions)})


class ProblemBody(BaseModel):
    """A problem document (RFC 9457): a stable `code`, what happened, and what to do next."""

    type: str = Field(examples=["urn:vanthu:problem:not-found"])
    title: str = Field(examples=["Không tìm thấy"])
    status: int = Field(examples=[404])
    code: str = Field(examples=["not-found"])
    detail: str = Field(examples=["Không có văn bản này."])
    next: str = Field(examples=["Kiểm tra lại số đến."])
    fields: dict[str, str] | None = None


B = TypeVar("B", bound=BaseModel)


def read_part(kind: type[B], raw: str | bytes) -> B:
    """A JSON part of a multipart request as a body; BadInput when it is not sound or not such a body."""
    value = json_gate.read(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise as_refusal([{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]) from None


@contextmanager
def named_as_sent(names: Mapping[str, str]) -> Iterator[None]:
    """Let the fields of a refusal raised inside bear the names under which a program sent them."""
    try:
        yield
    except Refusal as refused:
        refused.fields = {names.get(name, name): fault for name, fault in refused.fields.items()}
        raise
