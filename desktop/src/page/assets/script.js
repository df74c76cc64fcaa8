// The tab's part: shows what the program sends, and says what the person does. It knows no text and no rule.
"use strict";

const app = document.getElementById("app");
const beside = document.getElementById("beside");
const screen = () => document.getElementById("screen");

/** Screens on which there is only waiting to do are shown once they have lasted so long. */
const BLINK_MS = 150;
let coming = 0;

const markup = (text) => {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  return parsed.body;
};

/** Makes one node like another, and keeps what is alike: focus, typed digits and scrolling stay where they are. */
const become = (now, next) => {
  if (now.nodeType !== next.nodeType || now.nodeName !== next.nodeName || now.id !== next.id) {
    now.replaceWith(next);
    return;
  }
  if (now.nodeType === Node.TEXT_NODE) {
    if (now.data !== next.data) now.data = next.data;
    return;
  }
  if (now.nodeType !== Node.ELEMENT_NODE) return;
  const isPin = now.id === "pin"; // its type is the person's choice while it stands there
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name) && !isPin) now.removeAttribute(name);
  }
  for (const { name, value } of [...next.attributes]) {
    if (now.getAttribute(name) !== value && !(isPin && name === "type")) now.setAttribute(name, value);
  }
  if (now instanceof HTMLInputElement && now.type === "checkbox" && now.dataset.set) now.checked = next.checked;
  becomeChildren(now, next);
  if (now instanceof HTMLSelectElement) now.value = next.value;
  if (now instanceof HTMLInputElement && now.type === "range") now.value = next.getAttribute("value");
};

const becomeChildren = (now, next) => {
  const wanted = [...next.childNodes];
  wanted.forEach((node, place) => {
    const there = now.childNodes[place];
    if (there) become(there, node);
    else now.append(node);
  });
  while (now.childNodes.length > wanted.length) now.lastChild.remove();
};

/** Another page: the person is told by its heading, or goes on in its field. */
const arrive = () => {
  const field = document.getElementById("pin");
  window.scrollTo(0, 0);
  (field ?? document.getElementById("title")).focus({ preventScroll: true });
};

const show = (news) => {
  const next = markup(news.app);
  const isOther = next.querySelector("#screen").dataset.key !== screen()?.dataset.key;
  if (isOther) {
    const old = document.getElementById("pin");
    if (old) old.value = "";
    app.replaceChildren(...next.childNodes);
  } else {
    becomeChildren(app, next);
  }
  document.title = news.title;
  document.documentElement.lang = news.lang;
  if (isOther) arrive();
};

const counts = new WeakMap();

/** What stands beside the page; lists that grow are shown at their end. */
const showBeside = (text) => {
  becomeChildren(beside, markup(text));
  for (const list of beside.querySelectorAll("[data-end]")) {
    const count = list.firstElementChild.childElementCount;
    if (count !== counts.get(list)) list.scrollTop = list.scrollHeight;
    counts.set(list, count);
  }
};

const listen = () => {
  const events = new EventSource("events");
  events.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    if (news.app !== null) {
      clearTimeout(coming);
      const isPassing = /<main[^>]* data-passing/.test(news.app);
      coming = setTimeout(show, isPassing ? BLINK_MS : 0, news);
    }
    if (news.beside !== null && beside) showBeside(news.beside);
    if (news.gone) events.close();
  };
};
// The document came with the screen: it is painted before anything more is asked for. A tab that nobody sees paints nothing.
if (document.hidden) listen();
else requestAnimationFrame(() => setTimeout(listen));

const post = (path, body, headers) =>
  fetch(path, { method: "POST", body, headers, cache: "no-store", credentials: "omit" }).catch(() => {
    // The program has ended; the tab is told by its events.
  });

const tell = (message) => post("tell", JSON.stringify(message), { "content-type": "application/json" });

const enterPin = (field) => {
  const typed = field.value;
  field.value = "";
  post("pin", typed, { "content-type": "text/plain; charset=utf-8", "kazasu-on": screen().dataset.key });
};

const press = (action) => tell({ press: { on: screen().dataset.key, action } });

const copy = async (button) => {
  const told = button.parentElement.querySelector(".copied");
  await navigator.clipboard.writeText(button.dataset.copy);
  told.textContent = button.dataset.done;
};

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.dataset.to) {
    const entries = new FormData(form, event.submitter);
    post(form.dataset.to, JSON.stringify(Object.fromEntries(entries)), { "content-type": "application/json" });
    return;
  }
  const button = event.submitter ?? form.querySelector("[type=submit]");
  const field = document.getElementById("pin");
  if (field && form.contains(field)) enterPin(field);
  else if (button?.dataset.press) press(button.dataset.press);
  else if ("reader" in (button?.dataset ?? {})) {
    const place = button.dataset.reader === "" ? null : Number(button.dataset.reader);
    tell({ reader: { on: screen().dataset.key, place } });
  } else if ("again" in (button?.dataset ?? {})) tell("again");
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || button.type === "submit") return;
  if (button.dataset.press) press(button.dataset.press);
  else if (button.dataset.language) tell({ language: button.dataset.language });
  else if (button.dataset.copy) copy(button);
});

document.addEventListener("change", ({ target }) => {
  if (target.dataset.set) tell({ set: { on: screen().dataset.key, field: target.dataset.set, value: target.checked } });
  else if (target.id === "show") document.getElementById("pin").type = target.checked ? "text" : "password";
  else if (target.form?.dataset.to && "now" in target.dataset) target.form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  const back = screen()?.dataset.back;
  if (event.key === "Escape" && back && !event.isComposing && !event.repeat && !beside?.contains(event.target)) press(back);
});

if (document.getElementById("pin")) arrive();
