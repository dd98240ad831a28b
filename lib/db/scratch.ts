import 'server-only'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startEmbedded } from './embedded'

/** A throw-away server of its own, for tests and for diffs: fast, careless, gone with `destroy`. */
export async function startScratch() {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'bothways-'))
  await chmod(dataDir, 0o711) // PostgreSQL's account may be another one, and must get through
  const password = randomBytes(24).toString('base64url')
  const { url, destroy } = await startEmbedded({ dataDir, password, durable: false })
  return {
    /** of an empty database */
    url,
    destroy: async () => {
      await destroy()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
