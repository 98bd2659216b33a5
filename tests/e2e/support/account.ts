// The sign-in with UTokyo Account, played at the sandbox's tenant.
import type { Person } from './person.ts';

const PASSWORD = 'Renshu-123456';

/** User name, password and second factor, from the tenant's first page back to ours. */
export async function signIn(person: Person, number: string) {
  const another = person.practice('button', 'another');
  const name = person.practiceField('account');
  await another.or(name).first().waitFor();
  if (await another.isVisible()) await another.click();
  await name.fill(`${number}@utac.u-tokyo.ac.jp`);
  await person.practice('button', 'next').click();
  await giveSecrets(person);
}

/** Password and second factor alone, where the tenant knows who comes. */
export async function giveSecrets(person: Person) {
  await person.practiceField('password').fill(PASSWORD);
  await person.practice('button', 'sign_in').click();
  await person.practice('button', 'approve').click();
  await person.isBack();
}
