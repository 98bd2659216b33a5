import { describe, expect, it } from 'vitest';
import type { GuideRoute } from '../wire/types';
import { answersOf, backHref, isHopeless, purposeOf, withAnswer } from './guide';
import { guideHref, parseRoute } from './route';

describe('the addresses of the guide', () => {
  it('carry the answers there and back again', () => {
    const one = withAnswer('', 'trouble', 'method_lost');
    const two = withAnswer(one, 'other_method', 'no');
    expect(two).toBe('trouble:method_lost,other_method:no');
    const url = new URL(guideHref(two), 'https://ident.example');
    expect(parseRoute(url.pathname, url.search)).toEqual({ page: 'guide', answers: two });
    expect(answersOf(two)).toEqual([
      ['trouble', 'method_lost'],
      ['other_method', 'no'],
    ]);
  });

  it('lead back one question, and from the first to the front page', () => {
    expect(backHref('trouble:left,card:no')).toBe('/verify/guide/?answers=trouble:left');
    expect(backHref('trouble:left')).toBe('/verify/guide/');
    expect(backHref('')).toBe('/verify/?go=front');
  });

  it.each(['<b>', 'trouble', 'trouble:left;', 'a:b,'.repeat(30), 'Trouble:Left', '../x:y'])(
    'ignore %s, which nobody answered',
    (answers) => {
      const search = `?answers=${encodeURIComponent(answers)}`;
      expect(parseRoute('/verify/guide/', search)).toEqual({ page: 'guide', answers: '' });
    },
  );
});

describe('a way', () => {
  it('of ours is started here, any other elsewhere', () => {
    expect(purposeOf('pass')).toBe('pass');
    expect(purposeOf('pass_then_password'), 'the pass comes first').toBe('pass');
    expect(purposeOf('check_link')).toBe('manage');
    const elsewhere: GuideRoute[] = ['other_method', 'office_method', 'photo_site', 'form', 'support', 'reset_by_mail'];
    for (const route of elsewhere) expect(purposeOf(route)).toBeNull();
  });

  it('out is only support: then there is none of one’s own', () => {
    expect(isHopeless([{ route: 'support' }])).toBe(true);
    expect(isHopeless([{ route: 'office_method' }, { route: 'support' }])).toBe(false);
  });
});
