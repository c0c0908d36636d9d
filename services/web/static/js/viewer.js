// Page images: + - 0 zoom by the same switches the mouse uses; the thumbnail of the page in sight is marked.
(() => {
  const viewer = document.querySelector("[data-viewer]");
  if (!viewer) return;
  const levels = [...viewer.querySelectorAll(".zoom input")];
  const choose = (index) => { const level = levels[Math.max(0, Math.min(levels.length - 1, index))]; level.checked = true; sessionStorage.setItem("vanthu:zoom", level.value); };
  const now = () => levels.findIndex((level) => level.checked);

  const kept = levels.findIndex((level) => level.value === sessionStorage.getItem("vanthu:zoom"));
  if (kept >= 0) levels[kept].checked = true;
  levels.forEach((level) => level.addEventListener("change", () => sessionStorage.setItem("vanthu:zoom", level.value)));

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
    const step = { "+": 1, "=": 1, "-": -1 }[event.key];
    if (step) choose(now() + step);
    else if (event.key === "0") choose(levels.findIndex((level) => level.value === "100"));
    else return;
    event.preventDefault();
  });

  const thumbs = [...viewer.querySelectorAll(".thumbs a")];
  if (!thumbs.length) return;
  const seen = new IntersectionObserver((entries) => {
    const entry = entries.find((one) => one.isIntersecting);
    if (!entry) return;
    thumbs.forEach((thumb) => thumb.classList.toggle("here", thumb.hash === `#${entry.target.id}`));
  }, { root: viewer.querySelector(".sheets"), threshold: 0.5 });
  viewer.querySelectorAll("ol > li").forEach((sheet) => seen.observe(sheet));
})();
