// The preview beside the list of finds: it shows the row that has the focus. Without it, "Xem nhanh" opens a page.
(() => {
  const place = document.querySelector("[data-preview-here]");
  if (!place) return;
  let shown = "";

  const show = async (address) => {
    if (address === shown || !matchMedia("(min-width: 75.01rem)").matches) return;
    shown = address;
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || shown !== address) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-preview]");
    if (!found) return;
    place.replaceChildren(found);
    place.hidden = false;
    place.scrollTop = 0;
  };

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-look]");
    if (row) show(row.dataset.look);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.look");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !matchMedia("(min-width: 75.01rem)").matches) return;
    event.preventDefault();
    show(link.getAttribute("href"));
  });
})();
