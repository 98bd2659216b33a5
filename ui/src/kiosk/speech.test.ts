// A kiosk that reads its screens aloud.
import { screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useLanguage } from '../i18n/index.svelte';
import { begin, open, press, words } from './stage.test-support';

beforeEach(() => useLanguage('ja'));

describe('spoken output', () => {
  it('is there where the platform can, on request, and ends with the person', async () => {
    const said: string[] = [];
    const speak = vi.fn((utterance: { text: string }) => said.push(utterance.text));
    const cancel = vi.fn();
    vi.stubGlobal('speechSynthesis', { speak, cancel });
    vi.stubGlobal('SpeechSynthesisUtterance', class {
      lang = '';
      constructor(readonly text: string) {}
    });
    const { kiosk } = await open('ready');
    await begin();
    expect(said).toEqual([]);
    await press(words.speak);
    await waitFor(() => expect(said.at(-1)).toContain(words.menu.title));
    await press(new RegExp(`^${words.menu.counter.title}`));
    await waitFor(() => expect(said.at(-1)).toContain(words.counter.bring));
    cancel.mockClear();
    await press(words.finish);
    await waitFor(() => expect(kiosk.wipedAt).not.toBeNull());
    expect(cancel).toHaveBeenCalled();
    expect(kiosk.speaking).toBe(false);
  });

  it('calls out a card that was left behind, unasked', async () => {
    const said: string[] = [];
    vi.stubGlobal('speechSynthesis', { speak: (words: { text: string }) => said.push(words.text), cancel: vi.fn() });
    vi.stubGlobal('SpeechSynthesisUtterance', class {
      lang = '';
      constructor(readonly text: string) {}
    });
    const { host } = await open('ready');
    await begin();
    host.put('felica-student');
    await press(words.finish);
    await waitFor(() => expect(said).toEqual([words.card.left_title]));
  });

  it('is not offered where the platform cannot', async () => {
    await open('ready');
    await begin();
    expect(screen.queryByRole('button', { name: words.speak })).toBeNull();
  });
});
