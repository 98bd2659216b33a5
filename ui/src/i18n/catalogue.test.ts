import { describe, expect, it } from 'vitest';
import { differences, leaves } from '../../scripts/parity.mjs';
import en from './en.json';
import ja from './ja.json';

describe('the two catalogues', () => {
  it('have the same keys and the same placeholders', () => {
    expect(differences(ja, en)).toEqual([]);
  });

  it('differ where they should, so that the check above can fail', () => {
    expect(differences({ a: '{x}' }, { a: '{y}' })).toHaveLength(1);
    expect(differences({ a: 'x' }, { b: 'x' })).toHaveLength(2);
    expect(differences({ a: ' ' }, { a: 'x' })).toHaveLength(1);
  });

  const forbiddenJa = ['紐付', 'ひも付', '紐づけ', '連携ID', '二次元コード', 'エラーが発生', 'パスコード', 'PIN', 'スマホ', 'ログイン'];
  it.each(forbiddenJa)('Japanese has one term per thing and never says %s', (word) => {
    expect(leaves(ja).filter(([, text]) => text.includes(word))).toEqual([]);
  });

  const forbiddenEn = ['something went wrong', 'log in', 'login', 'smartphone', 'pre-link', 'oops', 'passcode'];
  it.each(forbiddenEn)('English has one term per thing and never says %s', (word) => {
    expect(leaves(en).filter(([, text]) => text.toLowerCase().includes(word))).toEqual([]);
  });

  it('Japanese uses 「、。」 and no full-width western marks', () => {
    expect(leaves(ja).filter(([, text]) => /[，．]/.test(text))).toEqual([]);
  });

  it('every refusal says what happened, why, and what to do', () => {
    for (const texts of [ja.refusal, en.refusal]) {
      for (const [code, text] of Object.entries(texts)) {
        expect(Object.keys(text).sort(), code).toEqual(['cause', 'next', 'title']);
      }
    }
  });

  it('have no text that nothing shows', () => {
    const files = import.meta.glob(['../**/*.svelte', '../**/*.ts', '!../**/*.test.ts'], {
      query: '?raw',
      import: 'default',
      eager: true,
    });
    const source = Object.values(files).join('\n');
    const patterns = [...source.matchAll(/`([a-z_]+\.[^`]*\$\{[^`]*)`/g)].map(
      ([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{.*?\}/g, '\\w+')}$`),
    );
    const shown = (key: string) => source.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key));
    const idle = leaves(ja).map(([key]) => key).filter((key) => !key.startsWith('refusal.') && !shown(key));
    expect(idle).toEqual([]);
  });

  it('no sentence is longer than a person can read at one go', () => {
    const sentences = leaves(ja).flatMap(([key, text]) => text.split('。').map((part) => [key, part] as const));
    expect(sentences.filter(([, part]) => part.length > 85)).toEqual([]);
  });
});
