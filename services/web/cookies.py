"""Cookies of the desks: the session, the note shown once after an action, and small preferences."""

import base64
import binascii
from http.cookies import SimpleCookie
from typing import Literal

from fastapi import Request

SESSION = "vanthu_session"
NOTE = "vanthu_note"
ROWS = "vanthu_rows"

SameSite = Literal["lax", "strict"]


def put(request: Request, name: str, value: str, *, seconds: int | None = None, same_site: SameSite = "lax") -> None:
    """Set a cookie on whatever response this request ends in; HttpOnly, Secure over https, gone with `seconds=0`."""
    jar: SimpleCookie = SimpleCookie()
    jar[name] = value
    jar[name]["path"] = "/"
    jar[name]["httponly"] = True
    jar[name]["samesite"] = same_site
    if request.url.scheme == "https" or request.app.state.web.secure_cookies:
        jar[name]["secure"] = True
    if seconds is not None:
        jar[name]["max-age"] = seconds
    request.state.cookies.append(jar.output(header="").strip())


def put_session(request: Request, value: str) -> None:
    """Hand the browser its session."""
    put(request, SESSION, value)


def drop_session(request: Request) -> None:
    """Take the session back."""
    put(request, SESSION, "", seconds=0)


def put_note(request: Request, text: str) -> None:
    """Keep a sentence for the next page this browser opens."""
    put(request, NOTE, base64.urlsafe_b64encode(text[:600].encode()).decode().rstrip("="), seconds=120)


def take_note(request: Request) -> str:
    """The sentence left for this page, taken away as it is read; empty when there is none."""
    raw = request.cookies.get(NOTE, "")
    if not raw:
        return ""
    put(request, NOTE, "", seconds=0)
    try:
        return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
