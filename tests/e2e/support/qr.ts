// Reads a QR code as a camera does: from the pixels of what is on the screen.
import { expect, type Page } from '@playwright/test';
import readPixels from 'jsqr';
import { PNG } from 'pngjs';

type Decode = (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
const decode = readPixels as unknown as Decode & { default?: Decode };

/** What a picture says, if there is a readable code in it. */
export function codeIn(png: Buffer): string | null {
  const { data, width, height } = PNG.sync.read(png);
  return (decode.default ?? decode)(new Uint8ClampedArray(data), width, height)?.data ?? null;
}

/** Holds the phone's camera to the screen until it reads a code that is not `not`. */
export async function scan(screen: Page, not = ''): Promise<string> {
  let found: string | null = null;
  await expect(async () => {
    found = codeIn(await screen.screenshot());
    expect(found, 'a code on the screen can be read').not.toBeNull();
    expect(found, 'the code is a new one').not.toBe(not);
  }).toPass();
  return found ?? '';
}
