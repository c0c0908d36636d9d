"""Steps people take with a thing: their verbs, which are open to whom, and why the others are not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, Self, TypeVar

from services.kernel.errors import Conflict, NotAllowed, Refusal
from services.kernel.people import Person, Role


class Step(StrEnum):
    """A step; its value is its word in addresses and in the audit, its label the verb on its button."""

    label: str

    def __new__(cls, word: str, label: str) -> Self:
        """A member `NAME = "word", "Verb"`."""
        step = str.__new__(cls, word)
        step._value_ = word
        step.label = label
        return step


@dataclass(frozen=True)
class Action:
    """A step as it is offered: allowed, or with the condition that failed and what could be done."""

    act: Step
    allowed: bool
    why: str = ""
    next: str = ""

    @property
    def label(self) -> str:
        """The verb on its button."""
        return self.act.label


class Labelled(Protocol):
    """A state with its words on screen."""

    @property
    def label(self) -> str:
        """The words."""
        ...


A = TypeVar("A", bound=Step)
T = TypeVar("T")
S = TypeVar("S", bound=Labelled)
Rule = Callable[[T, Person], Refusal | None]
"""Says why this person may not take a step with this thing now; None when it may be taken."""


def offers(rules: Mapping[A, Rule[T]], thing: T, person: Person) -> tuple[Action, ...]:
    """Every step that has a rule, allowed or with the reason why not."""
    return tuple(offered(act, rule(thing, person)) for act, rule in rules.items())


def offered(act: Step, refusal: Refusal | None) -> Action:
    """The step, allowed unless there is a refusal."""
    return Action(act, True) if refusal is None else Action(act, False, refusal.detail, refusal.next)


def check(refusal: Refusal | None) -> None:
    """Raise the refusal if there is one."""
    if refusal is not None:
        raise refusal


def not_in(state: S, wanted: Iterable[S]) -> Refusal | None:
    """Conflict `wrong-state` unless the state is one of those wanted."""
    wanted = tuple(wanted)
    if state in wanted:
        return None
    words = " hoặc ".join(f"“{one.label}”" for one in wanted)
    return Conflict(
        "wrong-state",
        f"Văn bản đang ở bước “{state.label}”, việc này chỉ làm ở bước {words}.",
        "Tải lại trang để xem việc tiếp theo; có thể người khác vừa xử lý.",
    )


def lacks(person: Person, role: Role, action: str) -> Refusal | None:
    """NotAllowed `role-missing` unless the person has the role; `action` is the verb, as in `require`."""
    if person.has(role):
        return None
    return NotAllowed("role-missing", f"Chỉ {role.label} được {action}.", f"Nhờ {role.label} của cơ quan thực hiện.")
