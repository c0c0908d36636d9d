"""Make the bundled serif: Tinos of Debian's fonts-croscore, rescaled to 1000 units per em and cut to Vietnamese.

PDF form fields come out with letters spread apart when a font has 2048 units per em, hence the rescaling; the cut keeps
every document small. Run it after a new release of the package; the result is kept in the tree.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

SOURCE = Path("/usr/share/fonts/truetype/croscore")
TARGET = Path(__file__).parent.parent / "services/backends/typesetting/fonts"
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
UNITS_PER_EM = 1000
LETTERS = (
    *range(0x0020, 0x0180),
    *(0x01A0, 0x01A1, 0x01AF, 0x01B0),
    *range(0x0300, 0x0304),
    *(0x0309, 0x0323),
    *range(0x1EA0, 0x1EFA),
    *range(0x0391, 0x03CA),
    *range(0x2010, 0x2028),
    *(0x2030, 0x2032, 0x2033, 0x20AB, 0x20AC, 0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193),
    *(0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25A1, 0x25CB, 0x25CF),
)
HINTING = ("fpgm", "prep", "cvt ", "hdmx", "VDMX", "LTSH", "DSIG", "FFTM", "gasp")


def make(style: str) -> Path:
    """Write one style of the bundled font and return its path."""
    # A fixed time keeps two runs equal to the byte.
    font = TTFont(SOURCE / f"Tinos-{style}.ttf", recalcTimestamp=False)
    scale_upem(font, UNITS_PER_EM)
    for table in HINTING:
        if table in font:
            del font[table]
    options = Options(hinting=False, name_IDs=["*"], layout_features=["*"], notdef_outline=True)
    cutter = Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    path = TARGET / f"Tinos-{style}.ttf"
    font.save(path)
    return path


def main() -> int:
    """Write all four styles; answer 1 when the source package is missing."""
    if not SOURCE.is_dir():
        print("Chưa có gói phông chữ: apt-get install fonts-croscore", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    for style in STYLES:
        path = make(style)
        print(f"{path.name}: {path.stat().st_size:,} byte")
    return 0


if __name__ == "__main__":
    sys.exit(main())
