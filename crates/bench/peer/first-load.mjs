// The first load of the user interface on a phone with a slow line and a slow processor. Prints
// what came over the wire and when the first press is possible, as JSON: the median of some loads,
// each in a fresh browser profile.

import { chromium } from 'playwright-core'

const LOADS = 5
const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 3,
  isMobile: true,
  hasTouch: true,
  locale: 'ja-JP',
}
const LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }

const address = process.argv[2]
const browser = await chromium.launch({
  executablePath: process.env.IDENT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})

async function load() {
  const context = await browser.newContext(PHONE)
  const page = await context.newPage()
  const tools = await context.newCDPSession(page)
  let fonts = 0
  const kinds = new Map()
  const result = { requests: 0, bytes: 0, bytes_until_usable: 0 }
  tools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  tools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    result.requests += 1
    result.bytes += encodedDataLength
    if (kinds.get(requestId) === 'Font') fonts += encodedDataLength
  })
  await tools.send('Network.enable')
  await tools.send('Network.emulateNetworkConditions', LINE)
  await tools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const begun = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await page.locator('main a[href], main button').first().waitFor({ state: 'visible' })
  // Answers at once only when the page's own thread is free.
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => setTimeout(next))))
  result.usable_ms = performance.now() - begun
  result.bytes_until_usable = result.bytes
  await page.waitForLoadState('networkidle')
  result.all_ms = performance.now() - begun
  await context.close()
  return { ...result, font_bytes: fonts }
}

const loads = []
for (let count = 0; count < LOADS; count += 1) loads.push(await load())
await browser.close()
loads.sort((one, other) => one.usable_ms - other.usable_ms)
console.log(JSON.stringify(loads[Math.floor(LOADS / 2)]))
