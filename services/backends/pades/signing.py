"""The two signatures of an outgoing document, and the number and date between them (Decree 30/2020 Art. 13-14)."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.font.api import FontEngine, FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory
from pyhanko.pdf_utils.form_tools import populate_static_text_field
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigningSession, SigDSSPlacementPreference

from services.backends.pades.fields import DAY, LEADER, MONTH, NUMBER, SEAL
from services.backends.pades.pens import NumberAndDate, Pen
from services.backends.pades.proof import BARE, Proof
from services.backends.pades.reader import use_fast_reader
from services.backends.pades.signer import RESERVED, load_signer
from services.backends.pades.stamps import stamp

_FONTS = Path(__file__).parents[1] / "typesetting" / "fonts"
_UPRIGHT, _ITALIC = _FONTS / "Tinos-Regular.ttf", _FONTS / "Tinos-Italic.ttf"
_SIZE = 13
_MIDDLE = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MIN, margins=Margins.uniform(0)
)

LEADERS = PdfSignatureMetadata(
    field_name=LEADER,
    md_algorithm="sha256",
    subfilter=SigSeedSubFilter.PADES,
    certify=True,
    docmdp_permissions=MDPPerm.FILL_FORMS,
)
"""The competent person's signature: only fields may be filled after it (DocMDP 2)."""

AGENCYS = PdfSignatureMetadata(
    field_name=SEAL,
    md_algorithm="sha256",
    subfilter=SigSeedSubFilter.PADES,
    docmdp_permissions=MDPPerm.NO_CHANGES,
)
"""The agency's signature: nothing may change after it, its fields least of all (FieldMDP)."""

# What proves the certificates goes before the signature, so that one signature covers the whole file.
_ONE_REVISION = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)

use_fast_reader()


def sign_leader(pdf: bytes, pen: Pen, proof: Proof = BARE) -> bytes:
    """Sign the prepared document as its competent person, allowing only fields to be filled afterwards (DocMDP 2).

    The pen's picture is a blue PNG of the handwriting; the proof goes into the same revision. Unavailable
    `key-unreadable`, Silence when the time stamp cannot be had.
    """
    return _sign(pdf, LEADERS, pen, proof)


def fill(pdf: bytes, given: NumberAndDate) -> bytes:
    """Write number, day and month into their empty fields as an update that leaves earlier bytes alone."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    upright, italic = _style(_UPRIGHT), _style(_ITALIC)
    for name, style, words in ((NUMBER, upright, given.number), (DAY, italic, given.day), (MONTH, italic, given.month)):
        populate_static_text_field(writer, name, style, words)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def seal(pdf: bytes, pen: Pen, proof: Proof = BARE) -> bytes:
    """Sign as the agency and lock every field; the pen's picture is a red PNG of the seal."""
    return _sign(pdf, AGENCYS, pen, proof)


class _TimedSigner(PdfSigner):
    """A signer whose signatures state a given moment instead of the machine's."""

    at: datetime | None = None

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at or session.system_time
        return session


def add_signature(pdf: bytes, signer: PdfSigner, reserved: int = RESERVED) -> bytes:
    """The file with one more signature in its prepared field, as an update that leaves earlier bytes alone."""
    out = BytesIO()
    signer.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), output=out, existing_fields_only=True, bytes_reserved=reserved
    )
    return out.getvalue()


def _sign(pdf: bytes, about: PdfSignatureMetadata, pen: Pen, proof: Proof) -> bytes:
    if proof.context is not None:
        about = replace(about, embed_validation_info=True, validation_context=proof.context, dss_settings=_ONE_REVISION)
    signer = _TimedSigner(about, load_signer(pen.key), timestamper=proof.stamper, stamp_style=stamp(pen.image))
    signer.at = pen.at
    return add_signature(pdf, signer, proof.reserved)


def _style(font: Path) -> TextBoxStyle:
    return TextBoxStyle(font=_OneFont(font), font_size=_SIZE, text_color=(0, 0, 0), box_layout_rule=_MIDDLE)


class _OneFont(FontEngineFactory):
    """One subset of the font for all fields: building it is what costs."""

    def __init__(self, font: Path) -> None:
        self._font = str(font)
        self._engine: FontEngine | None = None

    def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: object = None) -> FontEngine:
        if self._engine is None:
            self._engine = GlyphAccumulatorFactory(self._font, font_size=_SIZE).create_font_engine(writer, obj_stream)
        return self._engine
