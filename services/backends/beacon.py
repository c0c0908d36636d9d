"""A small HTTP answer of processes that serve no desks: alive, ready, figures."""

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from services.kernel.readiness import Ready, answered


class Beacon:
    """`/healthz`, `/readyz` and `/metrics` on a port of its own."""

    def __init__(self, address: tuple[str, int], ready: Mapping[str, Ready], registry: CollectorRegistry) -> None:
        self.ready = ready
        self.registry = registry
        self._server = ThreadingHTTPServer(address, _asked_of(self))
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        """The port it answers on."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Answer from now on."""
        threading.Thread(target=self._server.serve_forever, name="beacon", daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body for a path."""
        if path == "/healthz":
            return 200, "application/json", b'{"status": "ok"}'
        if path == "/readyz":
            status, told = answered(self.ready)
            return status, "application/json", json.dumps(told, ensure_ascii=False).encode()
        if path == "/metrics":
            return 200, CONTENT_TYPE_LATEST, generate_latest(self.registry)
        return 404, "text/plain", b""


def _asked_of(beacon: Beacon) -> type[BaseHTTPRequestHandler]:
    class Asked(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:  # the library's name
            status, kind, body = beacon.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Probes come every few seconds; nobody wants a line for each."""

    return Asked
