// The product's page through the built program's own loop, reader and storage.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, enterPin, launch, on, Practice, press, tab } from "./browser.js";
import { violations, overflow } from "./looks.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** A practice with the card on its reader, and a tab of its page. */
const open = async (t, { card = "fresh", lang = "en", media = {} } = {}) => {
  const practice = new Practice(["--card", card, "--lang", lang]);
  const address = await practice.address();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...media });
  const page = await tab(context);
  t.after(async () => {
    await context.close();
    await practice.stop();
  });
  await page.goto(address);
  await begin(page);
  return { practice, address, context, page };
};

const place = (page) => page.locator('#beside [value="place"]').click();
const key = (page) => page.locator("#screen").getAttribute("data-key");

const register = async (page) => {
  await press(page, "agree");
  await on(page, "apply");
  await place(page);
  await press(page, "apply");
  await on(page, "pin");
  await enterPin(page, "1234");
  await on(page, "done");
};

test("registers in a private window that blocks every storage (REQ-20, REQ-23, REQ-70)", async (t) => {
  const { page } = await open(t);
  await register(page);
  await press(page, "finish");
  await page.waitForSelector('#screen[data-id="over"], #screen[data-id="home"]');
  if (await page.locator("[data-again]").count()) await page.locator("[data-again]").click();
  await begin(page);
  assert.deepEqual(page.wrong, []);
  const kept = await page.evaluate(async () => ({
    cookies: document.cookie, local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length,
  }));
  assert.deepEqual(kept, { cookies: "", local: 0, session: 0, databases: 0 });
});

test("keyboard only, from the terms to the end (REQ-123)", async (t) => {
  const { page } = await open(t);
  const tabTo = async (selector) => {
    for (let presses = 0; presses < 60; presses++) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) {
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        assert.notEqual(outline, "none", `the focus on ${selector} is seen`);
        return;
      }
      await page.keyboard.press("Tab");
    }
    assert.fail(`${selector} is not reached`);
  };
  await tabTo('[data-set="portal_user"]');
  await page.keyboard.press("Space");
  await page.waitForSelector('[data-set="portal_user"]:not([checked])', { state: "attached" });
  assert.equal(await page.evaluate(() => document.activeElement.dataset.set), "portal_user", "the focus stays");
  await tabTo('[data-press="agree"]');
  await page.keyboard.press("Enter");
  await on(page, "apply");
  assert.equal(await page.evaluate(() => document.activeElement.id), "title", "the new page is read from its heading on");
  await tabTo('#beside [value="place"]');
  await page.keyboard.press("Enter");
  await page.waitForSelector(".checks li:nth-child(2).done");
  await page.locator("#title").focus();
  await tabTo('[data-press="apply"]');
  await page.keyboard.press("Enter");
  await on(page, "pin");
  await page.keyboard.press("Escape");
  await on(page, "apply");
  await tabTo('[data-press="apply"]');
  await page.keyboard.press("Enter");
  await on(page, "pin");
  await page.keyboard.type("1234");
  await page.keyboard.press("Enter");
  await on(page, "done");
  assert.equal(await page.locator(".rows > div").count(), 2, "the portal part was not asked for");
  await tabTo('[data-press="finish"]');
  await page.keyboard.press("Enter");
  await page.waitForSelector('#screen[data-id="over"], #screen[data-id="home"]');
});

test("reader and card tick themselves, and say so in words (REQ-39)", async (t) => {
  const { page } = await open(t);
  await press(page, "agree");
  await on(page, "apply");
  const ticks = () => page.locator(".checks .tick").allInnerTexts();
  await page.waitForFunction(() => document.querySelector(".checks .tick")?.textContent === "Ready");
  assert.deepEqual(await ticks(), ["Ready", "Not yet", ""]);
  await place(page);
  await page.waitForSelector(".checks li:nth-child(2).done");
  assert.deepEqual(await ticks(), ["Ready", "Ready", ""]);
  await page.locator('#beside [value="unplug"]').click();
  await page.waitForSelector(".checks li:nth-child(1):not(.done)");
  assert.deepEqual(await ticks(), ["Not yet", "Not yet", ""]);
});

test("the PIN dialog: focus in the field, masked each time it opens, nothing filled in or cut off (REQ-46, 47, 48, 51)", async (t) => {
  const { page } = await open(t);
  await press(page, "agree");
  await on(page, "apply");
  for (let time = 0; time < 2; time++) {
    await press(page, "apply");
    await on(page, "pin");
    const field = await page.evaluate(() => {
      const field = document.getElementById("pin");
      return {
        focused: document.activeElement === field, type: field.type, value: field.value, dialog: field.closest("dialog").open,
        autocomplete: field.autocomplete, inputMode: field.inputMode, maxLength: field.maxLength, shown: document.getElementById("show").checked,
      };
    });
    assert.deepEqual(field, {
      focused: true, type: "password", value: "", dialog: true, autocomplete: "off", inputMode: "numeric", maxLength: -1, shown: false,
    });
    await page.locator("#pin").fill("12");
    await page.locator("#show").check();
    assert.equal(await page.locator("#pin").getAttribute("type"), "text");
    await page.locator('[data-language="ja"]').click();
    await page.waitForFunction(() => document.documentElement.lang === "ja");
    assert.equal(await page.locator("#pin").inputValue(), "12", "what was typed outlives another language");
    await page.locator('[data-language="en"]').click();
    await page.waitForFunction(() => document.documentElement.lang === "en");
    await press(page, "cancel");
    await on(page, "apply");
  }
  assert.equal(await page.locator(".exchanges").count(), 0, "nothing reached the card");
});

test("a PIN goes in one request and stands nowhere else", async (t) => {
  const { page } = await open(t);
  const bodies = [];
  page.on("request", (request) => bodies.push([request.method(), new URL(request.url()).pathname.split("/").pop(), request.postData() ?? "", request.url()]));
  await press(page, "agree");
  await on(page, "apply");
  await place(page);
  await press(page, "apply");
  await on(page, "pin");
  await enterPin(page, "8352");
  await page.waitForSelector(".notice.error");
  const holding = bodies.filter((request) => request.join(" ").includes("8352"));
  assert.deepEqual(holding.map(([method, path, body]) => [method, path, body]), [["POST", "pin", "8352"]]);
  assert.ok(!(await page.content()).includes("8352"));
  assert.equal(await page.locator("#pin").inputValue(), "");
  assert.match(await page.locator(".exchanges").innerText(), /Verify the PIN \(never shown\)/);
});

test("that three wrong entries lock the PIN is read without scrolling, at the default size of text (REQ-42)", async (t) => {
  for (const viewport of [{ width: 1280, height: 720 }, { width: 1024, height: 600 }]) {
    for (const lang of ["ja", "ja-easy", "en"]) {
      const { page, practice } = await open(t, { lang, media: { viewport } });
      await press(page, "agree");
      await on(page, "apply");
      const warning = page.locator("#screen .notice.warning");
      assert.equal(await warning.count(), 1);
      const { y, height } = await warning.boundingBox();
      assert.ok(y >= 0 && y + height <= viewport.height, `${lang}, ${viewport.width} x ${viewport.height}: ${y} + ${height}`);
      assert.equal(await page.evaluate(() => scrollY), 0);
      await practice.stop();
    }
  }
});

test("a reload loses no choice, and two tabs show one flow (REQ-28, REQ-33)", async (t) => {
  const { page, address, context } = await open(t);
  await page.locator('[data-set="portal_user"]').uncheck();
  await page.waitForSelector('[data-set="portal_user"]:not([checked])', { state: "attached" });
  await page.locator('[data-language="ja"]').click();
  await page.waitForFunction(() => document.documentElement.lang === "ja" && document.getElementById("screen").dataset.id === "terms");
  await page.reload();
  await on(page, "terms");
  assert.equal(await page.locator("html").getAttribute("lang"), "ja");
  assert.equal(await page.locator('[data-set="portal_user"]').isChecked(), false);
  const second = await tab(context);
  await second.goto(address);
  await on(second, "terms");
  const old = await key(second);
  await press(page, "agree");
  await on(page, "apply");
  await on(second, "apply");
  // What the second tab's person pressed a moment too late.
  const status = await second.evaluate(async (old) => {
    const answer = await fetch("tell", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ press: { on: old, action: "back" } }) });
    return answer.status;
  }, old);
  assert.equal(status, 204);
  await press(second, "what_is_pin");
  await on(page, "pin_help");
  await press(page, "back");
  await on(second, "apply");
  assert.deepEqual([...page.wrong, ...second.wrong], []);
});

test("the order of buttons, and the terms before the button that agrees (REQ-34, REQ-37)", async (t) => {
  const { page } = await open(t);
  assert.deepEqual(await page.locator("[data-press]").evaluateAll((buttons) => buttons.map((button) => button.dataset.press)), ["read_terms", "back", "agree"]);
  const [back, agree] = await Promise.all(["back", "agree"].map((action) => page.locator(`[data-press="${action}"]`).boundingBox()));
  assert.ok(back.x < agree.x && Math.abs(back.y - agree.y) < 2);
});

test("an error code can be copied, and nothing else goes to the clipboard", async (t) => {
  const { page, context } = await open(t, { card: "expired" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await press(page, "agree");
  await on(page, "apply");
  await place(page);
  await press(page, "apply");
  await on(page, "pin");
  await enterPin(page, "1234");
  await on(page, "trouble");
  await page.locator("[data-copy]").click();
  await page.waitForFunction(() => document.querySelector(".copied").textContent === "Copied");
  const code = await page.locator("[data-copy]").getAttribute("data-copy");
  assert.match(code, /^[A-Z]\d\d$/);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
});

test("the page closes with the program, and says so", async (t) => {
  const { page, practice } = await open(t);
  assert.equal(await practice.stop(), 3, "cancelled");
  await on(page, "gone");
  assert.match(await page.locator("#title").innerText(), /closed/);
});

test("prints without its controls, and keeps still for those who asked for it", async (t) => {
  const { page } = await open(t, { media: { reducedMotion: "reduce" } });
  await register(page);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".stand .card")).transitionDuration), "0s");
  await page.emulateMedia({ media: "print" });
  for (const gone of [".languages", "nav", ".buttons", "#beside", "footer"]) assert.equal(await page.locator(gone).isVisible(), false, gone);
  assert.equal(await page.locator(".rows").isVisible(), true);
});

test("with forced colours nothing that matters is lost", async (t) => {
  const { page } = await open(t, { media: { forcedColors: "active" } });
  assert.deepEqual(await violations(page), []);
  const colours = await page.locator(".primary").evaluate((button) => {
    const { backgroundColor, color } = getComputedStyle(button);
    return backgroundColor !== color;
  });
  assert.ok(colours);
});

test("the tools beside it: three views, three languages, two colour schemes", { timeout: 120_000 }, async (t) => {
  const { page } = await open(t);
  await register(page);
  for (const language of ["ja", "ja-easy", "en"]) {
    await page.locator(`[data-language="${language}"]`).click();
    const name = { ja: "カード", "ja-easy": "カード", en: "Card" }[language];
    await page.waitForFunction((name) => document.querySelector('#beside [value="card"]').textContent === name, name);
    for (const view of ["server", "desk", "card"]) {
      await page.locator(`#beside [value="${view}"]`).click();
      await page.waitForSelector(`#beside [value="${view}"][aria-pressed="true"]`);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violations(page, colorScheme === "dark"), [], `${view} in ${language}, ${colorScheme}`);
      }
      assert.deepEqual(await overflow(page), [], `${view} in ${language}`);
    }
  }
});
