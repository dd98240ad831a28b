import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { chromium, type Browser, type LaunchOptions } from '@playwright/test'
import { glyphShapes } from '@/app/components/glyph'
import { strategyCount } from '@/app/components/strategy'
import { strategies, strategyIds, type StrategyId } from '@/lib/strategies'
import { findBrowser } from './testing/browser'

/** `node … scripts/images.ts` draws the files of `public/` anew from `public/icon.svg`. They are committed: a start draws nothing. */

const paper = '#fcfcfa'
const ink = '#1c1d1a'
const fonts = "'Liberation Sans', Arial, sans-serif"

const drawing = /<path.*(?=<\/g>)/s

/** The icon on paper, as systems show it that know no transparency. @param share of the width that the mark takes */
const onPaper = (icon: string, share: number) => {
  const margin = (20 / share - 20) / 2
  const size = 20 + 2 * margin
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-margin} ${-margin} ${size} ${size}">
    <rect x="${-margin}" y="${-margin}" width="${size}" height="${size}" fill="${paper}"/>
    <g fill="${ink}" stroke="${ink}">${icon.match(drawing)![0]}</g></svg>`
}

/** The colour of a strategy on paper, as app/theme.css has it. */
function colorOf(id: StrategyId, theme: string): string {
  const [, color] = new RegExp(`--${id}: light-dark\\((#\\w+)`).exec(theme) ?? []
  if (!color) throw new Error(`app/theme.css has no colour for ${id}`)
  return color
}

const column = (id: StrategyId, theme: string) => `<div style="color:${colorOf(id, theme)}">
  <svg viewBox="0 0 12 12" width="84" height="84" overflow="visible" fill="currentColor"><path d="${glyphShapes[id]}"/></svg><b>${strategies[id].name}</b></div>`

/** Wide enough for its name. */
const share = (id: StrategyId) => `${Math.max(7, Math.ceil(5 + 0.3 * strategies[id].name.length))}fr`

/** Columns of the same structure: only what differs has a colour. Readable at a quarter of its size. */
const social = (icon: string, theme: string) => `<style>
  body { margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 72px 80px 0; background: ${paper};
    color: ${ink}; font-family: ${fonts} }
  header { display: flex; align-items: center; gap: 18px; font-size: 38px; font-weight: 600; letter-spacing: -.01em }
  header img { width: 48px; height: 48px }
  h1 { margin: 44px 0 0; font-size: 68px; line-height: 1.12; font-weight: 700; letter-spacing: -.022em }
  main { position: absolute; left: 80px; right: 80px; bottom: 64px; display: grid; grid-template-columns: ${strategyIds.map(share).join(' ')};
    border-top: 2px solid ${ink} }
  main div { display: grid; gap: 24px; align-content: start; padding: 34px 12px 0 20px; border-left: 1px solid #e2e2dc }
  main div:first-child { padding-left: 0; border-left: 0 }
  b { font-size: 24px; font-weight: 600; line-height: 1.2; letter-spacing: -.01em }
</style><header><img alt="" src="data:image/svg+xml,${encodeURIComponent(icon)}">Bothways</header><h1>The same person,<br>kept signed in ${strategyCount} ways</h1>
<main>${strategyIds.map((id) => column(id, theme)).join('')}</main>`

async function drawn(browser: Browser, html: string, width: number, height = width): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light' })
  await page.setContent(html)
  const picture = await page.screenshot({ omitBackground: true })
  await page.close()
  return picture
}

const filling = (svg: string) =>
  `<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${svg}`

/** An ICO file of PNG pictures: a header, an entry of 16 bytes for each, then the pictures. Sizes below 256. */
function ico(pictures: { size: number; png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index
    head.writeUInt8(size, at)
    head.writeUInt8(size, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

async function main() {
  const icon = await readFile('public/icon.svg', 'utf8')
  const theme = await readFile('app/theme.css', 'utf8')
  await mkdir('public', { recursive: true })
  const options: LaunchOptions = { args: ['--no-sandbox', '--disable-gpu'] }
  const executablePath = findBrowser()
  if (executablePath) options.executablePath = executablePath
  const browser = await chromium.launch(options)
  const write = (file: string, content: Buffer) => writeFile(`public/${file}`, content)
  const svg = (share: number, size: number) => drawn(browser, filling(onPaper(icon, share)), size)
  try {
    await write('icon-192.png', await svg(0.72, 192))
    await write('icon-512.png', await svg(0.72, 512))
    await write('icon-maskable-512.png', await svg(0.5, 512)) // all of it within the circle of 80 % that is safe
    await write('apple-touch-icon.png', await svg(0.66, 180))
    const sizes = [16, 32, 48]
    const pictures = sizes.map(async (size) => ({ size, png: await svg(0.94, size) }))
    await write('favicon.ico', ico(await Promise.all(pictures)))
    await write('social.png', await drawn(browser, social(icon, theme), 1200, 630))
  } finally {
    await browser.close()
  }
}

await main()
