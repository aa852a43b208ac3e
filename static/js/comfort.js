// Comfort at once: a choice changes the page in place and is kept in the background. Without this
// script the same buttons send their form, and the page comes back in its new face.
const root = document.documentElement;
let tokens = (root.dataset.comfort || "").split(".").filter(Boolean);
let sending = Promise.resolve();
let underWay = 0;

const level = (letter) => Number(tokens.find((each) => each[0] === letter && each[1] !== "-")?.slice(1) || 0);
const named = (letter) => tokens.find((each) => each.startsWith(`${letter}-`))?.slice(2) || "";

const put = (name, value) => {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
};

const show = () => {
  const eye = tokens.includes("e1");
  put("text", String(Math.max(level("t"), eye ? 2 : 0) || ""));
  put("space", String(Math.max(level("s"), eye ? 1 : 0) || ""));
  if (!document.querySelector(".rest")) put("theme", named("c"));
  put("place", { l: "left", r: "right" }[named("p")]);
  put("eye", eye ? "1" : "");
  put("hand", tokens.includes("h1") ? "1" : "");
  put("still", tokens.includes("m1") ? "1" : "");
  put("speed", { 8: "0.8", 12: "1.2" }[level("v")]);
  root.dataset.comfort = tokens.join(".");
  for (const button of document.querySelectorAll('button[name="switch"]')) {
    const [name, value] = button.value.split(".");
    const on = name === "place" ? value === (root.dataset.place || "middle") : tokens.includes(`${name[0]}1`);
    button.setAttribute("aria-pressed", String(on));
    if (name !== "place") button.value = `${name}.${on ? "off" : "on"}`;
  }
};

const choose = (kind, token) => {
  tokens = tokens.filter((each) => !kind.test(each));
  if (token) tokens.push(token);
};

// Letters that grow move everything: what was pressed stays where the finger is.
const staying = (element, change) => {
  const before = element.getBoundingClientRect().top;
  change();
  window.scrollBy({ top: element.getBoundingClientRect().top - before, behavior: "instant" });
};

// One after the other, so that the last press is the last to arrive. Without a network the choice
// still counts in this browser: a page that goes away would take typed words along.
const send = (address, fields) => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `comfort=${tokens.join(".")}; Path=/; SameSite=Lax; Max-Age=${tokens.length ? 400 * 86400 : 0}${secure}`;
  const request = { method: "POST", body: new URLSearchParams(fields), redirect: "manual", keepalive: true };
  underWay += 1;
  sending = sending.then(() => fetch(address, request)).catch(() => {}).then(() => {
    underWay -= 1;
  });
};

const press = (button) => {
  const [name, value] = button.value.split(".");
  if (name === "place") choose(/^p-/, { left: "p-l", right: "p-r" }[value]);
  else choose(new RegExp(`^${name[0]}1$`), value === "on" ? `${name[0]}1` : "");
  staying(button, show);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.('button[name="switch"]');
  if (!button || event.defaultPrevented) return;
  event.preventDefault();
  const fields = [["switch", button.value]];
  press(button);
  send("/comfort/switch", fields);
});

const page = document.querySelector("[data-comfort-form]");
page?.addEventListener("change", (event) => {
  const value = (name) => page.elements.namedItem(name)?.value || "";
  const on = (name) => page.elements.namedItem(name)?.checked;
  const speed = value("speed");
  tokens = [
    value("text") && `t${value("text")}`,
    value("space") && `s${value("space")}`,
    value("theme") && `c-${value("theme")}`,
    value("place") && `p-${value("place")[0]}`,
    on("eye") && "e1",
    on("hand") && "h1",
    on("still") && "m1",
    speed && `v${Math.round(Number(speed) * 10)}`,
    on("here") && "d1",
  ].filter(Boolean);
  staying(event.target.closest(".choice") || event.target, show);
  send(page.action, new FormData(page));
});

// What is sent by hand comes last, whatever was still on its way; nobody waits long for it.
let sent = false;
page?.addEventListener("submit", (event) => {
  if (sent || !underWay) return;
  event.preventDefault();
  const patience = new Promise((resolve) => setTimeout(resolve, 1000));
  Promise.race([sending, patience]).then(() => {
    sent = true;
    page.requestSubmit(event.submitter);
  });
});

// On a bad-hand day a second press that was not meant is no press.
const SECOND = 700;
let last = { at: -SECOND, on: null };
const meant = (event, on) => {
  const twice = root.dataset.hand && last.on === on && event.timeStamp - last.at < SECOND;
  if (twice) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else {
    last = { at: event.timeStamp, on };
  }
};
document.addEventListener("click", (event) => {
  const on = event.target.closest?.("a, button, summary");
  if (on) meant(event, on);
}, true);

// An easy day ends in the morning of where its reader is.
for (const field of document.querySelectorAll("[data-offset]")) {
  field.value = String(-new Date().getTimezoneOffset());
}
