"""Which index is asked and which is written: two aliases, the same index but while one is made again beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from services.backends.index.elastic import mapping
from services.kernel.errors import Unavailable

_Described = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Standing:
    """Names of the asked and of the written index, "" for none; the identity and shape of the written one."""

    asked: str
    written: str
    identity: str
    shape: int


class Aliases:
    """`NAME` is asked, `NAME-writing` written; both point at one of `NAME-v1`, `NAME-v2` …"""

    def __init__(self, client: Elasticsearch, name: str) -> None:
        self._client = client
        self.asked = name
        self.written = f"{name}-writing"

    def standing(self) -> Standing:
        """As the server has it now; Unavailable `index-mapping-wrong` for an index that is not as we make them."""
        told = self._client.indices.get(index=[self.asked, self.written], ignore_unavailable=True).body
        asked, written = _holder(told, self.asked), _holder(told, self.written)
        if not written:
            return Standing(asked, "", "", 0)
        shape = _checked(told[written])
        return Standing(asked, written, told[written]["settings"]["index"]["uuid"], shape)

    def begin(self) -> None:
        """Make an empty index and write it from now on; it is asked too if no other is."""
        moved = [self.written] if self.standing().asked else [self.written, self.asked]
        new = f"{self.asked}-v{self._last() + 1}"
        try:
            self._client.indices.create(index=new, mappings=mapping.mappings(), settings=mapping.settings())
        except BadRequestError as taken:
            if taken.message == "resource_already_exists_exception":
                return  # another process makes it this very moment
            raise
        self._move(moved, new)

    def publish(self, standing: Standing) -> None:
        """Ask the written index from now on, in one step, and drop the one before."""
        self._client.indices.refresh(index=standing.written)
        self._move([self.asked], standing.written)
        for name, known in self._all().items():
            if not known["aliases"] and known["mappings"].get("_meta", {}).get("maker") == mapping.MAKER:
                self._client.indices.delete(index=name, ignore_unavailable=True)

    def _move(self, aliases: list[str], new: str) -> None:
        """In one step, from whichever index has them: of two processes the later wins and nothing is left between."""
        leave = {"remove": {"index": f"{self.asked}-v*", "aliases": aliases, "must_exist": False}}
        self._client.indices.update_aliases(actions=[leave, {"add": {"index": new, "aliases": aliases}}])

    def _last(self) -> int:
        numbers = (re.fullmatch(rf"{self.asked}-v(\d+)", name) for name in self._all())
        return max((int(found[1]) for found in numbers if found), default=0)

    def _all(self) -> _Described:
        return dict(self._client.indices.get(index=f"{self.asked}-v*", allow_no_indices=True).body)


def _holder(told: _Described, alias: str) -> str:
    if alias in told:
        raise _foreign(f"“{alias}” đã là tên của một chỉ mục")
    return next((name for name, known in told.items() if alias in known["aliases"]), "")


def _checked(known: Mapping[str, Any]) -> int:
    meta = known["mappings"].get("_meta", {})
    shape = int(meta.get("shape", 0))
    if meta.get("maker") != mapping.MAKER:
        raise _foreign("chỉ mục do chương trình khác lập")
    if shape > mapping.SHAPE:
        raise _foreign("chỉ mục do bản mới hơn của chương trình này lập")
    if shape == mapping.SHAPE and (wrong := _differing(known["mappings"]["properties"])):
        raise _foreign(f"các trường {', '.join(wrong)} khác với quy định")
    return shape


def _differing(found: Mapping[str, Any]) -> list[str]:
    wanted = mapping.properties()
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def _foreign(what: str) -> Unavailable:
    return Unavailable(
        "index-mapping-wrong",
        f"Chỉ mục trên máy chủ tìm kiếm không dùng được: {what}.",
        "Đặt tên chỉ mục khác trong VANTHU_INDEX, hoặc xóa chỉ mục đó rồi chạy vanthu reindex.",
    )
