"""PostgreSQL's own programs; the password travels in their environment, never among their words."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy.engine import URL

from services.backends.backup.trouble import no_room
from services.kernel.errors import Unavailable


def run(program: str, words: Sequence[str], address: URL, place: Path) -> None:
    """Run it against a database; Unavailable `program-missing`, `database-copy-failed`, `backup-no-room`."""
    found = shutil.which(program)
    if found is None:
        raise Unavailable(
            "program-missing",
            f"Máy này chưa có chương trình {program}.",
            "Cài bộ công cụ của PostgreSQL (apt install postgresql-client), cùng bản với máy chủ hoặc mới hơn.",
        )
    told = conninfo_to_dict(address.set(drivername="postgresql").render_as_string(hide_password=False))
    password = str(told.pop("password", ""))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VANTHU_")}
    ended = subprocess.run(  # noqa: S603 - found on the path, no shell
        [found, "--no-password", f"--dbname={make_conninfo('', **told)}", *words],
        env=environment | {"PGPASSWORD": password, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode == 0:
        return
    if "No space left" in ended.stderr or "File too large" in ended.stderr:
        raise no_room(place)
    raise Unavailable(
        "database-copy-failed",
        f"{program} không làm xong: {_reason(ended.stderr)}.",
        "Sửa theo lời báo rồi chạy lại; chưa có gì dở dang được coi là xong.",
    )


def _reason(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if "error:" in line] or said.strip().splitlines()[-1:]
    return lines[0].strip().rstrip(".")[:300] if lines else "không rõ lý do"
