// How heavy the page is, how soon its first screen is there, and what it costs while nobody does anything.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { begin, launch, on, Practice, tab } from "./browser.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const open = async (t) => {
  const practice = new Practice(["--lang", "ja"]);
  const address = await practice.address();
  t.after(() => practice.stop());
  return { practice, address };
};

test("page weight below 100 kB, nothing from elsewhere", async (t) => {
  const { address } = await open(t);
  const page = await tab(await browser.newContext());
  const hosts = new Set();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(address);
  await begin(page);
  const octets = await page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
      .filter((entry) => !entry.name.endsWith("/events"))
      .map((entry) => [entry.name.split("/").pop(), entry.decodedBodySize]),
  );
  // A screen comes once more by the events, and what stands beside it comes by them alone.
  await page.waitForSelector("#beside *");
  const screen = Buffer.byteLength((await page.locator("#app").innerHTML()) + (await page.locator("#beside").innerHTML()));
  const whole = octets.reduce((sum, [, size]) => sum + size, screen);
  t.diagnostic(`page weight: ${(whole / 1000).toFixed(1)} kB, uncompressed, the practice's tools included`);
  // The styles stand in the document.
  assert.ok(["script.js", ""].every((name) => octets.some(([file, size]) => file === name && size > 5000)), `${octets}`);
  assert.ok(whole < 100_000, `${whole}`);
  assert.deepEqual([...hosts], [new URL(address).origin]);
});

/** A page of one line and one style: what this browser on this machine takes for any page at all that, as ours, is to have a
 * process of its own. */
const bare = async (t) => {
  const server = createServer((request, response) => {
    const isStyle = request.url === "/style.css";
    response.setHeader("content-type", isStyle ? "text/css" : "text/html");
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.end(isStyle ? "h1 { color: navy }" : '<!doctype html><title>x</title><link rel="stylesheet" href="/style.css"><h1>x</h1>');
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
};

/** When something is first painted, in milliseconds from the navigation on, in a new context. */
const painted = async (address) => {
  const context = await browser.newContext();
  const page = await tab(context);
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  const time = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
  await context.close();
  return time;
};

/** Both in turn, so that whatever else the machine does meets both; each in order, over nine times. */
const paints = async (address, line) => {
  const [ours, nothing] = [[], []];
  for (let time = 0; time < 9; time++) {
    ours.push(await painted(address));
    nothing.push(await painted(line));
  }
  return [ours, nothing].map((times) => times.sort((one, other) => one - other));
};

// What a page of one line takes on a quiet machine of two cores. Where it takes longer, the bar is higher by as much.
const usual = 60;

test("the first screen in less than 100 ms, in a debug build too", async (t) => {
  const { address } = await open(t);
  const line = await bare(t);
  // Others use the machine too: what holds once in five looks holds.
  let [times, nothing, bar] = [[], [], 0];
  for (let look = 0; look < 5 && !(times[0] < bar); look++) {
    [times, nothing] = await paints(address, line);
    bar = 100 * Math.max(1, nothing[0] / usual);
  }
  const began = performance.now();
  for (let time = 0; time < 20; time++) await (await fetch(address)).text();
  const served = (performance.now() - began) / 20;
  const told = (times) => `${times[0].toFixed(0)} ms at best, ${times[4].toFixed(0)} ms in the middle of nine`;
  t.diagnostic(`first screen: ${told(times)}, bar ${bar.toFixed(0)}; a page of one line: ${told(nothing)}; served in ${served.toFixed(1)} ms`);
  assert.ok(times[0] < bar, `${times}, beside ${nothing}`);
});

// A machine that sleeps deeply pays for each waking with milliseconds, so that what is counted is how often the program wakes:
// nothing polls. The time is held to what nobody notices.
test("processor time while nothing happens", { skip: process.platform !== "linux" && "it looks at /proc" }, async (t) => {
  const { practice, address } = await open(t);
  const page = await tab(await browser.newContext());
  await page.goto(address);
  await begin(page);
  await page.waitForTimeout(2000);
  const tasks = `/proc/${practice.child.pid}/task`;
  const of = (id) => ({
    ns: Number(readFileSync(`${tasks}/${id}/schedstat`, "latin1").split(" ")[0]),
    wakes: Number(readFileSync(`${tasks}/${id}/status`, "latin1").match(/^voluntary_ctxt_switches:\s*(\d+)$/m)[1]),
  });
  const threads = () => new Map(readdirSync(tasks).map((id) => [id, of(id)]));
  const start = threads();
  const seconds = 30;
  await page.waitForTimeout(seconds * 1000);
  const aMinute = (what) =>
    ([...threads()].reduce((sum, [id, now]) => sum + now[what] - (start.get(id)?.[what] ?? 0), 0) * 60) / seconds;
  const [ms, wakes] = [aMinute("ns") / 1e6, aMinute("wakes")];
  t.diagnostic(`idle: woken ${wakes} times a minute, ${ms.toFixed(1)} ms of processor time, practice server and card included`);
  assert.ok(wakes < 40, `${wakes} times a minute`);
  assert.ok(ms < 250, `${ms} ms a minute`);
});
