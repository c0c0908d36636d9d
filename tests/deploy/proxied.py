"""An nginx with our proxy.conf before a small front, both on loopback for the length of a test."""

import http.client
import os
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from services.web.headers import Headers
from tests.deploy.tools import DEPLOY, run

_CONFIGURATION = """{user}daemon off; pid {home}/nginx.pid; error_log {home}/error.log; worker_processes 1;
events {{}}
http {{
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    include {home}/proxy.conf;
}}
"""


@dataclass(frozen=True)
class Proxied:
    """The proxy's two doors, what it logs, and whether the front has seen the first bytes of an upload."""

    client: httpx.Client
    plain: str
    log: Path
    arriving: threading.Event
    trust: ssl.SSLContext

    @contextmanager
    def sending(self, size: int) -> Iterator[http.client.HTTPSConnection]:
        """An upload of this size that has begun: nothing but its head is sent yet, and the rest need never be."""
        connection = http.client.HTTPSConnection("localhost", self.client.base_url.port, timeout=20, context=self.trust)
        try:
            connection.putrequest("POST", "/van-ban-den/moi")
            connection.putheader("Content-Length", str(size))
            connection.endheaders()
            yield connection
        finally:
            connection.close()


def configured(home: Path, kept: Path, ports: tuple[int, int, int]) -> Path:
    """The file that nginx starts from: proxy.conf as it is, but for addresses and paths of this machine."""
    plain, secure, front = ports
    text = (DEPLOY / "proxy.conf").read_text(encoding="utf-8")
    for there, here in {
        "listen 80 default_server": f"listen 127.0.0.1:{plain} default_server",
        "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
        "server api:8080": f"server 127.0.0.1:{front}",
        "/etc/nginx/tls/vanthu.crt": str(kept / "tls_certificate"),
        "/etc/nginx/tls/vanthu.key": str(kept / "tls_key"),
        "/var/log/nginx/access.log": str(home / "access.log"),
    }.items():
        assert text.count(there) == 1, there
        text = text.replace(there, here)
    (home / "proxy.conf").write_text(text, encoding="utf-8")
    user = "user root; " if os.geteuid() == 0 else ""
    written = home / "nginx.conf"
    written.write_text(_CONFIGURATION.format(home=home, user=user), encoding="utf-8")
    return written


@contextmanager
def proxied(program: str, home: Path, kept: Path) -> Iterator[Proxied]:
    """Both started, and ended again."""
    arriving = threading.Event()
    with _front(arriving) as front:
        plain, secure = _free(), _free()
        configuration = configured(home, kept, (plain, secure, front))
        tested = run(program, "-t", "-c", str(configuration), where=home)
        assert tested.returncode == 0, tested.stderr
        server = subprocess.Popen([program, "-c", str(configuration)], cwd=home, stdin=subprocess.DEVNULL)
        try:
            _await(secure)
            trust = ssl.create_default_context(cafile=kept / "tls_certificate")
            with httpx.Client(base_url=f"https://localhost:{secure}", verify=trust, timeout=20) as client:
                yield Proxied(client, f"http://localhost:{plain}", home / "access.log", arriving, trust)
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def _front(arriving: threading.Event) -> Iterator[int]:
    async def echo(request: Request) -> JSONResponse:
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            arriving.set()
        return JSONResponse({"headers": dict(request.headers), "path": request.url.path, "size": size})

    application = Starlette(
        routes=[Route("/{path:path}", echo, methods=["GET", "POST"])], middleware=[Middleware(Headers)]
    )
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, log_level="critical", server_header=False))
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    serving.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        serving.join(20)
        listener.close()


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as tried:
        return int(tried.getsockname()[1])


def _await(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nginx does not listen on {port}")
