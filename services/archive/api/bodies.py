"""What programs send to the archive."""

from datetime import date
from typing import Annotated

from pydantic import Field

from services.web.bodies import Body, Line, Note

_ID = "0193b2c4d5e67f8091a2b3c4d5e6f708"

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]


class OpenCaseFileBody(Body):
    """A case file to open: from a line of the file plan, or with its own notation, title and retention."""

    plan_line_id: Line = Field("", examples=[_ID])
    notation: Line = Field("", examples=["01.TCCB"])
    title: Line = Field("", examples=["Hồ sơ tuyển dụng công chức năm 2026"])
    retention: Line = Field("", examples=["20"], description="permanent, số năm, until_expiry hoặc life_of_works")
    owner_id: Line = Field("", examples=[_ID])
    fonds_id: Line = Field("", examples=[_ID])
    started_on: Day | None = Field(None, examples=["2026-01-05"])
    access_level: Line = Field("conditional", examples=["conditional"])
    keywords: Line = ""
    notes: Note = ""


class PlanLineBody(Body):
    """A line of the file plan; an empty notation takes the next number, an empty heading the owner's unit."""

    title: Line = Field(examples=["Hồ sơ tuyển dụng công chức"])
    retention: Line = Field(examples=["20"])
    owner_id: Line = Field(examples=[_ID])
    heading: Line = ""
    notation: Line = Field("", examples=["01.TCCB"])


class PlaceBody(Body):
    """Documents to put into a case file."""

    item_ids: list[Line] = Field(max_length=200, examples=[[_ID]])


class CloseBody(Body):
    """How a case file is ended; what is left out stays as it is, the day is today."""

    ended_on: Day | None = Field(None, examples=["2026-11-20"])
    title: Line = ""
    retention: Line = ""
