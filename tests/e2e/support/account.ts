// UTokyo Account, played at the sandbox's tenant: the sign-in, and the page for sign-in methods.
import { expect } from '@playwright/test';
import type { Person } from './person.ts';

export const PASSWORD = 'Renshu-123456';

type SecondFactor = 'approve' | 'skip_mfa';

/** From the tenant's first page to the one that asks for a secret. */
async function names(person: Person, number: string) {
  const another = person.practice('button', 'another');
  const name = person.practiceField('account');
  await another.or(name).first().waitFor();
  if (await another.isVisible()) await another.click();
  await name.fill(`${number}@utac.u-tokyo.ac.jp`);
  await person.practice('button', 'next').click();
}

/** User name, password and second factor, from the tenant's first page back to ours. */
export async function signIn(person: Person, number: string, factor: SecondFactor = 'approve', password = PASSWORD) {
  await names(person, number);
  await person.practiceField('password').fill(password);
  await person.practice('button', 'sign_in').click();
  await person.practice('button', factor).click();
  await person.isBack();
}

/** Signs in with a pass, from the tenant's first page to the page for sign-in methods. */
export async function signInWithPass(person: Person, number: string, pass: string) {
  await names(person, number);
  await person.practiceField('pass').fill(pass);
  await person.practice('button', 'sign_in').click();
  await isAtSecurityInfo(person, number);
}

/** Signs in with a temporary password and is made to change it. */
export async function signInAndChange(person: Person, number: string, temporary: string, own: string) {
  await names(person, number);
  await person.practiceField('password').fill(temporary);
  await person.practice('button', 'sign_in').click();
  await person.practice('button', 'approve').click();
  await person.practiceField('current_password').fill(temporary);
  await person.practiceField('new_password').fill(own);
  await person.practiceField('new_password_again').fill(own);
  await person.practice('button', 'sign_in').click();
  await isAtSecurityInfo(person, number);
}

async function isAtSecurityInfo(person: Person, number: string) {
  await person.practice('heading', 'security_info').waitFor();
  await expect(person.page.getByText(`${number}@utac.u-tokyo.ac.jp`)).toBeVisible();
}

/** Registers a new authenticator, a phone number, or deletes what is registered first of a kind. */
export async function registers(person: Person, what: 'add_authenticator' | 'add_phone') {
  const methods = person.page.locator('li[data-kind]');
  const before = await methods.count();
  await person.practice('button', what).click();
  await expect(methods).toHaveCount(before + 1);
}

export async function deletesFirst(person: Person, kind: string) {
  const methods = person.page.locator('li[data-kind]');
  const before = await methods.count();
  await person.page.locator(`li[data-kind=${kind}]`).first().getByRole('button').click();
  await expect(methods).toHaveCount(before - 1);
}

/** On another device, on another day: signs in at Ident with what is theirs now. */
export async function canSignInAnew(later: Person, number: string, password = PASSWORD) {
  await later.open('/my/');
  await later.sees('title.my_front');
  await later.press('action.sign_in');
  await signIn(later, number, 'approve', password);
  await later.sees('status.title_linked');
  await expect(later.page.getByText(number, { exact: true })).toBeVisible();
}
