import { spawn } from 'node:child_process'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

/** The snippets of docs/deploy/verifying-tokens.md, run as they stand there. */

const guide = 'docs/deploy/verifying-tokens.md'
const folder = resolve('artifacts/verifiers') // below the project: they import its packages

export type Said = Record<string, Record<string, string | null>>

/** Heading → the module below it. */
export async function snippets(): Promise<Record<string, string>> {
  const written = await readFile(guide, 'utf8')
  const found = [...written.matchAll(/^### ([^\n]+)\n(?:[^#`]*\n)?```js\n(.*?)^```$/gms)]
  return Object.fromEntries(found.map(([, heading = '', code = '']) => [heading, code]))
}

/** Asks each module about each token, and about the good one again with a clock that is ahead. */
export async function runVerifiers(
  codes: Record<string, string>,
  tokens: Record<string, string>,
  environment: Record<string, string>,
  aheadSeconds: number,
): Promise<Said> {
  await mkdir(folder, { recursive: true })
  const modules: Record<string, string> = {}
  for (const [heading, code] of Object.entries(codes)) {
    const file = `${folder}/${heading.replace(/\W+/g, '-')}-${process.pid}.mjs`
    await writeFile(file, code)
    modules[heading] = pathToFileURL(file).href
  }
  const { PATH = '', HOME = '' } = process.env
  const env = Object.assign({ PATH, HOME }, environment) as unknown as NodeJS.ProcessEnv
  const child = spawn(process.execPath, ['e2e/support/run-verifiers.mjs'], { env })
  child.stdin.end(JSON.stringify({ modules, tokens, aheadSeconds }))
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (!out) throw new Error(problems)
  return JSON.parse(out) as Said
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decoded = (part = '') =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>

/** What somebody makes of a good token who has all that is public, but not the key. */
export function forgeriesOf(good: string, publicPem: string): Record<string, string> {
  const [head = '', body = '', signature = ''] = good.split('.')
  const claims = encoded(Object.assign(decoded(body), { role: 'admin', exp: 4_000_000_000 }))
  const headed = (changes: object) => encoded(Object.assign(decoded(head), changes))
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const byOther = (input: string) =>
    sign('sha256', Buffer.from(input), { key: other.privateKey, dsaEncoding: 'ieee-p1363' })
  const withMac = `${headed({ alg: 'HS256' })}.${claims}`
  const withOther = `${head}.${claims}`
  const withJwk = `${headed({ jwk: other.publicKey.export({ format: 'jwk' }), kid: 'x' })}.${claims}`
  return {
    'other claims': `${head}.${claims}.${signature}`,
    'no signature': `${headed({ alg: 'none' })}.${claims}.`,
    'a MAC with the public key': `${withMac}.${createHmac('sha256', publicPem).update(withMac).digest('base64url')}`,
    'another key': `${withOther}.${byOther(withOther).toString('base64url')}`,
    'its own key in the header': `${withJwk}.${byOther(withJwk).toString('base64url')}`,
    'a changed signature': `${head}.${body}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
    junk: 'a.b.c',
  }
}
