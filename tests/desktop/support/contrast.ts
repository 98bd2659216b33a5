// What axe finds in the window's own engine, and whether edges and focus can be seen (WCAG 2.2, 1.4.3 and 1.4.11).
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Desk } from './desk.ts';

const AXE = createRequire(new URL('../../e2e/package.json', import.meta.url)).resolve('axe-core/axe.min.js');

const RUN = `
  const done = arguments[0];
  const only = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  axe.run(document, { runOnly: only, resultTypes: ['violations'], iframes: false }).then(
    ({ violations, passes }) => done({
      found: violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.target.join(' ') + ': ' + node.failureSummary)),
      contrast: passes.find(({ id }) => id === 'color-contrast')?.nodes.length ?? 0,
    }),
    (fault) => done({ found: [String(fault)], contrast: 0 }),
  );`;

/** Controls whose edge is all that shows where they are, and the ring around what has the focus. */
const EDGES = `
  const number = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const seen = (colour) => (number(colour)[3] ?? 1) > 0.5;
  const light = (colour) => {
    const [red, green, blue] = number(colour).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (seen(backgroundColor)) return backgroundColor;
    }
    return getComputedStyle(document.documentElement).colorScheme.includes('dark') ? 'rgb(30,30,30)' : 'rgb(255,255,255)';
  };
  const faint = [];
  for (const control of document.querySelectorAll('input:not([type=radio], [type=checkbox]), .key, .digit-places span')) {
    const style = getComputedStyle(control);
    if (control.checkVisibility?.() === false || style.opacity === '0') continue;
    const around = behind(control.parentElement);
    const edge = style.borderBottomStyle === 'none' ? around : style.borderBottomColor;
    if (Math.max(ratio(edge, around), ratio(behind(control), around)) < 3) faint.push('edge: ' + control.outerHTML.slice(0, 80) + ' ' + edge + ' on ' + around);
  }
  for (const control of document.querySelectorAll('button, a[href], input')) {
    if (control.checkVisibility?.() === false) continue;
    control.focus({ focusVisible: true });
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(control);
    if (document.activeElement !== control || outlineStyle === 'none' || parseFloat(outlineWidth) < 2) continue;
    const around = behind(control.parentElement);
    if (ratio(outlineColor, around) < 3) faint.push('focus: ' + control.outerHTML.slice(0, 80) + ' ' + outlineColor + ' on ' + around);
  }
  return faint;`;

/** All that is too faint, or otherwise not accessible, on the screen that is shown. */
export async function tooFaint(desk: Desk): Promise<string[]> {
  await desk.window.run(`if (!('axe' in window)) { ${await readFile(AXE, 'utf8')} }`);
  const { found, contrast } = await desk.window.runLater<{ found: string[]; contrast: number }>(RUN);
  if (found.length === 0 && contrast === 0) found.push('axe has measured nothing');
  return [...found, ...(await desk.window.run<string[]>(EDGES))];
}
