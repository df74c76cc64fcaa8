// Whether a page can be used by everybody, as far as a program can tell.
import { createRequire } from "node:module";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe finds. It is put into the tab by the browser, past the page's policy. In the second colour scheme of a screen only colours can be others. */
export const violations = async (page, onlyColours = false) => {
  if (!(await page.evaluate(() => "axe" in window))) {
    const { readFileSync } = await import("node:fs");
    await page.evaluate(readFileSync(axe, "utf8"));
  }
  const found = await page.evaluate(async (onlyColours) => {
    const { violations } = await window.axe.run(document, {
      runOnly: onlyColours ? ["cat.color"] : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => [html.slice(0, 200), failureSummary]) }));
  }, onlyColours);
  return found;
};

/** What stands out to the right at 320 px, and with text of 200 %. */
export const overflow = async (page) => {
  const usual = page.viewportSize();
  const wide = () => page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isHidden = (element) => element.closest(".hidden, svg, option, optgroup");
    const out = [...document.body.querySelectorAll("*")].filter((element) => !isHidden(element) && element.getBoundingClientRect().right > width + 1);
    const scrolls = document.documentElement.scrollWidth > width;
    return scrolls || out.length > 0 ? [`${scrolls ? "scrolls" : ""} ${out.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)).join(" ")}`] : [];
  });
  await page.setViewportSize({ width: 320, height: 640 });
  const narrow = await wide();
  await page.setViewportSize(usual);
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  const large = await wide();
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  return [...narrow.map((found) => `320 px: ${found}`), ...large.map((found) => `200 %: ${found}`)];
};
