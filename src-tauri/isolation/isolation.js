// Every request of the page passes here before Tauri hears it: only our own commands, each with
// arguments of the form that src/command/mod.rs describes. Rust checks the same again, and more.
(() => {
  'use strict';

  const LONGEST = 100000;
  const text = (longest) => (value) => typeof value === 'string' && value.length > 0 && value.length <= longest;
  const oneOf = (...words) => (value) => words.includes(value);
  const id = (value) => text(100)(value) && /^[A-Za-z0-9_-]+$/.test(value);
  const webAddress = (value) => text(2000)(value) && /^https?:\/\//.test(value);
  const apiPath = (value) => text(300)(value) && /^\/api\/v1\/[A-Za-z0-9_/?=:,-]+$/.test(value);
  const json = (value) => JSON.stringify(value ?? null).length <= LONGEST;
  const channel = (value) =>
    (typeof value === 'object' && value !== null) || (typeof value === 'string' && /^__CHANNEL__:\d+$/.test(value));

  const COMMANDS = Object.assign(Object.create(null), {
    call_api: { method: oneOf('GET', 'POST'), path: apiPath, body: json },
    watch_flow: { flowId: id, channel },
    unwatch_flow: { flowId: id },
    watch_app: { channel },
    open_url: { url: webAddress },
    copy_text: { text: text(2000) },
    kiosk_known: {},
    kiosk_enrol: { code: text(20) },
    kiosk_begin: {},
    kiosk_wipe: {},
    notify: { title: text(100), body: text(300) },
  });

  const fits = (shape, payload) =>
    Object.keys(payload).every((name) => Object.hasOwn(shape, name)) &&
    Object.entries(shape).every(([name, check]) => check(payload[name]));

  window.__TAURI_ISOLATION_HOOK__ = (message) => {
    const shape = COMMANDS[message.cmd];
    if (shape === undefined || !fits(shape, message.payload ?? {})) throw new Error('not a request of ours');
    return message;
  };
})();
