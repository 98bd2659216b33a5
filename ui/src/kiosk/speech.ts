// Reading a screen aloud, where the platform can. Nothing is kept: what waits to be said goes with the person.
import type { Language } from '../i18n/index.svelte';

export interface Voice {
  say(text: string, language: Language): void;
  stop(): void;
}

const TAG: Record<Language, string> = { ja: 'ja-JP', en: 'en-GB' };

/** The platform's voice; `null` where it has none. */
export function voiceOf(window: Window & typeof globalThis): Voice | null {
  const synthesis = 'speechSynthesis' in window ? window.speechSynthesis : null;
  if (synthesis == null || !('SpeechSynthesisUtterance' in window)) return null;
  return {
    say(text, language) {
      synthesis.cancel();
      const words = new window.SpeechSynthesisUtterance(text);
      words.lang = TAG[language];
      synthesis.speak(words);
    },
    stop: () => synthesis.cancel(),
  };
}

/** What is said of a screen: its texts in reading order, without what is private or only for the eye. */
export function spokenText(root: Element): string {
  const parts: string[] = [];
  const walk = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.textContent?.trim() ?? '';
      if (text !== '') parts.push(text);
      return;
    }
    if (!(node instanceof Element)) return;
    if (node.hasAttribute('data-private') || node.getAttribute('aria-hidden') === 'true') return;
    if (['SVG', 'STYLE', 'SCRIPT'].includes(node.tagName.toUpperCase())) return;
    for (const child of node.childNodes) walk(child);
  };
  walk(root);
  return parts.map((part) => (/[。.!?？！]$/.test(part) ? part : `${part}。`)).join(' ');
}
