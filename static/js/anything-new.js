// "See if there is anything new" brings what is new into the page. What is being read stays where it
// is; a polite sentence says how many came. Without this script the link opens the page again.
const link = document.querySelector("a[data-anything-new]");
const said = document.querySelector("[data-anything-new-said]");

// What makes an item of a list itself: its own id, the id within it, or where it leads.
const keyOf = (item) =>
  item.id || item.querySelector("[id]")?.id || item.querySelector("a[href]")?.getAttribute("href") || item.textContent;

const bring = (page, selector) => {
  const list = document.querySelector(selector);
  const fresh = page.querySelector(selector);
  if (!list || !fresh) return page.querySelector(selector) ? null : 0;
  const known = new Map([...list.children].map((item) => [keyOf(item), item]));
  let count = 0;
  let before = null;
  for (const item of [...fresh.children].reverse()) {
    const here = known.get(keyOf(item));
    if (here) {
      before = here;
      continue;
    }
    const brought = document.importNode(item, true);
    list.insertBefore(brought, before);
    before = brought;
    count += 1;
  }
  return count;
};

// The ways to other pages may be other ones by now.
const turn = (page) => {
  const fresh = [...page.querySelectorAll(".pager")];
  let changed = false;
  document.querySelectorAll(".pager").forEach((pager, place) => {
    if (!fresh[place] || fresh[place].innerHTML.trim() === pager.innerHTML.trim()) return;
    pager.replaceChildren(...[...fresh[place].childNodes].map((node) => document.importNode(node, true)));
    changed = true;
  });
  return changed;
};

link?.addEventListener("click", async (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const top = link.getBoundingClientRect().top;
    const count = bring(page, link.dataset.anythingNew);
    if (count === null) throw new Error("the list was empty so far");
    window.scrollBy({ top: link.getBoundingClientRect().top - top, behavior: "instant" });
    const told = [count && link.dataset.some.replace("#", String(count)), turn(page) && link.dataset.more];
    said.textContent = told.filter(Boolean).join(" ") || link.dataset.none;
  } catch {
    location.assign(link.href);
  }
});
