// REQ-73, REQ-28, REQ-123: every row of the scenario table through the page, with the same results, screens and effects as
// straight through the core. Screens are what the page shows; effects are told by the program behind it, since a page
// performs none: its own player, HTTP client, storage and the virtual card. And each screen that is met for the first time is looked at in three languages and two colour schemes by axe, at
// 320 px and at twice the size of text. PICTURES=FOLDER keeps pictures of them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { launch, tab, Program, program, folder } from "./browser.js";
import { violations, overflow } from "./looks.js";

const only = process.env.SCENARIO;
const pictures = process.env.PICTURES;
const names = execFileSync(program, ["sandbox", "--list"], { encoding: "utf8" })
  .split("\n").map((line) => line.split(" ")[0]).filter((name) => name && (!only || name === only));
/** Every row straight through the core, drawn for a PC; `scripts/page` makes it. */
const reference = JSON.parse(readFileSync(process.env.REFERENCE, "utf8"));
const keys = folder();
/** By variant and language: the row in which a screen was first met. */
const met = new Map();
/** Numbers of variants, for the names of pictures. */
const numbers = new Map();
let browser;

/** Every text that the core gives for a screen, but what only a terminal or a keypad shows. */
const textsOf = (screen) => {
  const texts = [];
  const collect = (value, name) => {
    if (["prompt", "erase", "entered", "hint", "code", "url", "label"].includes(name) && typeof value !== "object") {
      if (name === "label") texts.push(value);
      return;
    }
    if (name === "entered") return;
    if (Array.isArray(value)) value.forEach((item) => collect(item, name));
    else if (value && typeof value === "object") Object.entries(value).forEach(([key, item]) => collect(item, key));
    else if (typeof value === "string" && ["text", "title", "name", "items", "help", "label", "show", "copy", "value", "facts"].includes(name)) texts.push(value);
    else if (name === "body") texts.push(...value.split("\n").map((line) => line.replace(/^(#+|-) */, "").replaceAll("**", "")));
  };
  for (const part of ["title", "steps", "blocks", "actions", "links"]) collect(screen[part], part);
  screen.languages.choices.forEach((choice) => texts.push(choice.name));
  const bare = (text) => text.replace(/《[^》]*》/g, "").replace(/\s/g, "");
  return texts.map(bare).filter((text) => text !== "");
};

/** Waits until the page shows that screen with all its texts. */
const seen = async (page, { screen, key }) => {
  const texts = textsOf(screen);
  const lacks = ({ key, id, texts, ticked }) => {
    const main = document.getElementById("screen");
    if (main?.dataset.key !== key || main.dataset.id !== id) return [`the screen ${id}`];
    const box = main.querySelector("[data-set]");
    if (box && box.checked !== ticked) return ["the state of the checkbox"];
    const copy = document.getElementById("app").cloneNode(true);
    copy.querySelectorAll("rt, rp").forEach((reading) => reading.remove());
    const shown = copy.textContent.replace(/\s/g, "");
    const hints = [...copy.querySelectorAll("[aria-label]")].map((element) => element.getAttribute("aria-label").replace(/\s/g, ""));
    return texts.filter((text) => !shown.includes(text) && !hints.includes(text));
  };
  const ticked = screen.blocks.find((block) => block.block === "checkbox")?.on;
  const wanted = { key, id: screen.id, texts, ticked };
  const end = Date.now() + 10_000;
  for (;;) {
    const missing = await page.evaluate(lacks, wanted);
    if (missing.length === 0) return;
    assert.ok(Date.now() < end, `${screen.id} in ${screen.language} lacks ${missing.join(" | ")}`);
    await page.waitForTimeout(10);
  }
};

/** Screens that differ by more than figures. */
const variantOf = (screen) => {
  const code = screen.blocks.find((block) => block.block === "code")?.code;
  const kinds = screen.blocks.map((block) => block.block + (block.kind ?? "")).join(",");
  return [screen.id, code, kinds, screen.actions.map((action) => action.id)].join("/");
};

const pictureOf = (variant, screen) => {
  if (!numbers.has(variant)) numbers.set(variant, String(numbers.size + 1).padStart(2, "0"));
  const code = screen.blocks.find((block) => block.block === "code")?.code;
  return [numbers.get(variant), screen.id, code].filter(Boolean).join("-");
};

const lookAt = async (page, screen, name) => {
  await page.mouse.move(0, 0); // what was under it need not be where it was
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page, colorScheme === "dark"), [], `${screen.id} in ${screen.language}, ${colorScheme}`);
    if (pictures) {
      await page.screenshot({ path: `${pictures}/${name}.${screen.language}.${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  assert.deepEqual(await overflow(page), [], `${screen.id} in ${screen.language}`);
};

const act = async (page, { act, key }) => {
  const now = await page.locator("#screen").getAttribute("data-key");
  assert.equal(now, key);
  if (act.press) await page.locator(`[data-press="${act.press}"]`).click();
  else if ("tick" in act) await page.locator("[data-set]").setChecked(act.tick);
  else if (act.language) {
    await page.locator(`[data-language="${act.language}"]`).click();
    page.turned = key;
  } else {
    // Whoever chose a language here left the field by that.
    if (page.turned === key) await page.locator("#pin").focus();
    assert.equal(await page.evaluate(() => document.activeElement.id), "pin", "REQ-46: the focus is in the field");
    assert.equal(await page.locator("#pin").getAttribute("type"), "password", "REQ-47: masked");
    assert.equal(await page.locator("#pin").inputValue(), "");
    await page.keyboard.insertText(act.pin);
    await page.keyboard.press("Enter");
  }
};

/** What was shown and asked for, in the form of the reference (tests/scenarios/src/trace.rs). */
class Trace {
  screens = [];
  effects = [];

  shown(id) {
    if (this.screens.at(-1) !== id) this.screens.push(id);
  }

  /** Without what is random, and without how often a state is asked for: that depends on how fast a server is. */
  asked(name) {
    const effect = name.replace(/[^/?&= ]+/g, (part) => (part.length < 16 ? part : "*"));
    if (!effect.startsWith("GET /v1/registrations/") || this.effects.at(-1) !== effect) this.effects.push(effect);
  }
}

const play = async (name, language) => {
  const more = language ? ["--lang", language] : [];
  const rehearsal = new Program(["sandbox", "--rehearse", name, "--on-page", "--data", keys, ...more]);
  const context = await browser.newContext({ viewport: { width: 800, height: 900 } });
  await context.addInitScript(() => {
    // REQ-20: whoever blocks storage has none.
    for (const store of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, store, { get: () => { throw new DOMException("storage is blocked", "SecurityError"); } });
    }
  });
  const page = await tab(context);
  const { screens, effects } = reference[name];
  const trace = new Trace();
  try {
    for (;;) {
      const said = await rehearsal.find((line) => (line.startsWith("#") ? line : line.startsWith("{") ? JSON.parse(line) : null));
      if (typeof said === "string") {
        if (said.startsWith(`# ${name}: `)) continue;
        assert.equal(said, "# everything came out as it should");
        assert.deepEqual(page.wrong, []);
        // In another language other terms are asked for.
        assert.deepEqual({ ...trace }, { screens, effects: language ? trace.effects : effects });
        return;
      }
      if (said.address) await page.goto(said.address);
      else if (said.act) await act(page, said);
      else if (said.effect) trace.asked(said.effect);
      else {
        await seen(page, said);
        trace.shown(await page.locator("#screen").getAttribute("data-id"));
        const { screen } = said;
        const variant = variantOf(screen);
        if (!met.has(`${variant} ${screen.language}`)) {
          met.set(`${variant} ${screen.language}`, name);
          await lookAt(page, screen, pictureOf(variant, screen));
        }
        rehearsal.say("seen");
      }
    }
  } finally {
    await rehearsal.stop();
    await context.close();
  }
};

before(async () => {
  browser = await launch();
  if (pictures) mkdirSync(pictures, { recursive: true });
  // Makes the keys that all rehearsals share.
  const first = new Program(["sandbox", "--rehearse", "fresh-card", "--data", keys]);
  assert.equal(await first.ended, 0, first.complaints);
});
after(() => browser.close());

describe("the scenario table through the page", { concurrency: 2 }, () => {
  for (const name of names) test(name, { timeout: 300_000 }, () => play(name));
});

test("each screen that the rows show, in the other languages", { timeout: 1_800_000 }, async (t) => {
  const rows = [...new Set(met.values())];
  const again = rows.flatMap((name) => ["ja", "ja-easy", "en"].map((language) => [name, language]));
  const isNew = ([name, language]) =>
    [...met].some(([seen, row]) => row === name && !met.has(seen.replace(/ [^ ]*$/, ` ${language}`)));
  const work = again.filter(isNew);
  const one = async () => {
    for (let next = work.shift(); next; next = work.shift()) if (isNew(next)) await play(...next);
  };
  await Promise.all([one(), one()]);
  const variants = new Set([...met.keys()].map((seen) => seen.replace(/ [^ ]*$/, "")));
  t.diagnostic(`${variants.size} different screens, ${met.size} with their languages, each in two colour schemes`);
  assert.ok(met.size >= variants.size * 3 * 0.95, "most of them in three languages");
});
