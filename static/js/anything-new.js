// "See if there is anything new" brings what is new into the page. What is being read stays where it
// is; a polite sentence says how many came. Without this script the link opens the page again.
const link = document.querySelector("a[data-anything-new]");
const said = document.querySelector("[data-anything-new-said]");

const brought = (nodes) => [...nodes].map((node) => document.importNode(node, true));
// A list may stand in groups, each with a list of its own: the lanes of the desk.
const listOf = (item) => (item.matches("[data-group]") ? item.querySelector("ol") : null);
// What makes an item of a list itself: its own id, the id within it, or where it leads.
const keyOf = (item) =>
  item.id || item.querySelector("[id]")?.id || item.querySelector("a[href]")?.getAttribute("href") || item.textContent;

const bring = (list, fresh) => {
  const known = new Map([...list.children].map((item) => [keyOf(item), item]));
  let count = 0;
  let before = null;
  for (const item of [...fresh.children].reverse()) {
    const here = known.get(keyOf(item));
    const inner = listOf(item);
    if (here && inner) count += bring(listOf(here), inner);
    const stays = here ?? brought([item])[0];
    if (!here) {
      // What came to another lane is not in both.
      for (const row of [item, ...item.querySelectorAll("li[id]")]) document.getElementById(row.id)?.remove();
      list.insertBefore(stays, before);
      count += inner?.children.length ?? 1;
    }
    before = stays;
  }
  return count;
};

// What is no longer in the list stays where it is and says so. What stands below all that is still
// there may only have come to the next page.
const leave = (list, fresh) => {
  const still = new Set([...fresh.querySelectorAll("li[id]")].map((item) => item.id));
  const items = [...list.querySelectorAll("li[id]")];
  const last = items.findLastIndex((item) => still.has(item.id));
  const paged = fresh.ownerDocument.querySelector(".pager a");
  const gone = items.filter((item, place) => !still.has(item.id) && (place < last || !paged) && !("gone" in item.dataset));
  for (const item of gone) {
    item.dataset.gone = "";
    item.querySelector("[data-renew]").append(` · ${link.dataset.gone}`);
  }
  return gone.length;
};

// Counts, figures and the ways to other pages may be other ones by now.
const renew = (page) => {
  const told = new Set();
  for (const part of document.querySelectorAll("[data-renew]")) {
    const fresh = page.querySelector(`[data-renew="${part.dataset.renew}"]`);
    if (!fresh || fresh.innerHTML.trim() === part.innerHTML.trim()) continue;
    part.replaceChildren(...brought(fresh.childNodes));
    delete part.closest("[data-gone]")?.dataset.gone;
    if (part.dataset.renewed) told.add(part.dataset.renewed);
  }
  return [...told];
};

const look = (page) => {
  const { anythingNew, gone, some, left } = link.dataset;
  const [list, fresh] = [document, page].map((where) => (anythingNew ? where.querySelector(anythingNew) : null));
  if (fresh?.children.length && !list?.children.length) throw new Error("the list was empty so far");
  const told = (words, count) => (count ? [words.replace("#", String(count))] : []);
  return [
    ...told(some, list && fresh ? bring(list, fresh) : 0),
    ...told(left, list && fresh && gone ? leave(list, fresh) : 0),
    ...renew(page),
  ];
};

link?.addEventListener("click", async (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  // The same sentence is heard again when it comes anew.
  said.textContent = "";
  try {
    const answer = await fetch(link.href);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const top = link.getBoundingClientRect().top;
    const told = look(page);
    window.scrollBy({ top: link.getBoundingClientRect().top - top, behavior: "instant" });
    said.textContent = told.join(" ") || link.dataset.none;
  } catch {
    location.assign(link.href);
  }
});
