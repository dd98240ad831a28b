import 'server-only'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { env } from '@/lib/env'

const manifest = z.object({ node: z.record(z.string(), z.unknown()) })

let known: ReadonlySet<string> | null | undefined

/** @returns null while developing: there an action is built when its page is asked for */
function readActions(): ReadonlySet<string> | null {
  if (env().NODE_ENV !== 'production') return null
  const file = path.join(process.cwd(), '.next', 'server', 'server-reference-manifest.json')
  return new Set(Object.keys(manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).node))
}

/** Whether this build has an action of that id. Read once: a build does not change under a running server. */
export function isAction(id: string): boolean {
  if (known === undefined) known = readActions()
  return known?.has(id) ?? true
}
