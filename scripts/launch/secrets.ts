import { randomBytes } from 'node:crypto'
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { z } from 'zod'
import { withLock } from '@/lib/db/embedded/lock'
import { LaunchError } from './service'

/** What a run needs and nobody should have to invent: `DATA_DIR/secrets.json`, mode 600, made at the first start. */
const stored = z.looseObject({
  AUTH_SECRET: z.string(),
  LOCAL_PROVIDER_SECRET: z.string(),
  databasePassword: z.string().min(32),
  /** signs the local provider's cookies */
  providerCookieKey: z.string().min(32),
  /** private; signs the local provider's ID tokens */
  providerSigningKey: z.looseObject({ kty: z.literal('RSA'), kid: z.string() }),
})

export type Secrets = z.infer<typeof stored>

/** base64url */
const random = () => randomBytes(33).toString('base64url')

async function signingKey() {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 3072, extractable: true })
  return { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString('hex'), alg: 'RS256', use: 'sig' }
}

function readStored(file: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new LaunchError(`${file} cannot be read: repair it, or remove it and everybody is signed out.`)
  }
}

/** Whole or not at all, and never readable by others. */
function write(file: string, secrets: Secrets) {
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, file)
}

async function complete(present: Record<string, unknown>) {
  return {
    AUTH_SECRET: random(),
    LOCAL_PROVIDER_SECRET: random(),
    databasePassword: random(),
    providerCookieKey: random(),
    providerSigningKey: present.providerSigningKey || (await signingKey()),
    ...present,
  }
}

function makeFolder(dataDir: string) {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    throw new LaunchError(
      `DATA_DIR: ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
    )
  }
}

/** Reads the secrets of a DATA_DIR, making those that are missing. Safe when several starts do it at once.
 *  @throws LaunchError when the folder cannot be written or the file is damaged */
export async function readSecrets(dataDir: string): Promise<{ said: string; secrets: Secrets }> {
  makeFolder(dataDir)
  const file = path.join(dataDir, 'secrets.json')
  return withLock(`${file}.lock`, async () => {
    const present = readStored(file)
    const { data, error } = stored.safeParse(await complete(present))
    if (error)
      throw new LaunchError(`${file}: ${String(error.issues[0]?.path[0])} is damaged: remove that entry.`)
    const isComplete = Object.keys(data).every((name) => name in present)
    if (isComplete) chmodSync(file, 0o600)
    else write(file, data)
    return { said: isComplete ? 'read' : 'made', secrets: data }
  })
}
