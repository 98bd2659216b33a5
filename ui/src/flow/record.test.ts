import { describe, expect, it } from 'vitest';
import { historyOf } from '../host/fake-more';
import { csvOf, fileName, jsonOf } from './record';

describe('the history as a file', () => {
  const history = historyOf(undefined);

  it('is one line for each entry, under its heads', () => {
    const text = csvOf(history, { heads: ['at', 'what'], row: (entry) => [entry.at, entry.deed] });
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(history.entries.length + 1);
    expect(text.startsWith('\ufeffat,what')).toBe(true);
  });

  it('keeps commas and quotes inside their cell, and lets no cell be a formula', () => {
    const row = () => ['a,b', 'say "x"', '=1+1', '@sum', '-2', '+3'];
    const line = csvOf({ ...history, entries: history.entries.slice(0, 1) }, { heads: ['h'], row }).split('\r\n')[1];
    expect(line).toBe(`"a,b","say ""x""",'=1+1,'@sum,'-2,'+3`);
  });

  it('says the same as JSON', () => {
    expect(JSON.parse(jsonOf(history))).toEqual(history);
  });

  it('is named by the day', () => {
    expect(fileName(Date.parse('2026-11-21T10:00:00Z'), 'csv')).toBe('ident-history-2026-11-21.csv');
  });
});
