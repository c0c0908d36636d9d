"""Desks, facts and details of the audit in the words of the office."""

from collections.abc import Mapping

SERVICES: Mapping[str, str] = {
    "directory": "Danh bạ, đăng nhập",
    "intake": "Văn bản đến, đi",
    "signing": "Ký số, đóng dấu",
    "archive": "Lưu trữ",
    "search": "Tìm kiếm",
}

FACTS: Mapping[str, str] = {
    "DocumentRegistered": "Văn bản đến đã vào sổ",
    "DocumentChanged": "Văn bản có thay đổi",
    "DocumentVoided": "Số văn bản đã hủy",
    "SignatureRequested": "Trình ký",
    "SignatureWithdrawn": "Rút trình ký",
    "DocumentSigned": "Lãnh đạo đã ký",
    "SignatureRefused": "Lãnh đạo trả lại",
    "SealRequested": "Đề nghị đóng dấu",
    "DocumentSealed": "Đã đóng dấu",
    "DocumentIssued": "Văn bản đi đã phát hành",
    "ItemDeposited": "Đã nộp lưu",
    "ItemFiled": "Đã đưa vào hồ sơ",
}

DETAILS: Mapping[str, str] = {
    "account": "tên đăng nhập",
    "address": "từ máy",
    "answer": "văn bản trả lời",
    "case_file": "hồ sơ",
    "code": "mã",
    "digest": "SHA-256",
    "faults": "sai khác",
    "files": "số tệp",
    "name": "tên",
    "notation": "ký hiệu",
    "note": "ghi chú",
    "number": "số",
    "reason": "lý do",
    "recipients": "nơi nhận",
    "register": "sổ",
    "request": "phiếu trình",
    "roles": "vai trò",
    "state": "tình trạng",
    "title": "tên",
    "version": "phiên bản",
    "why": "lý do",
    "year": "năm",
}
