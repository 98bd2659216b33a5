// Both text catalogues must say the same things: same keys, same placeholders, nothing empty.
import { readFileSync } from 'node:fs';

/** @typedef {{ [key: string]: string | Tree }} Tree */

/**
 * @param {Tree} tree
 * @param {string} prefix
 * @returns {Array<[string, string]>}
 */
export function leaves(tree, prefix = '') {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [/** @type {[string, string]} */ ([prefix + key, value])]
      : leaves(value, `${prefix}${key}.`),
  );
}

/** @param {string} text */
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');

/**
 * Every difference between the two catalogues, one line each; empty when they agree.
 *
 * @param {Tree} ja
 * @param {Tree} en
 * @returns {string[]}
 */
export function differences(ja, en) {
  const left = new Map(leaves(ja));
  const right = new Map(leaves(en));
  const faults = [];
  for (const [key, text] of left) {
    const other = right.get(key);
    if (other === undefined) faults.push(`en has no ${key}`);
    else if (placeholders(text) !== placeholders(other)) faults.push(`placeholders differ at ${key}`);
    if (text.trim() === '') faults.push(`ja is empty at ${key}`);
  }
  for (const [key, text] of right) {
    if (!left.has(key)) faults.push(`ja has no ${key}`);
    if (text.trim() === '') faults.push(`en is empty at ${key}`);
  }
  return faults;
}

/** @param {string} language */
const read = (language) =>
  JSON.parse(readFileSync(new URL(`../src/i18n/${language}.json`, import.meta.url), 'utf8'));

/** Fails the build when the catalogues differ. */
export function catalogueParity() {
  return {
    name: 'catalogue-parity',
    buildStart() {
      const faults = differences(read('ja'), read('en'));
      if (faults.length > 0) throw new Error(`text catalogues differ:\n${faults.join('\n')}`);
    },
  };
}
