// Pictures of the practice page, for those who want to see it before they try it. PICTURES=FOLDER says where to.
import { begin, enterPin, launch, on, Practice, press, tab } from "./browser.js";

const folder = process.env.PICTURES;
const browser = await launch();

const open = async (lang, colorScheme) => {
  const practice = new Practice(["--lang", lang]);
  const page = await tab(await browser.newContext({ viewport: { width: 1180, height: 860 }, colorScheme }));
  await page.goto(await practice.address());
  await begin(page);
  return { practice, page };
};
const tool = (page, value) => page.locator(`#beside [value="${value}"]`).first().click();

for (const lang of ["ja", "en"]) {
  for (const colorScheme of ["light", "dark"]) {
    const { practice, page } = await open(lang, colorScheme);
    const shoot = async (name) => {
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.mouse.move(0, 0);
      await page.screenshot({ path: `${folder}/practice-${name}.${lang}.${colorScheme}.png` });
    };
    await press(page, "agree");
    await on(page, "apply");
    await tool(page, "place");
    await page.waitForSelector(".checks li:nth-child(2).done");
    await shoot("apply");
    await press(page, "apply");
    await on(page, "pin");
    await shoot("pin");
    await enterPin(page, "1234");
    await on(page, "done");
    await page.waitForSelector("#beside .record");
    await page.waitForSelector(".rows .under-way", { state: "detached", timeout: 20_000 });
    await page.waitForSelector("#beside .record");
    await page.locator("#tool-exchanges").evaluate((title) => title.scrollIntoView());
    await shoot("done");
    await tool(page, "server");
    await page.waitForSelector("#clock");
    await shoot("server");
    await tool(page, "desk");
    await page.waitForSelector(".machine");
    for (const place of [0, 1, 1]) {
      const before = await page.locator(".machine .display").innerText();
      const picture = await page.locator(".desk").getAttribute("class");
      await page.locator(".offers button").nth(place).click();
      await page.waitForFunction(
        ([text, picture]) =>
          document.querySelector(".machine .display").innerText !== text || document.querySelector(".desk").getAttribute("class") !== picture,
        [before, picture],
      );
    }
    await shoot("desk");
    await practice.stop();
  }
}
await browser.close();
