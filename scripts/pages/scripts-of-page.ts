import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** The addresses of the scripts that a browser of today loads with a page. */
export function scriptsIn(html: string, base: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*>/gi)].map(([tag]) => tag)
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => /\bsrc="([^"]+)"/i.exec(tag)?.[1] ?? [])
  return [...new Set(sources)].map((source) => new URL(source.replaceAll('&amp;', '&'), base).href)
}

async function bytesOf(script: string): Promise<number> {
  const answer = await fetch(script)
  if (answer.status !== 200) throw new Error(`${script} answered ${answer.status}`)
  return gzipSync(Buffer.from(await answer.arrayBuffer())).length
}

/**
 * What the HTML of a page names by `<script src>`: bytes, each script compressed by itself. Does NOT count what these scripts
 * load later.
 * @param cookie of who asks; absent: nobody
 * @throws Error where the page, or a script, is not there
 */
export async function scriptBytes(url: string, cookie?: string): Promise<number> {
  const answer = await fetch(url, { headers: cookie ? { cookie } : {}, redirect: 'manual' })
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
  const scripts = scriptsIn(await answer.text(), url)
  if (scripts.length === 0) throw new Error(`${url} has no script`)
  return (await Promise.all(scripts.map(bytesOf))).reduce((sum, bytes) => sum + bytes, 0)
}

/** What Next loads with every page, whatever is in it: bytes, each file compressed by itself. Reads `.next`. */
export function frameworkBytes(): number {
  const manifest = JSON.parse(readFileSync('.next/build-manifest.json', 'utf8')) as {
    rootMainFiles: string[]
  }
  return manifest.rootMainFiles
    .map((file) => gzipSync(readFileSync(`.next/${file}`)).length)
    .reduce((sum, bytes) => sum + bytes, 0)
}
