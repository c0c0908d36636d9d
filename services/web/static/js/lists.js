// Walking through lists and cards: j and k move, Enter opens, x marks; the row that is open stays in the address bar.
(() => {
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  const typing = (at) => at.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  let here = -1;

  const step = (by) => {
    const all = rows();
    if (!all.length) return false;
    all[here]?.classList.remove("here");
    here = Math.max(0, Math.min(all.length - 1, here + by));
    all[here].classList.add("here");
    all[here].querySelector("[data-open]")?.focus({ preventScroll: true });
    all[here].scrollIntoView({ block: "nearest" });
    return true;
  };

  const mark = () => {
    const box = rows()[here]?.querySelector("[data-pick]");
    if (box) box.click();
    return Boolean(box);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const inPages = event.target.closest?.("[data-viewer]");
    let used = false;
    if (event.key === "j" || (event.key === "ArrowDown" && here >= 0 && !inPages)) used = step(1);
    else if (event.key === "k" || (event.key === "ArrowUp" && here >= 0 && !inPages)) used = step(-1);
    else if (event.key === "x") used = mark();
    if (used) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-pick-all]")) return;
    document.querySelectorAll("[data-pick]").forEach((box) => { box.checked = event.target.checked; });
  });
})();
