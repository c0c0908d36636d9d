"""Examples of the API's description, made from its schemas so that they always fit them."""

from collections.abc import Mapping
from typing import Any

_ID = "0193b2c4d5e67f8091a2b3c4d5e6f708"
_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

_WORDS: Mapping[str, str] = {
    "action": "submit",
    "act": "submit",
    "account": "lan",
    "Idempotency-Key": "may-quet-2-000123",
    "If-Match": '"3"',
    "addressees": "Sở Nội vụ",
    "annex": "(tệp phụ lục)",
    "base_digest": _DIGEST,
    "body": "Điều 1. Kiện toàn Ban Chỉ đạo chuyển đổi số.",
    "cause": "Chữ ký số hợp lệ, nội dung không bị sửa.",
    "cursor": "",
    "after": "",
    "detail": "Hồ sơ năm 2026",
    "digest": _DIGEST,
    "direction": "incoming",
    "directive": "Giao Phòng Chuyển đổi số tham mưu trả lời.",
    "drafter": "Hoàng Minh Dũng",
    "file": "(tệp PDF)",
    "flow": "incoming",
    "issuer": "Sở Nội vụ",
    "kind": "leader",
    "label": "Trình duyệt",
    "language": "vi",
    "lead": _ID,
    "media_type": "application/pdf",
    "name": "Trần Thị Lan",
    "next": "",
    "notation": "15/QĐ-UBND",
    "note": "Đã xem xét, đồng ý.",
    "number": "1",
    "outcome": "valid",
    "part": "main",
    "password": "Mat.Khau.Dau.Tien.99",
    "person_name": "Trần Thị Lan",
    "recipients": "Như trên",
    "q": "cv 45 ngày 5/3",
    "reason": "Không thuộc lĩnh vực của đơn vị.",
    "register": "so-den",
    "register_id": "so-den",
    "register_name": "Sổ đăng ký văn bản đến",
    "resolution": "Đã trả lời bằng văn bản.",
    "retention": "20",
    "role": "document",
    "secret": "vt_…",
    "signer": "Nguyễn Văn An",
    "state": "registered",
    "state_label": "Dự thảo",
    "subject": "Báo cáo kết quả cải cách hành chính quý III năm 2026",
    "title": "Cải cách hành chính năm 2026",
    "type": "cong_van",
    "type_code": "quyet_dinh",
    "type_name": "Quyết định",
    "unit": "Phòng Nội chính - Văn xã",
    "unit_name": "Phòng Nội chính - Văn xã",
    "urgency": "normal",
    "what": "Trình duyệt",
    "who": "Trần Thị Lan",
    "why": "",
}
REFUSALS: Mapping[int, tuple[str, str, str]] = {
    400: ("unreadable", "Không đọc được nội dung gửi lên.", "Kiểm tra định dạng rồi gửi lại."),
    401: ("token-needed", "Thiếu khóa API còn hiệu lực.", "Gửi tiêu đề Authorization: Bearer <khóa>."),
    403: ("role-missing", "Chỉ văn thư được vào sổ văn bản đến.", "Nhờ văn thư của cơ quan thực hiện."),
    404: ("incoming-unknown", "Không có văn bản đến này.", "Tải lại danh sách rồi chọn lại."),
    409: ("wrong-state", "Văn bản đang ở bước khác.", "Tải lại để xem việc tiếp theo."),
    412: ("stale", "Văn bản đã đổi sau khi đọc.", "Đọc lại rồi gửi với ETag mới."),
    413: ("too-large", "Nội dung gửi lên lớn hơn 1 MB.", "Giảm dung lượng xuống dưới 1 MB rồi gửi lại."),
    422: ("bad-fields", "Có thông tin thiếu hoặc sai.", "Sửa các mục được nêu rồi gửi lại."),
    503: ("workbench-busy", "Bộ phận xử lý tệp đang bận.", "Thử lại sau ít phút."),
}
"""What a refusal of each status may say: code, detail, what to do next."""

_FORMATS = {"date": "2026-11-20", "date-time": "2026-11-20T07:05:00Z", "binary": "(bytes)"}


class Examples:
    """Makes an example for any schema of a description."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self.schemas = schemas

    def of(self, schema: Mapping[str, Any], name: str = "") -> Any:
        """An example of a schema; `name` is that of the member or parameter it describes."""
        if "$ref" in schema:
            return self.of(self.schemas[schema["$ref"].rsplit("/", 1)[-1]], name)
        if "examples" in schema:
            return schema["examples"][0]
        for known in ("default", "const"):
            if known in schema:
                return schema[known]
        if "enum" in schema:
            return schema["enum"][0]
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self.of(schema[choice][0], name)
        return self._by_type(schema, name)

    def _by_type(self, schema: Mapping[str, Any], name: str) -> Any:
        kind = schema.get("type")
        if kind == "object":
            return self._members(schema)
        if kind == "array":
            return [self.of(schema["items"], name)]
        if kind == "boolean":
            return True
        if kind in ("integer", "number"):
            return 2026 if name == "year" else max(1, schema.get("minimum", 1))
        return self._word(schema, name)

    def _members(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        if more := schema.get("additionalProperties"):
            return {"password": self.of(more, "password")} if isinstance(more, Mapping) else {}
        return {name: self.of(inner, name) for name, inner in schema.get("properties", {}).items()}

    def _word(self, schema: Mapping[str, Any], name: str) -> str:
        if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        if name == "id" or name.endswith("_id"):
            return _WORDS.get(name, _ID)
        return _WORDS.get(name, "")
