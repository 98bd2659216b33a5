// Live parts of the practice pages; everything works without it, by pressing.
"use strict";

const page = document.querySelector("main");

/** Once the person has pressed something, that press decides where the page goes. */
let leaving = false;
addEventListener("submit", () => {
  leaving = true;
});

/** Follows a change on another screen: reloads when the version has risen or all is over. */
function poll(part) {
  const ask = async () => {
    try {
      const answer = await fetch(part.dataset.poll, { cache: "no-store" });
      if (answer.ok) {
        const state = await answer.json();
        if (leaving) return;
        if (state.over || String(state.version) !== part.dataset.version) {
          location.assign(location.pathname + keptView());
          return;
        }
      }
    } catch {
      // No network for the moment: the next round asks again.
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 1000);
}

/** The chosen view stays chosen; a refused number need not be told twice. */
function keptView() {
  const view = new URLSearchParams(location.search).get("view");
  return view ? "?view=" + encodeURIComponent(view) : "";
}

/** Counts down a time left and shows the page anew at its end. */
function countDown(part) {
  const end = performance.now() + Number(part.dataset.countdown) * 1000;
  const tick = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    part.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    if (leaving) clearInterval(tick);
    else if (left === 0) {
      clearInterval(tick);
      location.assign(location.pathname + keptView());
    }
  }, 250);
}

/** Fills a progress bar within the given milliseconds. */
function fillIn(bar) {
  const begun = performance.now();
  const from = bar.value;
  const time = Math.max(1, Number(bar.dataset.fillIn));
  const step = () => {
    const part = Math.min(1, (performance.now() - begun) / time);
    bar.value = from + (bar.max - from) * part;
    if (part < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

for (const part of page.querySelectorAll("[data-poll]")) poll(part);
for (const part of page.querySelectorAll("[data-countdown]")) countDown(part);
for (const part of page.querySelectorAll("[data-fill-in]")) fillIn(part);
for (const part of page.querySelectorAll("[data-press-after]")) {
  setTimeout(() => part.querySelector("form").requestSubmit(), Number(part.dataset.pressAfter) + 50);
}
for (const part of page.querySelectorAll("[data-follow-after]")) {
  setTimeout(() => location.assign(part.href), Number(part.dataset.followAfter) * 1000);
}
for (const part of page.querySelectorAll("[data-touch]")) {
  if (matchMedia("(pointer: coarse)").matches) location.replace(part.dataset.touch);
}
for (const form of page.querySelectorAll("form[data-submit-now]")) form.submit();
page.querySelector("[data-focus]")?.focus();
