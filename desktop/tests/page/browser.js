// A real Chromium, and the built program beside it.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

export const program = process.env.KAZASU ?? "../../../target/debug/kazasu";
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";

// No sandbox of its own where it runs as root; nothing that looks for hosts outside.
const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
if (process.getuid() === 0) args.push("--no-sandbox");

export const launch = (more = []) => chromium.launch({ executablePath, headless: true, args: [...args, ...more] });

/** A tab that remembers what went wrong in it. */
export const tab = async (context) => {
  const page = await context.newPage();
  page.wrong = [];
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") page.wrong.push(message.text());
  });
  return page;
};

export const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "kazasu-page-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** A running program: its lines, one after the other, and its end. */
export class Program {
  constructor(args, env = {}) {
    const { DISPLAY, WAYLAND_DISPLAY, KAZASU_LOG, ...rest } = process.env;
    this.child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...rest, ...env } });
    this.complaints = "";
    this.child.stderr.on("data", (text) => (this.complaints += text));
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.ended = new Promise((resolve) => this.child.on("close", resolve));
  }

  /** The next line that this gives something for. */
  async find(wanted) {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error(`the program ended: ${this.complaints}`);
      const found = wanted(value);
      if (found) return found;
    }
  }

  address() {
    return this.find((line) => /^ {2}(http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/)$/.exec(line)?.[1]);
  }

  say(line) {
    this.child.stdin.write(`${line}\n`);
  }

  async stop() {
    this.child.kill("SIGTERM");
    return this.ended;
  }
}

const keys = folder();

/** A practice on the page. All of one run share their keys, which take a while to make; nothing else is left of the one before. */
export class Practice extends Program {
  constructor(args = [], env = {}) {
    const data = folder();
    if (existsSync(join(keys, "authority"))) cpSync(join(keys, "authority"), join(data, "authority"), { recursive: true });
    super(["sandbox", "--no-browser", "--data", data, ...args], env);
    this.data = data;
  }

  async address() {
    const address = await super.address();
    if (!existsSync(join(keys, "authority"))) cpSync(join(this.data, "authority"), join(keys, "authority"), { recursive: true });
    return address;
  }
}

/** Waits until a screen is shown. */
export const on = async (page, id) => {
  await page.waitForSelector(`#screen[data-id="${id}"]`, { timeout: 20_000 });
};

export const press = (page, action) => page.locator(`[data-press="${action}"]`).click();

export const enterPin = async (page, pin) => {
  await page.locator("#pin").fill(pin);
  await press(page, "submit_pin");
};

/** From wherever the page begins to the first step of a registration. */
export const begin = async (page) => {
  await page.waitForSelector('#screen[data-id="home"], #screen[data-id="terms"]', { timeout: 20_000 });
  if ((await page.locator("#screen").getAttribute("data-id")) === "home") await press(page, "register");
  await on(page, "terms");
};
