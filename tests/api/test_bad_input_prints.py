"""What was typed comes out on paper and in spreadsheets as it was typed: neither markup, nor code, nor a formula."""

import json
import re
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from openpyxl import load_workbook
from PIL import Image

from services.kernel.text import normalise
from tests import hostile
from tests.api.office import House

API = "/api/v1"
FORMULA = '=HYPERLINK("http://x.vn","bấm")'
MARKUP = '<b>#strong[x]</b> $x^2$ \\ "ngoặc" *đậm* _nghiêng_ @ref #read("/etc/passwd")'


@pytest.fixture(scope="module")
def typed(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registered document whose words are markup and formulas; its id."""
    document = {
        "register": "so-den",
        "notation": "808/CAY",
        "document_date": "2026-03-05",
        "issuer": FORMULA,
        "subject": MARKUP,
        "signer": "+1+1",
        "remark": "@SUM(A1)",
    }
    paper = hostile.plain_pdf(tmp_path_factory.mktemp("in") / "x.pdf", text="In ra").read_bytes()
    parts = [("document", (None, json.dumps(document), "application/json")), ("file", ("a.pdf", paper))]
    made = house.api("lan").post(f"{API}/intake/incoming", files=parts)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def _words(pdf: bytes) -> str:
    with pdfium.PdfDocument(pdf) as paper:
        text = "".join(page.get_textpage().get_text_range() for page in paper)
    return normalise(text).replace(" ", "").replace("\n", "").replace("\r", "")


def test_the_printed_register_shows_markup_as_it_was_typed(house: House, typed: str) -> None:
    year = house.host.shared.clock.today().year
    told = house.desk("lan").get(f"/van-ban-den/so/so-den/{year}.pdf")
    assert told.status_code == 200
    words = _words(told.content)
    assert normalise(MARKUP).replace(" ", "") in words
    assert normalise(FORMULA).replace(" ", "") in words
    assert "root:" not in words


def test_the_exported_register_holds_no_formula(house: House, typed: str) -> None:
    year = house.host.shared.clock.today().year
    told = house.desk("lan").get(f"/van-ban-den/so/so-den/{year}.xlsx")
    cells = [cell for sheet in load_workbook(BytesIO(told.content)) for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    ours = [str(cell.value) for cell in cells if "HYPERLINK" in str(cell.value) or "SUM(A1)" in str(cell.value)]
    assert ours
    assert not [value for value in ours if value[0] in "=+-@\t\r"], "nor one that another program would take for such"


def test_the_label_and_the_stamped_page_are_made_all_the_same(house: House, typed: str) -> None:
    label = house.desk("lan").get(f"/van-ban-den/{typed}/nhan.pdf")
    assert (label.status_code, label.headers["content-type"]) == (200, "application/pdf")


def test_a_page_title_and_a_snippet_show_it_as_text(house: House, typed: str) -> None:
    page = house.desk("lan").get(f"/van-ban-den/{typed}").text
    assert "<b>#strong" not in page
    assert "&lt;b&gt;#strong[x]&lt;/b&gt;" in page.split("</title>")[0]


def test_a_drafted_letter_prints_what_was_typed(house: House) -> None:
    draft = {
        "type_code": "cong_van",
        "subject": MARKUP,
        "signer_id": house.people["an"].id,
        "addressees": [MARKUP],
        "body": [MARKUP],
        "recipients": [MARKUP],
    }
    made = house.api("dung").post(f"{API}/intake/outgoing", json=draft)
    assert made.status_code == 201, made.text
    paper = house.api("dung").get(f"{API}/intake/outgoing/{made.json()['id']}/files/1")
    assert _words(paper.content).count(normalise(MARKUP).replace(" ", "")) >= 2


def test_a_faulty_file_without_signature_is_said_to_have_none(house: House, tmp_path: Path) -> None:
    scan = BytesIO()
    Image.new("RGB", (300, 400), "white").save(scan, "PDF")
    for content in (scan.getvalue(), hostile.xref_loop(tmp_path / "x.pdf").read_bytes()):
        told = house.api("lan").post(f"{API}/signing/validate", files={"file": ("x.pdf", content)})
        assert told.status_code == 200, told.text
        assert told.json()["outcome"] == "indeterminate"
        assert told.json()["cause"] == "Tệp không có chữ ký số."
        assert not house.keeps(content)


def test_a_scan_with_a_fault_is_drafted_by_form_and_its_uploaded_bytes_come_back(house: House) -> None:
    scan = BytesIO()
    Image.new("RGB", (300, 400), "ivory").save(scan, "PDF")
    form = {"type_code": "quyet_dinh", "subject": "Về việc quét", "signer_id": house.people["an"].id, "viec": "luu"}
    form |= {"recipients": "Như Điều 2", "capacity": "TM"}
    page = house.desk("dung").send_form("/van-ban-di/soan", form, files={"file": ("quét.pdf", scan.getvalue())})
    assert page.status_code == 200, re.findall(r'<a href="#f-[^<]*', page.text)
    assert "đã ghi lại thành tệp ký được" in page.text
    back = house.desk("dung").get(f"{page.url.path}/ban/1/da-tai-len.pdf")
    assert back.content == scan.getvalue()
    assert house.desk("giang").get(f"{page.url.path}/ban/1/da-tai-len.pdf").status_code == 404
    document = page.url.path.rsplit("/", 1)[1]
    listed = house.api("dung").get(f"{API}/intake/outgoing/{document}/files").json()
    assert listed[0]["original_digest"] != listed[0]["digest"]
    original = house.api("dung").get(f"{API}/intake/outgoing/{document}/files/1/original")
    assert original.content == scan.getvalue()
