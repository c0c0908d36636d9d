"""Answers remembered with the effect they answer for."""

from sqlalchemy.dialects.sqlite import insert as insert_or_skip

from services.backends.ledger import LedgerStore
from services.intake.ports.incoming import GivenAnswer
from services.kernel.errors import Conflict


class AnswerRows(LedgerStore):
    """The remembered answers' part of the intake store."""

    def keep_answer(self, person_id: str, key: str, answer: GivenAnswer) -> None:
        """Remember an answer; Conflict `idempotency-key-busy` when another request with this key was faster."""
        kept = self.connection.execute(
            insert_or_skip(self.ledger.answers)
            .values(person_id=person_id, key=key, at=self.clock.now().timestamp(), **vars(answer))
            .on_conflict_do_nothing()
        )
        if kept.rowcount != 1:
            raise Conflict(
                "idempotency-key-busy",
                "Một yêu cầu cùng khóa vừa được thực hiện.",
                "Gửi lại đúng yêu cầu đó để nhận câu trả lời đã có.",
            )
