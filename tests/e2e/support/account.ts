// The sign-in with UTokyo Account, played at the sandbox's tenant.
import type { Person } from './person.ts';

const PASSWORD = 'Renshu-123456';

type SecondFactor = 'approve' | 'skip_mfa';

/** User name, password and second factor, from the tenant's first page back to ours. */
export async function signIn(person: Person, number: string, factor: SecondFactor = 'approve') {
  const another = person.practice('button', 'another');
  const name = person.practiceField('account');
  await another.or(name).first().waitFor();
  if (await another.isVisible()) await another.click();
  await name.fill(`${number}@utac.u-tokyo.ac.jp`);
  await person.practice('button', 'next').click();
  await person.practiceField('password').fill(PASSWORD);
  await person.practice('button', 'sign_in').click();
  await person.practice('button', factor).click();
  await person.isBack();
}
