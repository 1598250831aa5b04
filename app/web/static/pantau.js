// The few lines that pages need beside htmx; everything works without them.
// Marked words: the editor's form takes them, with the place where they stand.
// Suggestions: a combobox (WAI-ARIA), arrows and Enter choose, Escape closes.
"use strict";

htmx.onLoad((part) => {
  for (const box of part.querySelectorAll("input[data-suggest]")) combobox(box);
  for (const button of part.querySelectorAll("button[data-take]")) taking(button);
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

let marked = null; // the words marked last in a text, and where they stand: "body:120", in code points

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if (chosen.isCollapsed || !chosen.rangeCount) return;
  const range = chosen.getRangeAt(0);
  const line = parentOf(range.startContainer).closest("[data-at]");
  if (!line || !line.contains(range.endContainer)) return;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = printed(range);
  const [field, start] = line.dataset.at.split(":");
  const blanks = words.length - words.trimStart().length;
  marked = { words: words.trim(), at: `${field}:${Number(start) + [...printed(before)].length + blanks}` };
});

function parentOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}

// What the article prints of a part of the page: without what explains its mentions.
function printed(range) {
  const part = range.cloneContents();
  for (const tip of part.querySelectorAll(".tip")) tip.remove();
  return part.textContent;
}

function taking(button) {
  const { words, nth, at } = button.form.elements;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!marked) return;
    [words.value, nth.value, at.value] = [marked.words, "", marked.at];
    words.focus();
  });
  words.addEventListener("input", () => { at.value = ""; });
}
