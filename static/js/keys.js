// Keys of the desk. They exist only once somebody has pressed "Keys", and never while typing. A key
// presses what stands on the page: publishing, or the link to the step of a graver decision.
const KEPT = "desk-keys";
// A second press that was meant for the page before must not decide the case on this one.
const SETTLE = 700;

const template = document.querySelector("template[data-keys]");

const kept = () => {
  try {
    return localStorage.getItem(KEPT) === "1";
  } catch {
    return false;
  }
};

const keep = (on) => {
  try {
    if (on) localStorage.setItem(KEPT, "1");
    else localStorage.removeItem(KEPT);
  } catch {
    // Without storage the keys last for this page.
  }
};

if (template) {
  const place = template.content.firstElementChild.cloneNode(true);
  const button = place.querySelector("button");
  const list = place.querySelector("section");
  let on = kept();
  const begun = performance.now();

  const show = (open) => {
    list.hidden = !open;
  };
  button.setAttribute("aria-pressed", String(on));
  button.addEventListener("click", () => {
    on = !on;
    keep(on);
    button.setAttribute("aria-pressed", String(on));
    show(on);
  });
  template.replaceWith(place);

  const marks = [...document.querySelectorAll(".case-words mark")];
  let at = -1;
  const toMark = (step) => {
    if (!marks.length) return;
    at = at < 0 && step < 0 ? marks.length - 1 : (at + step + marks.length) % marks.length;
    marks[at].tabIndex = -1;
    marks[at].focus();
  };

  const press = (key) => {
    const found = document.querySelector(`[data-key="${key}"]`);
    const control = found?.matches("a, button")
      ? found
      : found?.querySelector("a[href], button, summary, input:not([type=hidden]), textarea");
    if (!control) return;
    if (control === found) control.click();
    else control.focus();
  };

  const writing = (target) =>
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (!on || event.repeat || event.isComposing || event.defaultPrevented) return;
    if (event.ctrlKey || event.altKey || event.metaKey || writing(event.target)) return;
    if (event.key === "?") {
      show(list.hidden);
      if (!list.hidden) list.focus();
    } else if (event.shiftKey || performance.now() - begun < SETTLE) {
      return;
    } else if (event.key === "j" || event.key === "k") {
      toMark(event.key === "j" ? 1 : -1);
    } else if ("pnwroul".split("").includes(event.key)) {
      press(event.key);
    } else {
      return;
    }
    event.preventDefault();
  });
}
