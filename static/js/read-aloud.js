// The page read aloud by the browser's own voice, one sentence at a time. Without a voice for the
// language of the text there are no buttons for it.
const LONGEST = 200; // Chrome falls silent in the middle of longer ones.
const SPEEDS = ["0.8", "1", "1.2"];
const VOICE = "aloud-voice";
const MARK = "being-read";
// Scrolling so soon after a press is the page settling, not the reader leaving.
const SETTLE = 300;
const FEW_LETTERS = /(?:^|[\s(])(?:Dr|Prof|Mr|Mrs|Ms|St|No|vs|Sr|Sra|\p{Lu})\.\s*$/u;
const ADDRESS = /(?:https?:\/\/|www\.)\S*[^\s.,;:!?)\]"'”’»]/g;
// What the eye passes over, what is pressed, and what makes no sense without what stands around it.
const SKIPPED = `nav, form, button, input, select, textarea, label, script, style, template, svg:not([role="img"]),
  [hidden], [aria-hidden="true"], .visually-hidden, .rest-mark, .read-aloud, .next-part, .byline, .button-row,
  .post-date, .post-foot, .post-links, sup.cite, section[aria-labelledby="sources"]`;
const INLINE = `a, abbr, b, bdi, bdo, cite, code, del, dfn, em, i, ins, kbd, mark, q, s, samp, small, span, strong,
  sub, sup, time, u, var, wbr`;

// --- Cutting: a text becomes places [from, to) of at most so many letters.

const whole = (text, language) => {
  const found = Intl.Segmenter
    ? Array.from(new Intl.Segmenter(language, { granularity: "sentence" }).segment(text), (each) => each.segment)
    : text.match(/.+?(?:[.!?…]+["'”’»)\]]*\s+(?!\p{Ll})|$)/gsu) || [];
  const sentences = [];
  for (const each of found) {
    if (sentences.length && FEW_LETTERS.test(sentences.at(-1))) sentences.push(sentences.pop() + each);
    else sentences.push(each);
  }
  return sentences;
};

// A long sentence is cut where one would breathe: at a comma, or else at a blank.
const breath = (text, longest) => {
  const comma = new RegExp(`^[^]{${longest >> 2},${longest - 1}}[,;:–—](?=\\s)`).exec(text);
  const blank = comma || new RegExp(`^[^]{1,${longest}}(?=\\s)`).exec(text);
  if (blank) return blank[0].length;
  return /[\uD800-\uDBFF]/.test(text[longest - 1]) ? longest - 1 : longest;
};

const cut = (text, language, longest) => {
  const places = [];
  let from = 0;
  for (const sentence of whole(text, language)) {
    const end = from + sentence.length;
    while (text.slice(from, end).trim().length > longest) {
      from += /^\s*/.exec(text.slice(from, end))[0].length;
      const to = from + breath(text.slice(from, end), longest);
      places.push([from, to]);
      from = to;
    }
    places.push([from, end]);
    from = end;
  }
  return places;
};

// --- Gathering: what is said, with where it stands.

const partsOf = (nodes, from, to) => {
  const parts = [];
  let begun = 0;
  for (const node of nodes) {
    const start = Math.max(from - begun, 0);
    const end = Math.min(to - begun, node.length);
    if (start < end) parts.push({ node, start, end });
    begun += node.length;
  }
  return parts;
};

const numberOf = (item) => {
  const list = item.parentElement;
  if (list.localName !== "ol") return "";
  return `${(list.start || 1) + [...list.children].indexOf(item)}. `;
};

const gather = (roots, language, picture) => {
  const sentences = [];
  let nodes = [];
  let before = "";
  const say = (element, text, standing) => {
    for (const [from, to] of cut(text, language, LONGEST - before.length)) {
      const words = text.slice(from, to).replace(/ +/g, " ").replace(/ (?=[.,;])/g, "").trim();
      if (!/[\p{L}\p{N}]/u.test(words)) continue;
      const first = from + text.slice(from, to).search(/\S/);
      const last = from + text.slice(from, to).trimEnd().length;
      sentences.push({ element, words: before + words, parts: partsOf(standing, first, last) });
      before = "";
    }
  };
  const flush = (element) => {
    const text = nodes.map((each) => each.data).join("").replace(/\s/g, " ");
    say(element, text.replace(ADDRESS, (found) => " ".repeat(found.length)), nodes);
    nodes = [];
  };
  const walk = (element, block) => {
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        nodes.push(child);
        continue;
      }
      if (child.nodeType !== Node.ELEMENT_NODE || child.matches(SKIPPED)) continue;
      if (child.checkVisibility?.() === false) continue;
      if (child.matches('img, [role="img"]')) {
        const seen = child.alt || child.getAttribute("aria-label");
        flush(block);
        if (seen) say(child, `${picture} ${seen}`, []);
      } else if (child.matches(INLINE)) {
        walk(child, block);
      } else {
        flush(block);
        if (child.localName === "li") before = numberOf(child);
        walk(child, child);
        flush(child);
        if (child.localName === "li") before = "";
      }
    }
  };
  for (const root of roots) {
    walk(root, root);
    flush(root);
  }
  return sentences;
};

// --- Marking and following.

const rangeOf = ({ node, start, end, last = { node, end } }) => {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(last.node, last.end);
  return range;
};

const unmark = () => {
  CSS.highlights?.delete(MARK);
  document.querySelector(`.${MARK}`)?.classList.remove(MARK);
};

// The page itself stays untouched. A browser too old for that marks the paragraph.
const mark = ({ element, parts }) => {
  unmark();
  if (CSS.highlights && parts.length) CSS.highlights.set(MARK, new Highlight(...parts.map(rangeOf)));
  else element.classList.add(MARK);
};

const toView = ({ element, parts }) => {
  if (element.closest("[inert]")) return;
  const range = parts.length ? rangeOf({ ...parts[0], last: parts.at(-1) }) : element;
  const box = range.getBoundingClientRect();
  if (box.top >= 0 && box.bottom <= innerHeight) return;
  // Just below the middle; a sentence of many lines as much higher as it needs.
  const top = Math.max(Math.min(innerHeight * 0.55, innerHeight - box.height - 16), 16);
  scrollBy({ top: box.top - top, behavior: "instant" });
};

const staying = (element, change) => {
  const before = element.getBoundingClientRect().top;
  change();
  if (element.hidden) return;
  scrollBy({ top: element.getBoundingClientRect().top - before, behavior: "instant" });
};

// --- Keeping: a number and a sign of the sentence, never its words.

const recall = (key) => {
  try {
    return localStorage.getItem(key) || "";
  } catch {
    return "";
  }
};

const keep = (key, value) => {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // Without storage one listens from the beginning, or from a mark.
  }
};

const signOf = (words) => {
  let sign = 7;
  for (const letter of words) sign = (Math.imul(sign, 31) + letter.codePointAt(0)) | 0;
  return sign.toString(36);
};

// --- The controls.

const speaks = (language) => (voice) => voice.lang.split(/[-_]/)[0].toLowerCase() === language.split("-")[0];

const rootsOf = (template) => {
  const article = template.closest("article");
  return article ? [article] : [...template.parentElement.querySelectorAll("h1, .post")];
};

const begin = (synth, template, roots, path) => {
  const spot = `aloud:${path}`;
  const page = document.documentElement.dataset;
  const language = template.dataset.language || template.closest("[lang]")?.lang || "en";
  const made = template.content.cloneNode(true);
  const group = made.querySelector(".read-aloud");
  const row = group.querySelector(".read-aloud-row");
  const resume = group.querySelector("[data-aloud=resume]");
  const box = group.querySelector("details");
  const choice = group.querySelector("select");
  const status = group.querySelector("[role=status]");
  const here = made.querySelector("[data-aloud=here]");
  const rows = [row];
  let sentences = [];
  let at = -1; // Before the beginning: nothing is being read.
  let playing = false;
  let voice = null;
  let listed = "";
  let utterance = null;
  let following = true;
  let stands = scrollY;
  let settles = 0;
  let speed = page.speed || "1";

  const read = () => {
    sentences = gather(roots, language, template.dataset.picture);
  };

  // The text may have changed since: the same sentence, wherever it stands now.
  const kept = () => {
    const [number, sign] = recall(spot).split(".");
    if (!sign) return -1;
    if (!sentences.length) read();
    const same = (each) => each !== undefined && signOf(each.words) === sign;
    return same(sentences[number]) ? Number(number) : sentences.findIndex(same);
  };

  const show = () => {
    const state = playing ? "pause" : at < 0 ? "listen" : "goOn";
    for (const each of rows) {
      const play = each.querySelector("[data-aloud=play]");
      play.lastElementChild.textContent = play.dataset[state];
      const pace = each.querySelector("[data-aloud=speed]");
      pace.textContent = pace.dataset[["slower", "usual", "faster"][SPEEDS.indexOf(speed)]];
    }
    resume.hidden = at >= 0 || kept() < 0;
  };

  const silence = () => {
    utterance = null;
    synth.cancel();
  };

  const halt = () => {
    playing = false;
    silence();
    show();
  };

  const end = () => {
    at = -1;
    unmark();
    halt();
  };

  const speak = () => {
    silence();
    const sentence = sentences[at];
    if (!sentence) {
      keep(spot, "");
      end();
      return;
    }
    mark(sentence);
    keep(spot, at ? `${at}.${signOf(sentence.words)}` : "");
    if (following) {
      toView(sentence);
      stands = scrollY;
    }
    // Kept in a variable: what nobody holds, some browsers forget before its end.
    const mine = new SpeechSynthesisUtterance(sentence.words);
    mine.voice = voice;
    mine.lang = voice.lang.replace("_", "-");
    mine.rate = Number(speed);
    // Also the end of one that was cancelled comes, and later: only the present one counts.
    mine.onend = () => {
      if (utterance !== mine) return;
      at += 1;
      speak();
    };
    mine.onerror = () => {
      if (utterance !== mine) return;
      status.textContent = status.dataset.silent;
      halt();
    };
    utterance = mine;
    synth.speak(mine);
  };

  const after = (element) => {
    const index = sentences.findIndex(({ element: place, parts }) => {
      const node = parts[0]?.node || place;
      return element.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    return index < 0 ? sentences.length : index;
  };

  // The number of the sentence to say, or null where a press says nothing.
  const next = {
    play: () => (playing ? null : Math.max(at, 0)),
    back: () => Math.max(at - 1, 0),
    on: () => at + 1,
    resume: () => Math.max(kept(), 0),
    here: (button) => after(button.closest(".rest-mark")),
    speed: () => (playing ? at : null),
  };

  const press = (button) => {
    const act = button.dataset.aloud;
    status.textContent = "";
    if (act === "speed") speed = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
    if (act === "stop") {
      staying(button, end);
      return;
    }
    if (at < 0 && act !== "speed") {
      read();
      if (!voice) {
        box.open = true;
        choice.focus();
        return;
      }
    }
    const number = next[act](button);
    if (number === null) {
      if (act === "play") halt();
      else show();
      return;
    }
    following = true;
    at = number;
    playing = true;
    staying(button, () => {
      for (const each of rows) each.hidden = false;
      show();
    });
    if (button.hidden) row.querySelector("button").focus({ preventScroll: true });
    speak();
  };

  const fits = speaks(language);

  // A voice that sends the text away is never taken without being chosen.
  const choose = (voices) => {
    const own = voices.filter((each) => each.localService);
    const wanted = recall(VOICE);
    voice =
      voices.find((each) => each.voiceURI === wanted) ||
      own.find((each) => navigator.languages.includes(each.lang.replace("_", "-"))) ||
      own.find((each) => each.default) ||
      own[0] ||
      null;
    const [near, far] = choice.querySelectorAll("optgroup");
    const fill = (list, some) => {
      list.replaceChildren(...some.map((each) => new Option(each.name, each.voiceURI)));
      list.hidden = !some.length;
    };
    fill(near, own);
    fill(far, voices.filter((each) => !each.localService));
    choice.options[0].hidden = voice !== null;
    choice.value = voice?.voiceURI || "";
    box.querySelector("p").hidden = far.hidden;
    box.hidden = far.hidden && own.length < 2;
  };

  // On a bad-eye day listening comes before everything else.
  const stand = () => {
    if (page.eye) document.querySelector("main h1").after(group);
    else template.after(group);
  };

  const insert = () => {
    for (const [number, rest] of [...document.querySelectorAll(".rest-mark")].entries()) {
      const button = number ? here.cloneNode(true) : here;
      rest.querySelector(".button-row").append(button);
      // The other buttons come to a mark once somebody listens, so that a silent page stays short.
      const copy = row.cloneNode(true);
      copy.hidden = true;
      rest.append(copy);
      rows.push(copy);
    }
    stand();
    show();
    new MutationObserver(stand).observe(document.documentElement, { attributeFilter: ["data-eye"] });
    document.addEventListener("click", (event) => {
      const button = event.target.closest?.("button");
      if (!button) return;
      settles = event.timeStamp + SETTLE;
      if (button.dataset.aloud) press(button);
    });
    document.addEventListener("scroll", (event) => {
      if (event.timeStamp < settles) stands = scrollY;
      else if (Math.abs(scrollY - stands) > 2) following = false;
    });
    choice.addEventListener("change", () => {
      voice = synth.getVoices().find((each) => each.voiceURI === choice.value) || voice;
      keep(VOICE, voice?.voiceURI);
      if (playing) speak();
    });
    addEventListener("pagehide", halt);
  };

  const listen = () => {
    const voices = synth.getVoices().filter(fits);
    const names = voices.map((each) => each.voiceURI).join("\n");
    if (!names || names === listed) return;
    const first = !listed;
    listed = names;
    choose(voices);
    if (first) insert();
  };
  synth.addEventListener?.("voiceschanged", listen);
  listen();
};

// --- While one rests: the page that one came from, from the place on, is read and never seen.

const readRest = async (synth, section) => {
  const address = new URL(section.dataset.from, location.href);
  const text = await (await fetch(address)).text();
  const page = new DOMParser().parseFromString(text, "text/html");
  const template = page.querySelector("template[data-read-aloud]");
  // Nobody rests while resting: the buttons for it would only be in the way.
  for (const mark of page.querySelectorAll(".rest-mark")) mark.remove();
  const place = page.getElementById(address.hash.slice(1));
  const roots = rootsOf(template);
  const unseen = section.appendChild(document.createElement("div"));
  unseen.className = "visually-hidden";
  unseen.inert = true;
  unseen.append(...roots);
  if (unseen.contains(place)) {
    const before = new Range();
    before.setStart(unseen, 0);
    before.setEndBefore(place);
    before.deleteContents();
  }
  section.append(template);
  begin(synth, template, roots, address.pathname);
  const kept = place ? null : document.querySelector("[data-aloud=resume]:not([hidden])");
  const play = document.querySelector("[data-aloud=play]");
  (kept || play).click();
  play.focus();
};

const offer = (synth, rest) => {
  const made = rest.content.firstElementChild.cloneNode(true);
  const button = made.querySelector("button");
  button.addEventListener("click", () => {
    button.disabled = true;
    readRest(synth, made).then(() => button.remove(), () => {
      button.disabled = false;
      made.querySelector("[role=status]").textContent = made.dataset.failed;
    });
  });
  const show = () => {
    if (synth.getVoices().some(speaks(made.dataset.language))) rest.replaceWith(made);
  };
  synth.addEventListener?.("voiceschanged", show);
  show();
};

const synth = window.speechSynthesis;
const found = document.querySelector("template[data-read-aloud]");
const rest = document.querySelector("template[data-read-rest]");
if (synth && found) begin(synth, found, rootsOf(found), location.pathname);
if (synth && rest) offer(synth, rest);
