// Several readers: the page asks which, before anything else (REQ-16). The PC/SC library is one of the tests; server, card and program are real.
import assert from "node:assert/strict";
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { begin, enterPin, folder, launch, on, press, Program, tab } from "./browser.js";
import { overflow, violations } from "./looks.js";

const library = process.env.KAZASU_FAKE_PCSC_LIBRARY ?? "../../../target/debug/libkazasu_fake_pcsc.so";
let browser, practice, server, card;
before(async () => {
  browser = await launch();
  practice = new Program(["sandbox", "--serve", "--lang", "en", "--data", folder()]);
  server = await practice.find((line) => /^Server: (.*)$/.exec(line)?.[1]);
  card = await practice.find((line) => /^Practice card: tcp:(.*)$/.exec(line)?.[1]);
});
after(() => Promise.all([browser.close(), practice.stop()]));

/** A page of a program that sees these readers, and what changes them. */
const open = async (t, readers) => {
  const home = folder();
  for (const name of ["lib", "readers"]) mkdirSync(join(home, name));
  symlinkSync(library, join(home, "lib", "libpcsclite.so.1"));
  const plug = (lines) => {
    writeFileSync(join(home, "readers", "state.new"), lines.map((line) => `${line}\n`).join(""));
    renameSync(join(home, "readers", "state.new"), join(home, "readers", "state"));
  };
  plug(readers);
  const args = ["page", "--server", server, "--data", join(home, "device"), "--no-browser", "--lang", "en"];
  const program = new Program(args, { LD_LIBRARY_PATH: join(home, "lib"), KAZASU_FAKE_PCSC: join(home, "readers") });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  t.after(async () => {
    await context.close();
    await program.stop();
  });
  const page = await tab(context);
  await page.goto(await program.address());
  return { page, plug };
};

const names = (page) => page.locator("[data-reader]").allInnerTexts();
const untilApply = async (page) => {
  await begin(page);
  await press(page, "agree");
  await on(page, "apply");
  await page.waitForSelector(".checks li:nth-child(1).done");
};

test("the reader that was chosen is the one that is used (REQ-16)", async (t) => {
  const { page } = await open(t, [`ACME 00|card ${card}`, "Other 01"]);
  await on(page, "readers");
  assert.deepEqual(await names(page), ["The one with the card", "ACME 00", "Other 01"]);
  await page.getByRole("button", { name: "Other 01" }).click();
  await untilApply(page);
  assert.equal(await page.locator(".checks li:nth-child(2).done").count(), 0, "no card lies on the chosen one");
  assert.deepEqual(page.wrong, []);
});

test("Enter leaves it open, and the card's reader is found; a keyboard is enough (REQ-16, REQ-123)", async (t) => {
  const { page } = await open(t, ["Other 01", `ACME 00|card ${card}`]);
  await on(page, "readers");
  await page.keyboard.press("Tab"); // from the heading on, over what stands above it, to the first answer
  while (!(await page.evaluate(() => document.activeElement.matches("[data-reader]")))) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await untilApply(page);
  await page.waitForSelector(".checks li:nth-child(2).done");
  await press(page, "apply");
  await on(page, "pin");
  await enterPin(page, "1234");
  await on(page, "done");
  await press(page, "finish");
  await on(page, "home");
});

test("readers come and go while it is asked; with one left there is nothing to ask (REQ-16)", async (t) => {
  const { page, plug } = await open(t, ["One 00", "Two 01"]);
  await on(page, "readers");
  const key = await page.locator("#screen").getAttribute("data-key");
  plug(["Three 02", "One 00", "Two 01"]);
  await page.getByRole("button", { name: "Three 02" }).waitFor({ timeout: 10_000 });
  assert.notEqual(await page.locator("#screen").getAttribute("data-key"), key, "a tap on the old list is for no one");
  plug(["Two 01"]);
  await on(page, "home");
});

test("everybody can answer, in each language and colour scheme (REQ-122, REQ-123)", async (t) => {
  const { page } = await open(t, ["One 00", "A reader with a very long name (USB Smart Card Reader) [CCID Interface] 00 01"]);
  await on(page, "readers");
  for (const language of ["ja", "ja-easy", "en"]) {
    await page.locator(`[data-language="${language}"]`).click();
    await page.waitForSelector(`[data-language="${language}"][aria-pressed="true"]`);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page, colorScheme === "dark"), [], `${language}, ${colorScheme}`);
    }
    assert.deepEqual(await overflow(page), [], language);
  }
});
