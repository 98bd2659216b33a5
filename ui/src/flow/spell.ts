// A secret, character by character, as it is read out. Pure.
import type { Language } from '../i18n/index.svelte';

const KANA: Record<string, string> = {
  a: 'エー', b: 'ビー', c: 'シー', d: 'ディー', e: 'イー', f: 'エフ', g: 'ジー', h: 'エイチ', i: 'アイ',
  j: 'ジェイ', k: 'ケイ', l: 'エル', m: 'エム', n: 'エヌ', o: 'オー', p: 'ピー', q: 'キュー', r: 'アール',
  s: 'エス', t: 'ティー', u: 'ユー', v: 'ブイ', w: 'ダブリュー', x: 'エックス', y: 'ワイ', z: 'ゼット',
};
const WORDS: Record<string, string> = {
  a: 'Alfa', b: 'Bravo', c: 'Charlie', d: 'Delta', e: 'Echo', f: 'Foxtrot', g: 'Golf', h: 'Hotel', i: 'India',
  j: 'Juliett', k: 'Kilo', l: 'Lima', m: 'Mike', n: 'November', o: 'Oscar', p: 'Papa', q: 'Quebec', r: 'Romeo',
  s: 'Sierra', t: 'Tango', u: 'Uniform', v: 'Victor', w: 'Whiskey', x: 'X-ray', y: 'Yankee', z: 'Zulu',
};
const DIGITS: Record<Language, string[]> = {
  ja: ['ゼロ', 'いち', 'に', 'さん', 'よん', 'ご', 'ろく', 'なな', 'はち', 'きゅう'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
};
/** Japanese and English names of signs. */
const SIGNS: Record<string, [string, string]> = {
  '!': ['びっくりマーク', 'exclamation mark'],
  '#': ['シャープ', 'number sign'],
  $: ['ドル記号', 'dollar sign'],
  '%': ['パーセント', 'percent'],
  '&': ['アンド', 'ampersand'],
  '(': ['かっこ', 'left parenthesis'],
  ')': ['かっこ閉じ', 'right parenthesis'],
  '*': ['アスタリスク', 'asterisk'],
  '+': ['プラス', 'plus'],
  ',': ['コンマ', 'comma'],
  '-': ['ハイフン', 'hyphen'],
  '.': ['ピリオド', 'full stop'],
  '/': ['スラッシュ', 'slash'],
  ':': ['コロン', 'colon'],
  ';': ['セミコロン', 'semicolon'],
  '<': ['小なり', 'less than'],
  '=': ['イコール', 'equals'],
  '>': ['大なり', 'greater than'],
  '?': ['はてなマーク', 'question mark'],
  '@': ['アットマーク', 'at sign'],
  '[': ['大かっこ', 'left bracket'],
  ']': ['大かっこ閉じ', 'right bracket'],
  '^': ['ハット', 'caret'],
  _: ['アンダーバー', 'underscore'],
  '{': ['中かっこ', 'left brace'],
  '|': ['縦線', 'vertical bar'],
  '}': ['中かっこ閉じ', 'right brace'],
  '~': ['チルダ', 'tilde'],
};

/** One character in words: case, kind and name. */
export function spellOne(character: string, language: Language): string {
  const ja = language === 'ja';
  if (/^[0-9]$/.test(character)) {
    const name = DIGITS[language][Number(character)];
    return ja ? `数字の${name}` : `digit ${name}`;
  }
  if (/^[A-Za-z]$/.test(character)) {
    const small = character.toLowerCase();
    const name = ja ? KANA[small] : WORDS[small];
    if (character === small) return ja ? `小文字の${name}` : `small ${name}`;
    return ja ? `大文字の${name}` : `capital ${name}`;
  }
  const sign = SIGNS[character];
  if (sign === undefined) return character;
  return ja ? `記号の${sign[0]}` : `sign ${sign[1]}`;
}

export function spell(secret: string, language: Language): string {
  return [...secret].map((character) => spellOne(character, language)).join(language === 'ja' ? '、' : ', ');
}
