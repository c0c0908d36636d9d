"""A document that seems to have been registered before (Decree 30/2020 App. VI Part I §III.1.h)."""

from dataclasses import dataclass
from datetime import date

from services.kernel.errors import Conflict


@dataclass(frozen=True)
class Twin:
    """An earlier registration of the same file, or of the same issuer, number, notation and date."""

    document_id: str
    register_name: str
    number: int
    arrived_on: date
    by_name: str
    same_file: bool

    @property
    def sentence(self) -> str:
        """What the clerk reads."""
        what = "Tệp này" if self.same_file else "Văn bản này"
        return f"{what} đã vào sổ với số đến {self.number} ngày {self.arrived_on:%d/%m/%Y} ({self.by_name})."


def refuse_twin(twins: list[Twin], despite: str) -> None:
    """Refuse when there is a twin and no reason to register all the same."""
    if twins and not despite.strip():
        first = twins[0]
        raise Conflict(
            "document-twin",
            first.sentence,
            "Mở văn bản đó, hoặc vào sổ lần nữa và ghi lý do.",
            fields={"despite": "Ghi lý do vẫn vào sổ lần nữa.", "twin": first.document_id},
        )
