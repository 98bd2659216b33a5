// What the scenarios share: a configuration, and something that looks like a QR code. Development only.
import type { Context } from '../wire/types';

export const CONTEXT: Context = {
  mode: 'sandbox',
  service_name: { ja: 'UTokyo Account 本人確認', en: 'UTokyo Account identity check' },
  app: {
    name: { ja: 'マイナアプリ', en: 'Myna App' },
    former_name: { ja: 'デジタル認証アプリ', en: 'Digital Identification App' },
    ios_url: 'https://apps.apple.com/jp/app/id1476359069',
    android_url: 'https://play.google.com/store/apps/details?id=jp.go.cas.mpa',
    min_ios: '16.4',
    min_android: '11',
    help_phone: '0120-95-0178',
    register_url: 'https://services.digital.go.jp/mynaapp/register/',
  },
  support: {
    url: 'https://utelecon.adm.u-tokyo.ac.jp/support/',
    name: { ja: 'サポート窓口に問い合わせる', en: 'Contact support' },
    municipality_url: 'https://www.kojinbango-card.go.jp/faq_pin3/',
    office_url: 'https://utelecon.adm.u-tokyo.ac.jp/utokyo_account/',
  },
  lifetimes: { offer_s: 180, digits_s: 60, proof_s: 600, visit_idle_s: 1800, mail_code_s: 1800, register_s: 600 },
  security_info_url: 'https://mysignins.microsoft.com/security-info',
  password_page_url: 'https://example.ac.jp/change-password',
  reset_by_mail_url: 'https://example.ac.jp/reset',
  photo_site_url: 'https://example.ac.jp/photo',
  form_url: 'https://example.ac.jp/form',
  leaving_url: 'https://example.ac.jp/leaving',
  alumni: { ja: '東大オンラインコミュニティ（練習用）', en: 'Alumni community (practice)' },
  terms_url: 'https://example.ac.jp/terms',
  privacy_url: 'https://example.ac.jp/privacy',
  sandbox_url: 'http://127.0.0.1:7441',
};

/** Looks like a QR code and is none. */
export function pretendQr(size: number): { size: number; path: string } {
  let seed = 7;
  const dark = (x: number, y: number) => {
    for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) {
      const far = Math.max(Math.abs(x - cx), Math.abs(y - cy));
      if (far <= 4) return far !== 2 && far !== 4;
    }
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed % 100 < 48;
  };
  let path = '';
  for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1) if (dark(x, y)) path += `M${x} ${y}h1v1h-1z`;
  return { size, path };
}
