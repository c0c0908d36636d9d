"""A newcomer clones the project, types the README's commands, and everything holds; then follows a recipe."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as somebody else gets it: what is tracked, as it is now."""
    home = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\n")):
        if (ROOT / name).is_file():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes((ROOT / name).read_bytes())
    return home


@pytest.mark.slow
def test_make_walk_sets_up_an_office_and_holds_at_every_step(clone: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("VANTHU_")}

    walked = subprocess.run(
        ["make", "walk"], cwd=clone, env=environment, capture_output=True, text=True, timeout=900, check=False
    )

    assert walked.returncode == 0, walked.stdout[-3000:] + walked.stderr[-3000:]
    said = walked.stdout
    assert "Mọi bước đều đạt" in said
    assert said.count("Hợp lệ") >= 3
    again = subprocess.run(
        ["make", "walk"], cwd=clone, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert again.returncode == 0, again.stdout[-3000:]
    verified = subprocess.run(
        [".venv/bin/vanthu", "register", "verify"], cwd=clone, env=environment | {"VANTHU_DEMO": "1"}, check=False
    )
    assert verified.returncode == 0


def test_make_help_explains_every_word(clone: Path) -> None:
    words = set(re.findall(r"^([a-z-]+):.*##", (clone / "Makefile").read_text(), re.MULTILINE))

    said = subprocess.run(["make", "help"], cwd=clone, capture_output=True, text=True, check=True).stdout

    assert {"run", "walk", "test", "check", "bench"} <= words
    assert all(f"make {word}" in said for word in words)


def test_every_place_the_recipes_name_is_there(clone: Path) -> None:
    text = (clone / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([\w./-]+/[\w./-]*)`", text) if not name.startswith("python")}

    for name in named:
        for service in ("directory", "intake", "signing", "archive", "search"):
            place = clone / name.replace("SERVICE", service)
            assert place.exists() or place.with_suffix(".py").exists(), name


def test_a_document_type_is_added_by_following_the_recipe(clone: Path) -> None:
    rules = clone / "services/kernel/rules/document_types.toml"
    written = rules.read_text(encoding="utf-8")
    line = '  ["giay_moi", "Giấy mời", "GM"],'
    assert line in written
    rules.write_text(written.replace(line, f'{line}\n  ["thu_nghiem", "Thử nghiệm", "TNg"],', 1), encoding="utf-8")

    asked = "from services.kernel.doctypes import document_type as t; print(t('thu_nghiem').notation('UBND', 'VP'))"
    said = subprocess.run(
        [ROOT / ".venv/bin/python", "-c", asked], cwd=clone, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(clone)},
    )  # fmt: skip

    rules.write_text(written, encoding="utf-8")
    assert said.stdout.strip() == "TNg-UBND", said.stderr
