"""The shell all desks share: application, sign-in, problem details, rendering, macros, static files.

How a service brings its desk (`services/<service>/`)
-----------------------------------------------------
`wiring.wire(...)` hands over one `web.contribution.Contribution(name, api, pages, templates, desks, uploads, …)`:

    CONTRIBUTION = Contribution(
        name="intake",                                  # API under /api/v1/intake, files templates/intake/*.html
        api=api.router, pages=pages.router, templates=Path(__file__).parent / "templates",
        desks=(Desk("so-den", "Sổ đến", "/van-ban-den", DeskGroup.CLERICAL, {Role.CLERK}, count=views.count_arrivals),),
        uploads={r"/api/v1/intake/incoming": 500 * MB, r"/van-ban-den/moi": 500 * MB},   # else a body ends at 1 MiB
    )

A page (`pages.py`): plain `def` functions run in threads; the person is a parameter, so nobody forgets to ask.

    def router(parts: Parts) -> APIRouter:
        pages = APIRouter()

        @pages.get("/van-ban-den")
        def register_list(request: Request, person: PageCaller, asked: Asked) -> Response:
            found = parts.views.arrivals(person, asked.offset, asked.size, asked.sort)
            return page(request, person, "intake/list.html", found=found, asked=asked)

        @pages.post("/van-ban-den/{document_id}/but-phe")   # PageCaller has checked the CSRF field of the form
        def direct(request: Request, person: PageCaller, document_id: str, sent: Sent) -> Response:
            try:
                order = Direct(document_id, sent.text("note", "Ý kiến", required=True), sent.day("due", "Hạn"))
                sent.check()                                  # raises BadInput naming every bad field at once
                parts.handlers.direct(person, order)
            except Refusal as refusal:                        # the whole form comes back, nothing typed is lost
                return page(request, person, "intake/direct.html", refusal, sent=sent.values)
            return go_to("/van-ban-den", note="Đã bút phê và chuyển xử lý.")

A template extends the frame and uses macros (see `templates/macros/*.html`, each opens with its list):

    {% extends "frame.html" %}{% import "macros/forms.html" as f %}{% import "macros/tables.html" as t %}
    {% block title %}Bút phê{% endblock %}
    {% block main %}{% call f.form("/van-ban-den/" ~ id ~ "/but-phe", csrf, refusal=refusal) %}
      {{ f.area("note", "Ý kiến chỉ đạo", sent.note, refusal, required=true) }}
      {{ f.actions(f.submit("Bút phê", key="Ctrl+Enter")) }}{% endcall %}{% endblock %}

Every page has `person desks csrf office refusal request`, `icon("name")`, `with_query(request, trang=2)` and the
filters `date_vn time_vn moment_vn number_vn size_vn`. Inline script or style is refused by the content policy.

An API route (`api.py`) takes `caller: Caller` (bearer token; scope `intake:read|write` checked by method and path), a
`web.bodies.Body` subclass, `IfMatch`, `RequestKey`; it raises Refusals, which become RFC 9457 problems in one place.
"""
