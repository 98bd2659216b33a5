import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import Reveal, { SHOWN_FOR_MS } from './Reveal.svelte';

const SECRET = 'Ab3-canary-Xy9';
const WORDS = {
  label: 'Pass',
  hold: 'Hold to show',
  show: 'Show for 30 seconds',
  hide: 'Hide',
  speak: 'Read it out',
  covered: 'Covered',
  open: 'Shown',
};

beforeEach(() => {
  vi.useFakeTimers();
  // jsdom has pointer events, but nothing that captures them.
  Element.prototype.setPointerCapture = vi.fn();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show() {
  const onseen = vi.fn();
  render(Reveal, { props: { secret: SECRET, spell: () => 'capital Alfa', words: WORDS, kind: 'pass', onseen } });
  return onseen;
}
const page = () => document.documentElement.outerHTML;
const text = () => (document.body.textContent ?? '').replace(/\s/g, '');
const shown = () => text().includes(SECRET);
const button = (name: string) => screen.getByRole('button', { name });

describe('a secret', () => {
  it('is not in the page before somebody asks for it', () => {
    const onseen = show();
    expect(shown()).toBe(false);
    expect(page()).not.toContain('canary');
    expect(onseen).not.toHaveBeenCalled();
  });

  it('is shown as long as the pointer holds it, and no longer', async () => {
    show();
    await fireEvent.pointerDown(button('Hold to show'), { button: 0 });
    expect(shown()).toBe(true);
    await fireEvent.pointerUp(button('Hold to show'));
    expect(shown()).toBe(false);
    await fireEvent.pointerDown(button('Hold to show'), { button: 0 });
    await fireEvent.pointerLeave(button('Hold to show'));
    expect(shown(), 'the finger slid off').toBe(false);
  });

  it.each([' ', 'Enter'])('is shown as long as the key %j is held', async (key) => {
    show();
    await fireEvent.keyDown(button('Hold to show'), { key });
    expect(shown()).toBe(true);
    await fireEvent.keyUp(button('Hold to show'), { key });
    expect(shown()).toBe(false);
  });

  it('for whoever cannot hold, is shown by a switch that goes back by itself', async () => {
    show();
    await fireEvent.click(button('Show for 30 seconds'));
    expect(shown()).toBe(true);
    expect(button('Hide').getAttribute('aria-pressed')).toBe('true');
    await vi.advanceTimersByTimeAsync(SHOWN_FOR_MS - 1_000);
    expect(shown()).toBe(true);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(shown()).toBe(false);
  });

  it('hides when the switch is pressed again, and starts afresh', async () => {
    show();
    await fireEvent.click(button('Show for 30 seconds'));
    await fireEvent.click(button('Hide'));
    expect(shown()).toBe(false);
    await vi.advanceTimersByTimeAsync(SHOWN_FOR_MS - 1_000);
    await fireEvent.click(button('Show for 30 seconds'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(shown(), 'the first half minute does not count for the second').toBe(true);
  });

  it('hides when the window loses the focus, or the tab goes to the back', async () => {
    show();
    await fireEvent.click(button('Show for 30 seconds'));
    await fireEvent.blur(window);
    expect(shown()).toBe(false);
    await fireEvent.click(button('Show for 30 seconds'));
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await fireEvent(document, new Event('visibilitychange'));
    expect(shown()).toBe(false);
    vi.restoreAllMocks();
  });

  it('is read out only on a press, in words, and the words do not stay', async () => {
    const onseen = show();
    expect(text()).not.toContain('capitalAlfa');
    await fireEvent.click(button('Read it out'));
    expect(text()).toContain('capitalAlfa');
    expect(shown(), 'hearing is not showing').toBe(false);
    expect(onseen).toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(SHOWN_FOR_MS + 1);
    expect(text()).not.toContain('capitalAlfa');
  });

  it('is in nothing that a screen reader finds by itself', async () => {
    show();
    await fireEvent.click(button('Show for 30 seconds'));
    const holder = document.querySelector('.secret');
    expect(holder?.getAttribute('aria-hidden')).toBe('true');
  });
});
