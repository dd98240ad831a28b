import { EmbeddedError } from '@/lib/db/embedded'
import { EnvError } from '@/lib/env'
import { openDatabase } from './launch/database'
import { LaunchError } from './launch/service'
import { readSecrets } from './launch/secrets'
import { checkSettings, childVariables, givenVariables } from './launch/settings'

/** `npm run rotate-keys`: the next signing key, now instead of when it is due. The app may be running, or not. */

async function rotate(now: Date): Promise<string> {
  const { rotateKeys } = await import('@/lib/auth') // needs the settings
  const { pool } = await import('@/lib/db/prisma-client')
  try {
    const activeAt = await rotateKeys(now)
    return activeAt
      ? `A new key is published. It signs from ${activeAt.toISOString()}; the one before verifies until its last token has ended.`
      : 'Nothing to do: a new key is published already and waits for its time.'
  } finally {
    await pool().end()
  }
}

const flags = { dev: false, https: false }

async function main(now: Date) {
  const given = givenVariables(process.env)
  const settings = checkSettings(given, flags)
  const { secrets } = await readSecrets(settings.DATA_DIR)
  const { url, embedded } = await openDatabase(given, settings.DATA_DIR, secrets.databasePassword)
  try {
    Object.assign(process.env, childVariables(given, flags, secrets, url))
    console.log(await rotate(now))
  } finally {
    await embedded?.stop()
  }
}

await main(new Date()).catch((error: Error) => {
  const isForPeople = [EnvError, EmbeddedError, LaunchError].some((kind) => error instanceof kind)
  console.error(isForPeople ? error.message : error.stack)
  process.exitCode = 1
})
