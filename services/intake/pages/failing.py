"""A step that was refused comes back with the page, with what had been typed for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.kernel.errors import Refusal
from services.kernel.steps import Step


@dataclass(frozen=True)
class Failed:
    """The refusal of a step, and what had been typed; none of it when nothing failed."""

    refusal: Refusal | None = None
    act: Step | None = None
    typed: Mapping[str, str] | None = None

    def shown(self) -> dict[str, object]:
        """What the page is told: the step's word and its fields."""
        return {"failed": self.act.value if self.act else "", "sent": self.typed or {}}


NOTHING_FAILED = Failed()
