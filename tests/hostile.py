"""Builders of files not to be trusted: broken, locked, swollen, booby-trapped; each returns the path it wrote."""

import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def plain_pdf(path: Path, pages: int = 1, text: str = "Van ban hop le", title: str = "") -> Path:
    """A harmless PDF with a line of text on each page."""
    pdf = _with_pages(pages, text)
    if title:
        pdf.docinfo.Title = String(title)
    pdf.save(path)
    return path


def empty(path: Path) -> Path:
    """Nothing at all."""
    path.write_bytes(b"")
    return path


def not_a_pdf(path: Path) -> Path:
    """Words under a PDF's name."""
    path.write_bytes("Đây không phải PDF, dù tên tệp nói vậy.\n".encode() * 50)
    return path


def truncated(path: Path) -> Path:
    """A PDF whose transfer broke off half way."""
    whole = _saved(_with_pages(20, "Noi dung"))
    path.write_bytes(whole[: len(whole) // 2])
    return path


def encrypted(path: Path, user_password: str = "bi-mat") -> Path:
    """A PDF that opens with a password only; with an empty one it merely forbids changes."""
    _with_pages(1, "Noi dung").save(path, encryption=pikepdf.Encryption(owner="chu-so-huu", user=user_password))
    return path


def zero_pages(path: Path) -> Path:
    """A well-formed PDF without a page."""
    pikepdf.new().save(path)
    return path


def five_thousand_pages(path: Path) -> Path:
    """Long but honest."""
    return plain_pdf(path, pages=5_000)


def deflate_bomb(path: Path, gigabytes: int = 20) -> Path:
    """A page of a few kilobytes that unpacks to many gigabytes of drawing."""
    pdf = _with_pages(1, "")
    stream = pdf.make_stream(b"")
    stream.write(_twice_deflated(gigabytes), filter=Array([Name.FlateDecode, Name.FlateDecode]))
    pdf.pages[0].obj.Contents = stream
    pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


def xref_loop(path: Path) -> Path:
    """A cross-reference table whose /Prev points at itself."""
    whole = _saved(_with_pages(1, "Vong lap"), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    table = whole.rindex(b"xref\n", 0, whole.rindex(b"startxref"))
    path.write_bytes(whole.replace(b"trailer <<", f"trailer << /Prev {table}".encode()))
    return path


def page_tree_loop(path: Path) -> Path:
    """A page tree that contains itself."""
    pdf = _with_pages(1, "Vong lap")
    whole = _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    at = whole.index(b"/Type /Pages")
    number = whole.rindex(b" 0 obj", 0, at).__index__()
    own = whole[whole.rindex(b"\n", 0, number) + 1 : number].decode()
    path.write_bytes(whole.replace(b"/Kids [", f"/Kids [ {own} 0 R".encode()))
    return path


def huge_page(path: Path) -> Path:
    """One page of 200 by 200 inches."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_400, 14_400))
    pdf.save(path)
    return path


def with_javascript(path: Path) -> Path:
    """A PDF that wants to run a script when it is opened."""
    pdf = _with_pages(1, "Noi dung")
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('xin chao')"))
    pdf.save(path)
    return path


def with_launch(path: Path) -> Path:
    """A PDF with a link that starts a program."""
    pdf = _with_pages(1, "Noi dung")
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 100, 100]), A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
    pdf.save(path)
    return path


def with_embedded_file(path: Path) -> Path:
    """A PDF that carries another file inside."""
    pdf = _with_pages(1, "Noi dung")
    pdf.attachments["la.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ" * 100, filename="la.exe")
    pdf.save(path)
    return path


def _with_pages(count: int, text: str) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(count):
        page = pdf.add_blank_page(page_size=(595.28, 841.89))
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(f"BT /F 13 Tf 85 700 Td ({text} {number + 1}) Tj ET".encode())
    return pdf


def _saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _twice_deflated(gigabytes: int) -> bytes:
    block = b"0 0 m " * (1 << 18)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    repeated = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    times = gigabytes * (1 << 30) // len(block)
    return zlib.compress(b"\x78\xda" + repeated * times, 9)
