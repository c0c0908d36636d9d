// What is typed is kept in this browser until the form is accepted, and given back with a line that says so.
(() => {
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const typed = (form) => [...form.elements].filter((field) => field.name && field.name !== "csrf" && !["hidden", "file", "password", "submit"].includes(field.type));

  const values = (form) => typed(form).map((field) =>
    [field.name, field.type === "checkbox" || field.type === "radio" ? `${field.value}\u0000${field.checked}` : field.value]);

  const restore = (form, kept) => {
    typed(form).forEach((field, index) => {
      const [name, value] = kept[index] || [];
      if (name !== field.name) return;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value === `${field.value}\u0000true`;
      else field.value = value;
    });
  };

  const tell = (form, at, forget) => {
    const line = document.createElement("p");
    line.className = "restored";
    line.setAttribute("role", "status");
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "button plain tight", textContent: "Bỏ bản nháp" });
    drop.addEventListener("click", forget);
    line.append(`Đã khôi phục nội dung đang nhập dở lúc ${new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" })}. `, drop);
    form.prepend(line);
  };

  // A desk page without faults after a post says the form was accepted; a problem page or the door does not.
  const sent = sessionStorage.getItem("vanthu:sent");
  if (sent && document.body.classList.contains("at-desk")) {
    if (!document.querySelector(".faults")) localStorage.removeItem(sent);
    sessionStorage.removeItem("vanthu:sent");
  }

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = `vanthu:draft:${form.dataset.draft}`;
    const first = JSON.stringify(values(form));
    const kept = read(key);
    const refused = form.querySelector(".faults");
    if (kept && !refused && JSON.stringify(kept.values) !== first) {
      restore(form, kept.values);
      tell(form, kept.at, () => { localStorage.removeItem(key); location.reload(); });
    }
    let timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values(form) })), 400);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values(form) }));
      sessionStorage.setItem("vanthu:sent", key);
    });
  }

  // One press sends once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "1";
    setTimeout(() => delete form.dataset.sending, 8000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending));
})();
