(() => {
  'use strict';
  const stop = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const kind of ['contextmenu', 'dragstart', 'dragover', 'drop', 'auxclick', 'beforeprint']) {
    addEventListener(kind, stop, { capture: true });
  }
  // What a person needs to type, to move between controls, and to press them.
  const PLAIN = new Set([
    'Tab', 'Enter', ' ', 'Backspace', 'Delete', 'Escape', 'Home', 'End', 'PageUp', 'PageDown',
    'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Shift',
  ]);
  const isText = (event) => event.key.length === 1 || event.isComposing || event.key === 'Process';
  addEventListener(
    'keydown',
    (event) => {
      const withModifier = event.ctrlKey || event.altKey || event.metaKey;
      if (withModifier || !(PLAIN.has(event.key) || isText(event))) stop(event);
    },
    { capture: true },
  );
  // Zoom by wheel or by two fingers would hide what must be seen.
  addEventListener('wheel', (event) => event.ctrlKey && stop(event), { capture: true, passive: false });
  addEventListener('gesturestart', stop, { capture: true });
  const nothing = () => undefined;
  for (const name of ['print', 'open', 'alert', 'confirm', 'prompt']) {
    Object.defineProperty(window, name, { value: nothing, writable: false, configurable: false });
  }
})();
