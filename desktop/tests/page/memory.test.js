// REQ-125: what was typed into the PIN field stands nowhere in the program's memory after it was used; the VERIFY command
// that carried it neither. The browser's memory is the browser's.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { after, before, test } from "node:test";
import { begin, enterPin, folder, launch, on, press, Program, tab } from "./browser.js";

const skip = process.platform !== "linux" && "it looks at /proc";
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Whether the process can see such bytes in what it can write to. */
const holds = (id, wanted) => {
  const memory = openSync(`/proc/${id}/mem`, "r");
  let searched = 0;
  try {
    for (const line of readFileSync(`/proc/${id}/maps`, "latin1").split("\n").filter((line) => line.includes(" rw"))) {
      const [from, to] = line.split(" ")[0].split("-").map((text) => Number.parseInt(text, 16));
      const bytes = Buffer.alloc(to - from);
      try {
        searched += readSync(memory, bytes, 0, bytes.length, from);
      } catch {
        continue; // a guard page
      }
      if (bytes.indexOf(wanted) !== -1) return true;
    }
  } finally {
    closeSync(memory);
  }
  assert.ok(searched > 1 << 20, "nothing was searched");
  return false;
};

const gone = async (id, wanted, what) => {
  const end = Date.now() + 5000; // a connection takes a moment to end
  while (holds(id, wanted)) {
    assert.ok(Date.now() < end, `${what} stands in the memory`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

test("nothing of a PIN is left in the program's memory", { skip }, async (t) => {
  const data = folder();
  const practice = new Program(["sandbox", "--serve", "--lang", "en", "--data", data]);
  const server = await practice.find((line) => /^Server: (.*)$/.exec(line)?.[1]);
  const card = await practice.find((line) => /^Practice card: (.*)$/.exec(line)?.[1]);
  const program = new Program(["page", "--server", server, "--card", card, "--data", `${data}/device`, "--no-browser", "--lang", "en"]);
  t.after(() => Promise.all([program.stop(), practice.stop()]));
  const page = await tab(await browser.newContext());
  await page.goto(await program.address());
  await begin(page);
  await press(page, "agree");
  await on(page, "apply");
  await press(page, "apply");
  await on(page, "pin");
  const id = program.child.pid;
  // Not a PIN, and refused as none; it takes the same way, and stands nowhere by chance.
  const typed = randomBytes(12).toString("hex");
  await enterPin(page, typed);
  await page.waitForSelector(".notice.error");
  await gone(id, Buffer.from(typed), "what was typed");
  await enterPin(page, "1234");
  await on(page, "done");
  for (const reference of [0x98, 0x80]) {
    await gone(id, Buffer.from([0x00, 0x20, 0x00, reference, 0x04, 0x31, 0x32, 0x33, 0x34]), "VERIFY");
  }
  await gone(id, Buffer.from("\r\n\r\n1234"), "the request with the PIN");
  assert.ok(holds(id, Buffer.from("sandbox.example")), "the search finds what is there");
});
