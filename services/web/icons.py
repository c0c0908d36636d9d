"""A small set of 16-pixel line icons, drawn for the desks; always hidden from readers and beside a word."""

from markupsafe import Markup

_SHAPES = {
    "alert": "M8 2 1.5 13.5h13L8 2zm0 4.5v3.5m0 1.6v.4",
    "archive": "M1.5 3h13v3h-13zM2.5 6v7.5h11V6M6.5 8.5h3",
    "arrow": "M3 8h10M9 4l4 4-4 4",
    "back": "M13 8H3M7 4 3 8l4 4",
    "bell": "M4 11.5V7a4 4 0 0 1 8 0v4.5l1.2 1H2.8zM6.8 14h2.4",
    "book": "M2 3h5l1 1 1-1h5v10H9l-1 1-1-1H2zM8 4v9",
    "calendar": "M2 3.5h12v10.5H2zM2 6.5h12M5 2v3m6-3v3",
    "check": "m2.5 8.5 3.5 3.5 7.5-8",
    "clock": "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.5V8l2.5 1.8",
    "cross": "m3.5 3.5 9 9m0-9-9 9",
    "dash": "M3 8h10",
    "down": "m3.5 6 4.5 4.5L12.5 6",
    "download": "M8 2v8m-3.5-3L8 10.5 11.5 7M2.5 13.5h11",
    "draft": "m10.5 2.5 3 3L6 13l-3.8.8L3 10z",
    "file": "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3",
    "folder": "M1.5 4h5l1.5 1.5h6.5V13h-13z",
    "home": "m2 8 6-5.5L14 8M3.5 7v6.5h3.2V10h2.6v3.5h3.2V7",
    "inbox": "M2 9.5 4 3h8l2 6.5v4H2zm0 0h3.5l1 1.5h3l1-1.5H14",
    "key": "M10.5 2a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM8 8l-5.5 5.5M4.5 11.5 6 13",
    "link": (
        "M6.5 9.5a3 3 0 0 0 4.2 0l2.1-2.1a3 3 0 0 0-4.2-4.2l-.8.8"
        "m1.7 2.5a3 3 0 0 0-4.2 0L3.2 8.6a3 3 0 0 0 4.2 4.2l.8-.8"
    ),
    "list": "M5.5 4h8.5m-8.5 4h8.5m-8.5 4h8.5M2 4h.8M2 8h.8M2 12h.8",
    "lock": "M3.5 7.5h9v6.5h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
    "menu": "M2 4h12M2 8h12M2 12h12",
    "minus": "M3 8h10",
    "more": "M3 8h.6m4.1 0h.6m4.1 0h.6",
    "next": "m6 3.5 4.5 4.5L6 12.5",
    "note": "M2 2.5h12v8H8l-3.5 3v-3H2z",
    "out": "M6 2.5H2.5v11H6M6 8h8m-3-3 3 3-3 3",
    "people": (
        "M6 3a2.3 2.3 0 1 0 0 4.6A2.3 2.3 0 0 0 6 3zM1.5 13.5c0-5.5 9-5.5 9 0"
        "M11 3.4a2.2 2.2 0 0 1 0 4M12 9.6c1.6.5 2.5 1.9 2.5 3.9"
    ),
    "person": "M8 2.2a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4zM2.8 14c0-6 10.4-6 10.4 0",
    "plus": "M8 3v10M3 8h10",
    "previous": "M10 3.5 5.5 8l4.5 4.5",
    "print": "M4.5 6V2h7v4M4.5 11.5H2V6h12v5.5h-2.5M4.5 9.5h7V14h-7z",
    "return": "M6 3 2.5 6.5 6 10M2.5 6.5h7a4 4 0 0 1 0 7.5H6",
    "search": "M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM10.6 10.6 14 14",
    "seal": "M8 1.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM5.5 9.8 4.5 14.5 8 12.5l3.5 2-1-4.7M8 4.2v3.6M6.2 6h3.6",
    "send": "M1.8 7.2 14.2 2 9 14.2 7.2 8.8zM7.2 8.8 14.2 2",
    "sign": "M1.5 13.5h13M2.5 10.5c2.5-5.5 4.5-8 5-6.5.6 2-3.5 6-2 6.5s2-2.5 3-2.5-.3 2 1 2 1.5-1 3.5-1",
    "stack": "m8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3",
    "tray": "M2 9.5h3.5l1 1.5h3l1-1.5H14v4H2zM8 2v5.5m-2.5-2L8 8l2.5-2.5",
    "upload": "M8 10.5v-8M4.5 6 8 2.5 11.5 6M2.5 13.5h11",
}

_DRAWING = Markup('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>')


def icon(name: str) -> Markup:
    """The drawing of that name; an unknown name is a mistake in a template and raises KeyError."""
    return _DRAWING.format(_SHAPES[name])
