// Another web site, another user of this PC and a name that was bent to it get nothing. In a real browser, over real
// sockets; what single headers do is tested in desktop/src/page/guard/tests.rs.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { begin, folder, launch, on, Practice, Program, tab } from "./browser.js";

let browser, practice, address;

before(async () => {
  browser = await launch(["--host-resolver-rules=MAP bent.example 127.0.0.1, MAP evil.example 127.0.0.1"]);
  practice = new Practice();
  address = new URL(await practice.address());
});
after(async () => {
  await browser.close();
  await practice.stop();
});

/** A request past any browser: status and body. */
const ask = (path, { method = "GET", headers = {}, body } = {}) =>
  new Promise((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port: address.port, path, method, headers }, (answer) => {
      let text = "";
      answer.on("data", (more) => (text += more)).on("end", () => resolve({ status: answer.statusCode, text, headers: answer.headers }));
    });
    asking.on("error", reject).end(body);
  });

test("the page's own tab works, and its policy breaks nothing", async () => {
  const page = await tab(await browser.newContext());
  await page.goto(address.href);
  await begin(page);
  assert.deepEqual(page.wrong, []);
});

test("another user of this PC, who does not know the address, gets an empty answer", async () => {
  for (const path of ["/", "/script.js", "/events", "/pin", `/${"0".repeat(32)}/`, `${address.pathname.slice(0, -2)}/`]) {
    const { status, text } = await ask(path);
    assert.deepEqual([status, text], [404, ""], path);
  }
});

test("the address stands in no process's arguments", async (t) => {
  if (process.platform !== "linux") return t.skip("it looks at /proc");
  const secret = address.pathname.slice(1, -1);
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      assert.ok(!readFileSync(`/proc/${id}/cmdline`, "latin1").includes(secret), id);
    } catch (error) {
      if (error.code !== "ENOENT" && error.code !== "ESRCH") throw error;
    }
  }
});

test("a name that was bent to this PC gets nothing, even with the whole address", async () => {
  const page = await tab(await browser.newContext());
  const answering = page.waitForResponse(() => true);
  await page.goto(`http://bent.example:${address.port}${address.pathname}`).catch(() => {
    // The browser shows a page of its own for an empty answer.
  });
  const answer = await answering;
  assert.equal(answer.status(), 404);
  assert.equal(answer.headers()["content-length"], "0");
});

test("another site cannot read the page, frame it, post to it, listen to it or run its script", async () => {
  const site = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<!doctype html><title>x</title>"));
  await new Promise((ready) => site.listen(0, "127.0.0.1", ready));
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://evil.example:${site.address().port}/`);
  const found = await page.evaluate(async (address) => {
    const tryTo = (what) => what().catch(() => "refused");
    const frame = document.body.appendChild(document.createElement("iframe"));
    const framed = new Promise((resolve) => (frame.onload = () => {
      try {
        resolve(frame.contentDocument === null || frame.contentDocument.body.innerText === "" ? "refused" : "framed");
      } catch {
        resolve("refused");
      }
    }));
    frame.src = address;
    const script = document.createElement("script");
    const ran = new Promise((resolve) => ((script.onload = () => resolve("ran")), (script.onerror = () => resolve("refused"))));
    script.src = `${address}script.js`;
    document.body.append(script);
    const events = new EventSource(`${address}events`);
    const heard = new Promise((resolve) => ((events.onmessage = () => resolve("heard")), (events.onerror = () => resolve("refused"))));
    const post = (path, options) => tryTo(async () => `${(await fetch(address + path, { method: "POST", ...options })).status}`);
    const opaque = await fetch(`${address}tell`, { method: "POST", mode: "no-cors", body: '"again"' }).then(() => "sent", () => "refused");
    return {
      read: await tryTo(async () => (await fetch(address)).text()),
      told: await post("tell", { body: '"again"', headers: { "content-type": "application/json" } }),
      pin: await post("pin", { body: "1234", headers: { "kazasu-on": "1.1" } }),
      simple: await post("pin", { body: "1234" }),
      opaque: opaque === "sent" ? "refused" : opaque, // a browser does not say what came of it; the server's side is below
      framed: await framed,
      ran: await ran,
      heard: await heard,
    };
  }, address.href);
  for (const [what, came] of Object.entries(found)) assert.equal(came, "refused", what);
  site.close();
});

test("what another site's form could send is refused", async () => {
  const headers = { host: address.host, "content-type": "application/json", "sec-fetch-site": "cross-site" };
  for (const origin of ["http://evil.example", "null", `http://localhost:${address.port}`]) {
    const { status, headers: answered } = await ask(`${address.pathname}tell`, { method: "POST", headers: { ...headers, origin }, body: '"again"' });
    assert.equal(status, 404);
    assert.equal(answered["access-control-allow-origin"], undefined);
  }
});

test("a body that is too long is not read, and one that is no message changes nothing", async () => {
  const headers = { host: address.host, origin: address.origin, "content-type": "application/json" };
  const post = async (body) => (await ask(`${address.pathname}tell`, { method: "POST", headers, body })).status;
  assert.equal(await post(JSON.stringify({ language: "x".repeat(2000) })), 413);
  for (const wrong of ["", "{", "{}", '{"press":{}}', '{"press":{"on":"1.1","action":"nothing"}}', '{"language":"fr"}', '{"pin":"1234"}']) {
    assert.ok([400, 422].includes(await post(wrong)), wrong);
  }
});

/** What the menu of a desktop starts: where the packages put it, without the program's name. */
const entryOf = (name) => {
  const entry = readFileSync(new URL(`../../package/${name}.desktop`, import.meta.url), "utf8");
  assert.match(entry, /^Terminal=false$/m, "nobody who looks for the page sees a terminal");
  return /^Exec=kazasu (.*)$/m.exec(entry)[1].split(" ");
};

for (const [what, args] of [["`kazasu` alone", []], ["the menu", entryOf("kazasu")], ["the menu for practice", entryOf("kazasu-sandbox")]])
test(`${what} opens the browser by an address that is good for one visit and leads to the page`, async (t) => {
  if (process.platform !== "linux") return t.skip("it stands in for xdg-open");
  const home = folder();
  const told = join(home, "told");
  writeFileSync(join(home, "xdg-open"), `#!/bin/sh\nprintf %s "$1" > ${told}.new && mv ${told}.new ${told}\n`, { mode: 0o755 });
  const program = new Program(args, { HOME: home, PATH: `${home}:${process.env.PATH}`, DISPLAY: ":0", LANG: "en_US.UTF-8" });
  t.after(() => program.stop());
  const whole = new URL(await program.address());
  for (let wait = 0; !existsSync(told); wait++) {
    assert.ok(wait < 200, "no browser was opened");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const entry = new URL(readFileSync(told, "utf8"));
  assert.equal(entry.origin, whole.origin);
  assert.ok(!entry.href.includes(whole.pathname.slice(1, -1)), "arguments are seen by every user");
  const page = await tab(await browser.newContext());
  await page.goto(entry.href);
  assert.equal(page.url(), whole.href);
  await page.waitForSelector("#screen");
  const again = (await browser.newContext()).newPage();
  const answering = (await again).waitForResponse(() => true);
  await (await again).goto(entry.href).catch(() => {
    // Nothing is there any more.
  });
  assert.equal((await answering).status(), 404);
});
