"""What HTTP alone can do: the same uploads, read to their end by the same reader and thrown away."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from services.intake.api.multipart import read_upload


@dataclass(frozen=True)
class Empty:
    """An application that keeps nothing, serving at a port."""

    port: int


@contextmanager
def empty_application(port: int) -> Iterator[Empty]:
    """Serve it in a process of its own; it listens when this begins."""
    with subprocess.Popen([sys.executable, "-m", __name__, str(port)]) as process:
        try:
            while not _listens(port):
                time.sleep(0.05)
            yield Empty(port)
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def _application() -> FastAPI:
    app = FastAPI()

    @app.post("/api/v1/intake/incoming")
    async def take(request: Request) -> Response:
        reader = await read_upload(request, lambda raw: None)
        reader.close()
        return JSONResponse({}, 201)

    return app


if __name__ == "__main__":
    uvicorn.run(_application(), port=int(sys.argv[1]), log_level="warning", access_log=False)
