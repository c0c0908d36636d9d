"""Answers remembered with the effect they answer for."""

from services.backends.ledger import LedgerStore
from services.intake.ports.incoming import GivenAnswer
from services.kernel.errors import Conflict


class AnswerRows(LedgerStore):
    """The remembered answers' part of the intake store."""

    def keep_answer(self, person_id: str, key: str, answer: GivenAnswer) -> None:
        """Remember an answer; Conflict `idempotency-key-busy` when another request with this key was faster."""
        row = {"person_id": person_id, "key": key, "at": self.clock.now().timestamp(), **vars(answer)}
        if not self.add_new(self.ledger.answers, row):
            raise Conflict(
                "idempotency-key-busy",
                "Một yêu cầu cùng khóa vừa được thực hiện.",
                "Gửi lại đúng yêu cầu đó để nhận câu trả lời đã có.",
            )
