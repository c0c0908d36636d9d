"""Where an arrived document goes: presented to a leader, who names those that handle it (Decree 30/2020 Art. 23-24)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.kernel.errors import BadInput
from services.kernel.people import Person, Unit, person_key, unit_key


class Task(StrEnum):
    """What somebody has to do about a document."""

    LEAD = "lead"
    COORDINATE = "coordinate"
    INFORM = "inform"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return {"lead": "Chủ trì", "coordinate": "Phối hợp", "inform": "Để biết"}[self.value]


@dataclass(frozen=True)
class Assignee:
    """A person with a task, or a whole unit (`person_id` empty)."""

    task: Task
    person_id: str
    unit_id: str
    name: str

    @classmethod
    def person(cls, task: Task, person: Person) -> "Assignee":
        """The task given to a person."""
        return cls(task, person.id, person.unit_id, person.name)

    @classmethod
    def whole_unit(cls, task: Task, unit: Unit) -> "Assignee":
        """The task given to a unit; its head sees to it."""
        return cls(task, "", unit.id, unit.name)

    @property
    def keys(self) -> frozenset[str]:
        """Access keys the task opens the document to: the person, and the head of their unit."""
        own = {person_key(self.person_id)} if self.person_id else set()
        return frozenset(own | ({unit_key(self.unit_id)} if self.unit_id else set()))


@dataclass(frozen=True)
class Routing:
    """The way so far: who was to direct it, what they wrote, who handles it by when."""

    leader_id: str = ""
    leader_name: str = ""
    presented_on: date | None = None
    directive: str = ""
    assignees: tuple[Assignee, ...] = ()
    due: date | None = None
    routed_on: date | None = None

    @property
    def lead(self) -> Assignee | None:
        """Who answers for the handling."""
        return next((one for one in self.assignees if one.task is Task.LEAD), None)

    @property
    def receivers(self) -> str:
        """Column 7 of the register: who received it, lead first."""
        return ", ".join(one.name for one in self.assignees if one.task is not Task.INFORM)

    def task_of(self, person: Person) -> Task | None:
        """The person's own task, or that of the unit they head; the weightier first."""
        mine = [one.task for one in self.assignees if one.keys & person.keys()]
        return min(mine, key=list(Task).index, default=None)


def require_one_lead(assignees: tuple[Assignee, ...]) -> None:
    """Refuse unless exactly one person leads and nobody has two tasks."""
    leads = [one for one in assignees if one.task is Task.LEAD]
    if len(leads) != 1:
        raise BadInput(
            "one-lead",
            "Mỗi văn bản có đúng một người chủ trì.",
            "Chọn một người chủ trì; những người khác ghi ở phối hợp hoặc để biết.",
            fields={"lead": "Chọn đúng một người chủ trì."},
        )
    twice = [
        name for (name, *_), count in Counter((o.name, o.person_id, o.unit_id) for o in assignees).items() if count > 1
    ]
    if twice:
        raise BadInput(
            "task-twice",
            f"{twice[0]} được giao hai việc trong cùng một văn bản.",
            "Bỏ bớt một chỗ.",
            fields={"coordinate": f"{twice[0]} đã có việc khác ở văn bản này."},
        )
