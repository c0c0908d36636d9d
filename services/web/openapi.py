"""The description of the API (OpenAPI 3.1): refusals as they really are, short names, an example for everything."""

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from services.web.bodies import ProblemBody
from services.web.examples import REFUSALS, Examples
from services.web.statuses import TITLES

_ABOUT = (
    "Giao diện cho phần mềm: mỗi lời gọi mang khóa của một người (`Authorization: Bearer …`) và làm được đúng những "
    "việc người đó làm được. Lời từ chối là problem details (RFC 9457) có `code` ổn định, `detail` nói vì sao và "
    "`next` nói cần làm gì."
)
_LONG_NAME = re.compile(r"services__(\w+?)__(?:\w+__)?(\w+?)__([A-Z]\w*)")
_FILE = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
_SAFE = ("get", "head")


def describe(app: FastAPI) -> None:
    """Make `/openapi.json` tell of problem documents instead of the framework's own errors."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
            app.openapi_schema = _corrected(_renamed(found))
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way to extend the description


def _renamed(found: dict[str, Any]) -> dict[str, Any]:
    """Shapes of one name in several rooms are told apart by service or half, not by our modules."""

    def short(long: re.Match[str]) -> str:
        service, module, name = long.groups()
        return f"{(module.split('_')[0] if '_' in module else service).title()}{name}"

    renamed: dict[str, Any] = json.loads(_LONG_NAME.sub(short, json.dumps(found)))
    return renamed


def _corrected(found: dict[str, Any]) -> dict[str, Any]:
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    _hoist(found["paths"], schemas)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = ProblemBody.model_json_schema()
    components["responses"] = {str(status): _problem(status, *said) for status, said in REFUSALS.items()}
    examples = Examples(schemas)
    for path, method, operation in _operations(found):
        operation["summary"] = operation.get("description", operation["summary"]).split("\n")[0].rstrip(".")
        _tell_success(operation, named=f"{path}/{{" in "".join(found["paths"]), sent=method)
        operation["responses"].update(_refusals(path, method, operation))
        _show(operation, examples)
    return found


def _hoist(inside: Any, schemas: dict[str, Any]) -> None:
    """Shapes that a route's own schema brought along join those of all others."""
    for one in inside.values() if isinstance(inside, dict) else inside if isinstance(inside, list) else ():
        _hoist(one, schemas)
    if isinstance(inside, dict):
        schemas.update(inside.pop("$defs", {}))


def _problem(status: int, code: str, detail: str, after: str) -> dict[str, Any]:
    said = {"status": status, "code": code, "detail": detail, "next": after}
    body = {"type": f"urn:vanthu:problem:{code}", "title": TITLES[status], **said}
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": body}
    return {"description": TITLES[status], "content": {"application/problem+json": shape}}


def _operations(found: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in found.get("paths", {}).items():
        for method, operation in methods.items():
            yield path, method, operation


def _tell_success(operation: dict[str, Any], *, named: bool, sent: str) -> None:
    operation["responses"].pop("422", None)
    for status, answer in operation["responses"].items():
        answer["description"] = {"201": "Đã tạo.", "204": "Đã làm."}.get(status, "Kết quả.")
        if status == "200" and sent == "get" and not answer.get("content"):
            answer["content"] = _FILE
        headers = answer.setdefault("headers", {})
        if status == "201" and named:
            headers["Location"] = _header("Địa chỉ của cái vừa tạo.", "/api/v1/…")
        if (status == "201" and named) or _takes(operation, "If-Match"):
            headers["ETag"] = _header("Phiên bản, để gửi lại trong If-Match.", '"3"')


def _header(words: str, example: str) -> dict[str, Any]:
    return {"description": words, "schema": {"type": "string"}, "example": example}


def _takes(operation: dict[str, Any], header: str) -> bool:
    return any(one["name"] == header for one in operation.get("parameters", ()))


def _refusals(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    body = "requestBody" in operation
    told = {
        400: body,
        401: True,
        403: True,
        404: "{" in path or body,
        409: method not in _SAFE,
        412: method not in _SAFE and "{" in path,
        413: body,
        422: body or "parameters" in operation,
        503: True,
    }
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status, may in told.items() if may}


def _show(operation: dict[str, Any], examples: Examples) -> None:
    for parameter in operation.get("parameters", ()):
        parameter.setdefault("example", examples.of(parameter["schema"], parameter["name"]))
    shown = [operation["requestBody"]] if "requestBody" in operation else []
    shown += operation["responses"].values()
    for one in shown:
        for media in one.get("content", {}).values():
            media.setdefault("example", examples.of(media.get("schema", {})))
