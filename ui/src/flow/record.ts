// The history as a file of the person. Pure.
import type { EntryView, HistoryView } from '../wire/types';

/** A cell that a spreadsheet would take for a formula is marked as text. */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface Columns {
  heads: string[];
  row: (entry: EntryView) => string[];
}

/** Comma-separated values (RFC 4180), with the mark by which Excel knows UTF-8. */
export function csvOf(history: HistoryView, { heads, row }: Columns): string {
  const lines = [heads, ...history.entries.map(row)].map((cells) => cells.map(cell).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

/** The device, where the server knows more of it than a question mark. */
export const deviceOf = (entry: EntryView): string | null => (entry.device === '?' ? null : entry.device);

export const jsonOf = (history: HistoryView): string => `${JSON.stringify(history, null, 2)}\n`;

/** `ident-history-2026-11-21.csv` */
export const fileName = (now: number, kind: 'csv' | 'json'): string =>
  `ident-history-${new Date(now).toISOString().slice(0, 10)}.${kind}`;
