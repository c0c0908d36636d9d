// Keys of the desks. Everything here only presses what is already on the page.
(() => {
  const typing = (at) => at.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const nameOf = (event) => [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.metaKey) ? "Shift" : "",
    event.key === "ArrowLeft" ? "←" : event.key === "ArrowRight" ? "→" : event.key.length === 1 ? event.key.toUpperCase() : event.key].filter(Boolean).join("+");

  const press = (target) => {
    if (target.disabled || target.getAttribute("aria-disabled") === "true") return;
    if (target.form && target.type === "submit") target.form.requestSubmit(target);
    else target.click();
  };

  const bound = (key) => [...document.querySelectorAll("[data-key]")].find((item) => item.dataset.key === key && item.checkVisibility());

  const toGroup = (number) => {
    const group = document.querySelector(`[data-group="${number}"]`);
    const field = group && group.querySelector("input:not([type=hidden]), select, textarea");
    if (field) field.focus();
    return Boolean(field);
  };

  const seek = () => {
    const box = document.getElementById("seek");
    if (box) { box.focus(); box.select(); }
    return Boolean(box);
  };

  const help = () => {
    const dialog = document.getElementById("keys-help");
    if (!dialog || dialog.open) return false;
    const rows = [["/", "Vào ô tìm kiếm"]];
    if (document.querySelector("[data-row]")) rows.push(["j  k", "Dòng sau, dòng trước"], ["Enter", "Mở dòng đang chọn"]);
    if (document.querySelector("[data-pick]")) rows.push(["x", "Đánh dấu dòng"]);
    if (document.querySelector("[data-viewer]")) rows.push(["+  -  0", "Phóng to, thu nhỏ, vừa khung"]);
    if (document.querySelector("[data-group]")) rows.push(["Alt+1…9", "Đến nhóm ô"]);
    document.querySelectorAll("[data-key]").forEach((item) => rows.push([item.dataset.key, item.dataset.says]));
    rows.push(["Esc", "Đóng, hoặc quay lại"]);
    const table = document.createElement("table");
    for (const [key, says] of rows) {
      const row = table.insertRow();
      row.insertCell().append(Object.assign(document.createElement("kbd"), { textContent: key }));
      row.insertCell().textContent = says;
    }
    dialog.querySelector("[data-keys]").replaceChildren(table);
    dialog.showModal();
    return true;
  };

  const back = () => {
    const crumbs = document.querySelectorAll(".crumbs a");
    if (document.querySelector("dialog[open], [popover]:popover-open") || !crumbs.length) return false;
    crumbs[crumbs.length - 1].click();
    return true;
  };

  const plain = { "/": seek, "?": help };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = nameOf(event);
    const target = bound(name);
    let used = false;
    if (target && (event.ctrlKey || event.metaKey || event.altKey || !typing(event.target))) { press(target); used = true; }
    else if (event.altKey && /^[1-9]$/.test(event.key)) used = toGroup(event.key);
    else if (event.key === "Escape" && typing(event.target)) event.target.blur();
    else if (!typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (plain[event.key]) used = plain[event.key]();
      else if (event.key === "Escape") used = back();
    }
    if (used) event.preventDefault();
  });

  document.querySelector("[data-focus-first]")?.focus();
  if (!document.querySelector("[data-focus-first]")) document.querySelector("[data-doubt], [autofocus]")?.focus();
})();
