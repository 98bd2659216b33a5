import { describe, expect, it } from 'vitest';
import { spell, spellOne } from './spell';

describe('reading out', () => {
  it('names case, kind and letter in Japanese', () => {
    expect(spell('aB3+', 'ja')).toBe('小文字のエー、大文字のビー、数字のさん、記号のプラス');
  });

  it('names them in English by the letters of radio', () => {
    expect(spell('aB3+', 'en')).toBe('small Alfa, capital Bravo, digit three, sign plus');
  });

  it('tells apart what looks alike', () => {
    for (const language of ['ja', 'en'] as const) {
      const alike = ['0', 'O', 'o', '1', 'l', 'I', '|'].map((character) => spellOne(character, language));
      expect(new Set(alike).size).toBe(alike.length);
    }
  });

  it('has a name of its own for every character that a pass or password may have', () => {
    for (const language of ['ja', 'en'] as const) {
      const said = new Set<string>();
      for (let code = 0x21; code < 0x7f; code += 1) {
        const character = String.fromCharCode(code);
        if (['"', "'", '\\', '`'].includes(character)) continue;
        const words = spellOne(character, language);
        expect(words, character).not.toBe(character);
        said.add(words);
      }
      expect(said.size).toBe(0x7f - 0x21 - 4);
    }
  });
});
