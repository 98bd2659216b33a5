// The guide's addresses and the ways that we start ourselves. Pure; the rules are the server's.
import type { GuideAnswer, GuideRoute, Purpose, Question } from '../wire/types';
import { ENTRY, guideHref } from './route';

/** The answers given so far, with one more. */
export function withAnswer(answers: string, question: Question, answer: GuideAnswer): string {
  const more = `${question}:${answer}`;
  return answers === '' ? more : `${answers},${more}`;
}

/** One question back; from the first one, the front page. */
export function backHref(answers: string): string {
  if (answers === '') return ENTRY;
  return guideHref(answers.split(',').slice(0, -1).join(','));
}

/** The answers as pairs, for telling them again on the last page. */
export function answersOf(answers: string): Array<[string, string]> {
  if (answers === '') return [];
  return answers.split(',').map((pair) => {
    const [question = '', answer = ''] = pair.split(':');
    return [question, answer];
  });
}

const OURS: Partial<Record<GuideRoute, Purpose>> = {
  pass: 'pass',
  password: 'password',
  pass_then_password: 'pass',
  check_link: 'manage',
  link_now: 'link',
  salvage: 'salvage',
  alumni: 'alumni',
};

/** The card check behind a way of ours; `null` for a way that leads elsewhere. */
export const purposeOf = (route: GuideRoute): Purpose | null => OURS[route] ?? null;

/** Nothing of one's own is left: then the page says so instead of offering a list. */
export const isHopeless = (routes: Array<{ route: GuideRoute }>): boolean =>
  routes.every((way) => way.route === 'support');
