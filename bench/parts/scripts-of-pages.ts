import { gzipSync } from 'node:zlib'
import type { Measure } from '../bench'
import { figure } from '../figures'
import { names } from '../targets'

/** The addresses of the scripts that a browser of today loads with a page. */
export function scriptsIn(html: string, base: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*>/gi)].map(([tag]) => tag)
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => /\bsrc="([^"]+)"/i.exec(tag)?.[1] ?? [])
  return [...new Set(sources)].map((source) => new URL(source.replaceAll('&amp;', '&'), base).href)
}

/** Kilobytes, each script compressed by itself. */
async function weightOf(url: string): Promise<number> {
  const scripts = scriptsIn(await (await fetch(url)).text(), url)
  if (scripts.length === 0) throw new Error(`${url} has no script`)
  const sizes = scripts.map(async (script) => {
    const answer = await fetch(script)
    if (answer.status !== 200) throw new Error(`${script} answered ${answer.status}`)
    return gzipSync(Buffer.from(await answer.arrayBuffer())).length
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1024
}

/** What a browser loads of scripts for the page to sign in, beside what Next loads for a page that does nothing. */
export const measureScripts: Measure = async ({ world: { app, peers } }) => {
  const [page, empty] = [await weightOf(`${app.url}/sign-in`), await weightOf(`${peers.url}/empty`)]
  return {
    title: 'JavaScript of the sign-in page',
    notes: [
      'What the HTML names by `<script src>`, each file compressed with gzip. The empty page is one of the peers’ app.',
    ],
    figures: [
      figure(names.script, 'KB', [page - empty]),
      figure('sign-in page', 'KB', [page]),
      figure('an empty page', 'KB', [empty]),
    ],
  }
}
