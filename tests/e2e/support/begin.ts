// Before the first test: empties what the last run left to look at.
import { rm } from 'node:fs/promises';
import { OUT } from './place.ts';

export default async function begin() {
  await rm(OUT, { recursive: true, force: true });
}
