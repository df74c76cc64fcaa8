// The practice page: card, faults, clock and reception desk beside the product's own screens.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, enterPin, launch, on, Practice, press, tab } from "./browser.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const open = async (t, args = []) => {
  const practice = new Practice(["--lang", "en", ...args]);
  const address = await practice.address();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await tab(context);
  t.after(async () => {
    await context.close();
    await practice.stop();
  });
  await page.goto(address);
  await begin(page);
  return page;
};

const tool = (page, value) => page.locator(`#beside [value="${value}"]`).first().click();
const view = async (page, name) => {
  await tool(page, name);
  await page.waitForSelector(`#beside [value="${name}"][aria-pressed="true"]`);
};
const says = (page, selector, text) =>
  page.waitForFunction(([selector, text]) => document.querySelector(selector)?.innerText.includes(text), [selector, text], { timeout: 20_000 });

const untilPin = async (page) => {
  await press(page, "agree");
  await on(page, "apply");
  await press(page, "apply");
  await on(page, "pin");
  await enterPin(page, "1234");
};

test("a registration with its exchanges in words and the server's record after it", async (t) => {
  const page = await open(t);
  await tool(page, "place");
  await untilPin(page);
  await on(page, "done");
  await says(page, "#beside .record", "registered");
  const exchanges = await page.locator(".exchanges .what").allInnerTexts();
  assert.deepEqual(exchanges, [
    "Select the JPKI application", exchanges[1], "Ask for the tries left (no PIN is sent)", "Verify the PIN (never shown)", "Sign",
  ]);
  assert.match(exchanges[1], /^Read the certificate \(\d+ bytes\)$/);
  assert.ok(!(await page.locator("#beside").innerText()).includes("31 32 33 34"));
});

for (const [side, exchange, verifies] of [["after", 2, 0], ["before", 4, 0], ["after", 4, 1]]) {
  test(`the card pulled away ${side} exchange ${exchange}, and held again`, async (t) => {
    const page = await open(t);
    await tool(page, "place");
    await page.locator("#exchange").fill(String(exchange));
    await page.locator('[name="side"]').selectOption(side);
    await tool(page, "pull_at");
    await page.waitForSelector(".planned");
    await untilPin(page);
    await on(page, "trouble");
    await says(page, "#beside .state", "beside the reader");
    assert.equal(await page.locator(".planned").count(), 0);
    assert.match(await page.locator(".exchanges li.lost").innerText(), side === "after" ? /answer lost/ : /did not arrive/);
    await tool(page, "place");
    await press(page, "retry");
    await page.waitForSelector('#screen[data-id="pin"], #screen[data-id="done"]', { timeout: 20_000 });
    if (await page.locator("#pin").count()) await enterPin(page, "1234");
    await on(page, "done");
    const verified = await page.locator(".exchanges li", { hasText: "Verify the PIN" }).count();
    assert.ok(verified >= 1 + verifies, `${verified}`);
  });
}

test("another kind of card, swapped on the page", async (t) => {
  const page = await open(t);
  await page.locator("#kind").selectOption("one-try-left");
  await says(page, "#beside .tool", "Tries left: 1");
  await tool(page, "place");
  await untilPin(page);
  await on(page, "last_try");
  await page.locator("#kind").selectOption("fresh");
  await says(page, "#beside .tool", "Tries left: 3");
});

test("a fault by button: the answer is lost, and one registration comes of it", async (t) => {
  const page = await open(t);
  await tool(page, "place");
  await press(page, "agree");
  await on(page, "apply");
  await press(page, "apply");
  await on(page, "pin");
  await view(page, "server");
  await tool(page, "drop-after-commit");
  await enterPin(page, "1234");
  await on(page, "done");
  await view(page, "card");
  await says(page, "#beside .record", "registered");
  assert.equal(await page.locator("#beside .record").count(), 1);
});

test("service, certificate and clock", async (t) => {
  const page = await open(t);
  await view(page, "server");
  await page.locator("#certificate").selectOption("revoked");
  await tool(page, "card");
  await page.waitForSelector('#beside [value="place"]');
  await tool(page, "place");
  await untilPin(page);
  await on(page, "trouble");
  const revoked = await page.locator("[data-copy]").getAttribute("data-copy");
  await press(page, "close");
  await page.waitForSelector('#screen[data-id="over"], #screen[data-id="home"]');
  await view(page, "server");
  await tool(page, "reset");
  await page.waitForFunction(() => document.getElementById("certificate").value === "good");
  await page.locator("#service").selectOption("maintenance");
  if (await page.locator("[data-again]").count()) await page.locator("[data-again]").click();
  else await press(page, "register");
  await on(page, "trouble");
  assert.notEqual(await page.locator("[data-copy]").getAttribute("data-copy"), revoked);
  await page.locator("#service").selectOption("ok");
  await page.locator("#clock").focus();
  await page.keyboard.press("End");
  await says(page, "#beside output", "400 days on");
  await press(page, "retry");
  await on(page, "terms");
  await says(page, "#app", "400 days");
});

test("the reception desk: from a child's visit to staff's look at the photo (REQ-04 … 11)", async (t) => {
  const page = await open(t);
  await view(page, "desk");
  const state = (name) => page.waitForSelector(`.machine[data-state="${name}"]`);
  const offer = (text) => page.locator(".offers button", { hasText: text }).click();
  await page.locator("#who").selectOption("child");
  await page.locator('.visit button').click();
  await state("choose_method");
  await page.waitForFunction(() => document.querySelectorAll(".offers button").length === 2);
  await offer("By PIN");
  await state("insert_card");
  await offer("Insert it halfway");
  await page.waitForSelector(".desk.halfway");
  assert.equal(await page.locator(".offers button", { hasText: "Continue" }).count(), 0);
  await offer("all the way");
  await offer("Continue");
  await state("pin");
  await says(page, ".machine", "Guardian: please enter the child's 4-digit PIN.");
  await says(page, ".machine", "Staff never ask for your PIN");
  await offer("Ask staff");
  await state("visual_check");
  assert.deepEqual(await page.locator(".offers .role").allInnerTexts(), ["staff", "staff"]);
  await offer("Confirm: the same person");
  await state("consent");
  await says(page, ".asks", "medicine");
  await offer("No");
  await says(page, ".asks", "check-up");
  await offer("Yes");
  await state("done");
  await says(page, ".machine", "Reception is complete");
});
