import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SecretClipboard, WIPE_AFTER_MS } from './clipboard.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function board() {
  const held = { text: 'before', locked: false };
  const write = vi.fn(async (text: string) => {
    if (held.locked) throw new DOMException('no', 'NotAllowedError');
    held.text = text;
  });
  return { held, write, clipboard: new SecretClipboard(write) };
}

describe('a secret on the clipboard', () => {
  it('gets there on a press only', () => {
    const { write } = board();
    expect(write).not.toHaveBeenCalled();
  });

  it('is gone after a minute', async () => {
    const { held, clipboard } = board();
    await clipboard.copy('canary');
    expect([held.text, clipboard.outcome]).toEqual(['canary', 'copied']);
    await vi.advanceTimersByTimeAsync(WIPE_AFTER_MS - 1);
    expect(held.text).toBe('canary');
    await vi.advanceTimersByTimeAsync(1);
    expect([held.text, clipboard.outcome]).toEqual(['', 'wiped']);
  });

  it('that was copied again gets its full minute', async () => {
    const { held, clipboard } = board();
    await clipboard.copy('canary');
    await vi.advanceTimersByTimeAsync(WIPE_AFTER_MS - 1_000);
    await clipboard.copy('canary');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(held.text).toBe('canary');
  });

  it('where the platform refuses to wipe, is said to be there and wiped on return', async () => {
    const { held, clipboard } = board();
    await clipboard.copy('canary');
    held.locked = true;
    await vi.advanceTimersByTimeAsync(WIPE_AFTER_MS);
    expect(clipboard.outcome).toBe('stuck');
    held.locked = false;
    clipboard.returned();
    await vi.advanceTimersByTimeAsync(0);
    expect([held.text, clipboard.outcome]).toEqual(['', 'wiped']);
  });

  it('is wiped when the page is left, and nothing of the person is when there was none', async () => {
    const { held, clipboard } = board();
    clipboard.left();
    await vi.advanceTimersByTimeAsync(0);
    expect(held.text).toBe('before');
    await clipboard.copy('canary');
    clipboard.left();
    await vi.advanceTimersByTimeAsync(0);
    expect(held.text).toBe('');
  });

  it('is not wiped twice: what was copied after it stays', async () => {
    const { held, clipboard } = board();
    await clipboard.copy('canary');
    await clipboard.wipe();
    held.text = 'something else';
    await vi.advanceTimersByTimeAsync(WIPE_AFTER_MS * 2);
    clipboard.returned();
    clipboard.left();
    await vi.advanceTimersByTimeAsync(0);
    expect(held.text).toBe('something else');
  });

  it('that could not be copied is told so', async () => {
    const { held, clipboard } = board();
    held.locked = true;
    await clipboard.copy('canary');
    expect(clipboard.outcome).toBe('failed');
  });
});
