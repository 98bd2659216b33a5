// The app and the card, played on the sandbox's phone; nothing here is ours.
import { expect } from '@playwright/test';
import type { Person, Purpose } from './person.ts';
import { scan } from './qr.ts';

const PIN = '1234';
const TEXT_PIN = '5678';

/** Takes another card in hand. */
export async function takeCard(phone: Person, card: string) {
  const form = { card, app: 'ready' };
  const response = await phone.context.request.post(`${phone.at.agencyUrl}/phone/choose`, { form });
  expect(response.ok()).toBe(true);
}

/** From the app's first screen to the press of 「許可」. */
export async function readCard(phone: Person, purpose: Purpose, first: 'begin' | 'next') {
  await phone.practice('button', 'unlock').click();
  await phone.practice('button', first).click();
  await phone.practiceField('pin').fill(PIN);
  await phone.practice('button', 'next').click();
  if (purpose === 'link') {
    // The second number is asked for only when the name is.
    await phone.practiceField('pin').fill(TEXT_PIN);
    await phone.practice('button', 'next').click();
  }
  await phone.practice('button', 'read').click();
  await phone.practice('button', 'allow').click();
}

/** Ways A and D: the phone is at the Digital Agency's page, reads the card and comes back. */
export async function verifyOnPhone(phone: Person, purpose: Purpose) {
  await phone.practice('button', 'open_app').click();
  await readCard(phone, purpose, 'begin');
  await phone.practice('link', 'back').click();
  await phone.isBack();
}

/** Way C: the agency's own QR code on a PC, its digits from the phone, and a card whose two numbers
    are the same. */
export async function verifyOnPc(pc: Person, phone: Person) {
  await phone.page.goto(await scan(pc.page));
  const digits = await phone.page.locator('.digits output').innerText();
  await pc.practiceField('digits').fill(digits);
  await pc.practice('button', 'send').click();
  await phone.practice('button', 'next').click();
  await phone.practice('button', 'unlock').click();
  await phone.practice('button', 'next').click();
  await phone.practiceField('pin').fill(PIN);
  await phone.practice('button', 'next').click();
  await phone.practice('button', 'same_pin').click();
  await phone.practice('button', 'read').click();
  await phone.practice('button', 'allow').click();
  await pc.isBack();
}

/** The official stand-in for a card: a normal answer without app and waiting. */
export async function answerWithCard(person: Person, card: string) {
  await person.practice('link', 'test').click();
  await person.page.locator('select[name=card]').selectOption(card);
  await person.practice('button', 'authenticate').click();
  await person.isBack();
}

/** From the page before the card check to what comes after it: on a phone with the app, on a PC
    with the agency's stand-in for a card. */
export async function checkCard(person: Person, purpose: Purpose, card: string) {
  await person.sees(`prepare.title_${purpose}`);
  if (await person.page.evaluate(() => matchMedia('(pointer: coarse)').matches)) {
    await takeCard(person, card);
    await person.chooses('this_phone');
    await verifyOnPhone(person, purpose);
  } else {
    await person.chooses('this_pc');
    await answerWithCard(person, card);
  }
}

/** The official stand-in for an error response. */
export async function answerWithError(person: Person, error: string) {
  await person.practice('link', 'test').click();
  await person.page.locator('select[name=error]').selectOption(error);
  await person.practice('button', 'error').click();
  await person.isBack();
}
