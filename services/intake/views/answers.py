"""Answers given before under an Idempotency-Key."""

from sqlalchemy import select

from services.intake.ports.incoming import GivenAnswer
from services.intake.tables.schema import LEDGER
from services.intake.views.base import Reading


class AnswerViews(Reading):
    """The remembered answers' part of the intake views."""

    def given_answer(self, person_id: str, key: str) -> GivenAnswer | None:
        """The answer given to this person under this key, or None."""
        answers = LEDGER.answers
        mine = (answers.c.person_id == person_id) & (answers.c.key == key)
        with self.database.read() as connection:
            row = connection.execute(select(answers).where(mine)).first()
        return GivenAnswer(row.request, row.status, row.body, row.headers) if row else None
