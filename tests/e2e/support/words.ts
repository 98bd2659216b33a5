// The texts of the two catalogues, so that a test presses what a person reads, in their language.
import { readFileSync } from 'node:fs';

export type Lang = 'ja' | 'en';
export const LANGS: Lang[] = ['ja', 'en'];
export type Values = Record<string, string | number>;

const catalogue = (lang: Lang): unknown =>
  JSON.parse(readFileSync(new URL(`../../../ui/src/i18n/${lang}.json`, import.meta.url), 'utf8'));
const CATALOGUES = { ja: catalogue('ja'), en: catalogue('en') };

/** Names that the server's default texts give to placeholders. */
export interface Names {
  app: string;
  former: string;
  service: string;
}

export class Words {
  constructor(
    readonly lang: Lang,
    private readonly names: Names,
  ) {}

  get service(): string {
    return this.names.service;
  }

  private find(key: string): unknown {
    return key.split('.').reduce<unknown>((tree, name) => (tree as Record<string, unknown>)[name], CATALOGUES[this.lang]);
  }

  /** Whether there is such a text. */
  has(key: string): boolean {
    return typeof this.find(key) === 'string';
  }

  /** The text of a key; an unknown key is a fault of the test. */
  t(key: string, values: Values = {}): string {
    const found = this.find(key);
    if (typeof found !== 'string') throw new Error(`there is no text ${key}`);
    const all: Values = { ...this.names, ...values };
    return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(all[name] ?? whole));
  }
}

/** All codes of refusals that the catalogues know. */
export const REFUSALS = Object.keys((CATALOGUES.ja as { refusal: object }).refusal);

/** Labels of the sandbox's own pages, which stand for pages that are not ours. */
const PRACTICE = {
  open_app: ['アプリを開く', 'Open the app'],
  unlock: ['解除する', 'Unlock'],
  begin: ['はじめる', 'Start'],
  next: ['次へ', 'Next'],
  pin: ['4桁の数字', '4 digits'],
  same_pin: ['直前と同じ番号を入力', 'Enter the same number as before'],
  read: ['読み取り開始', 'Read the card'],
  allow: ['許可', 'Allow'],
  back: ['利用中のサービスへ戻る', 'Return to the service in use'],
  quit: ['やめる', 'Quit'],
  stop: ['中止', 'Stop'],
  digits: ['6桁の番号', 'Six-digit number'],
  send: ['送信', 'Send'],
  refresh: ['二次元コードを更新', 'Refresh QR code'],
  to_service: ['サービスへ戻る', 'Back to the service'],
  test: ['テスト用の応答を選ぶ（カードを使わない）', 'Choose a test response (no card)'],
  authenticate: ['認証', 'Authenticate'],
  error: ['エラーを返す', 'Answer the error'],
  account: ['アカウント', 'Account'],
  password: ['練習用のパスワード', 'Practice password'],
  sign_in: ['サインイン', 'Sign in'],
  another: ['別のアカウントを使う', 'Use another account'],
  skip_mfa: ['多要素認証なしで進む（練習用）', 'Go on without MFA (for practice)'],
  approve: ['承認する（スマートフォンの代わり）', 'Approve (in place of the phone)'],
  pass: ['一時アクセスパス', 'Temporary Access Pass'],
  use_password: ['代わりにパスワードを使う', 'Use your password instead'],
  current_password: ['現在のパスワード', 'Current password'],
  new_password: ['新しいパスワード', 'New password'],
  new_password_again: ['新しいパスワード（もう一度）', 'New password, again'],
  none_at_hand: ['どれも手元にありません', 'I have none of these'],
  security_info: ['セキュリティ情報', 'Security info'],
  add_authenticator: ['追加：Microsoft Authenticator', 'Add: Microsoft Authenticator'],
  add_phone: ['追加：電話', 'Add: Phone'],
  sign_out: ['サインアウト', 'Sign out'],
  special_password: ['専用パスワード', 'Special password'],
  open_archive: ['開く', 'Open'],
  files: ['資料（架空）', 'Files (invented)'],
  welcome: ['ようこそ', 'Welcome'],
} as const;

export const practice = (lang: Lang, key: keyof typeof PRACTICE): string => PRACTICE[key][lang === 'ja' ? 0 : 1];
