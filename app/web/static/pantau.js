// The few lines that pages need beside htmx; everything works without them.
// Suggestions: a combobox (WAI-ARIA), arrows and Enter choose, Escape closes.
"use strict";

htmx.onLoad((part) => {
  for (const box of part.querySelectorAll("input[data-suggest]")) combobox(box);
});

function combobox(box) {
  const list = document.getElementById(box.dataset.suggest);
  const options = () => [...list.querySelectorAll("[role=option]")];
  let at = -1;
  let typing = false; // names that come after Enter, Escape or a choice are not shown

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const show = (open) => {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) { point(-1); typing = false; }
  };
  const point = (to) => {
    at = to;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options()[at].id);
  };
  const take = (option) => {
    box.value = option.dataset.text + " ";
    show(false);
    box.focus();
  };

  list.addEventListener("htmx:afterSwap", () => {
    at = -1;
    if (typing) show(options().length > 0 && document.activeElement === box);
  });
  box.addEventListener("input", () => { typing = true; });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); take(option); }
  });
  box.addEventListener("blur", () => show(false));
  box.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); show(false); return; }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(options()[at]); return; }
    if (event.key === "Enter") { show(false); return; }
    if (!count || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    if (list.hidden) show(true);
    const step = event.key === "ArrowDown" ? 1 : -1;
    point(at < 0 && step < 0 ? count - 1 : (at + step + count) % count);
  });
}
