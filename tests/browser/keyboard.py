"""A keyboard that counts: one for every key that goes down, so that Ctrl+Enter is two."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page


@dataclass
class Keyboard:
    """The hands of somebody who never touches the mouse."""

    page: Page
    count: int = 0

    def __post_init__(self) -> None:
        # The browser is told to hand file boxes over without an answer; told only with the key, it may be too late.
        self.page.on("filechooser", lambda _: None)

    def press(self, *chords: str) -> None:
        """Press chords (`Control+Enter`) one after the other."""
        for chord in chords:
            self.page.keyboard.press(chord)
            self.count += len(chord.split("+"))

    def type(self, words: str) -> None:
        """Type words, a key for each letter."""
        self.page.keyboard.type(words)
        self.count += len(words)

    def choose_file(self, path: Path) -> None:
        """Open the file box of the focused field and take the one file lying there."""
        with self.page.expect_file_chooser() as chooser:
            self.press("Enter")
        chooser.value.set_files(path)
        self.count += 2

    def tab_to(self, name: str, most: int = 60) -> None:
        """Tab until the field or button of that name is reached; those keys count too."""
        for _ in range(most):
            if self.page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()") == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not reached by Tab")
