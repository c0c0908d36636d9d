// The counts stay fresh while the page is looked at.
(() => {
  const bell = document.querySelector("[data-bell]");
  if (!bell) return;
  const words = new Intl.NumberFormat("vi-VN");

  const show = (badge, waiting) => { badge.textContent = words.format(waiting); badge.dataset.waiting = waiting; };

  const refresh = async () => {
    if (document.hidden) return;
    const answer = await fetch("/chuong", { headers: { accept: "application/json" }, redirect: "error" }).catch(() => null);
    if (!answer || !answer.ok) return;
    const counts = await answer.json();
    show(bell, counts.total);
    for (const [key, waiting] of Object.entries(counts.desks)) {
      document.querySelectorAll(`[data-desk="${key}"]`).forEach((badge) => show(badge, waiting));
    }
  };

  setInterval(refresh, 30000);
  document.addEventListener("visibilitychange", refresh);
})();
