import type { Env } from '@/lib/env'
import { readCertificates } from './files'
import { startTlsServer } from './tls-server'
import { howToTrust } from './trust'

/** The door of `--https`. Loaded by a start that was given it, and by no other. */

export type Https = {
  said: string
  /** of the certificate of the authority: for a client of ours that calls the app */
  authorityFile: string
  /** Listens at HOST and PORT with TLS, before an app at this port of 127.0.0.1. */
  serve: (appPort: number) => Promise<{ said: string; stop: () => Promise<void> }>
  /** how a browser comes to trust it, in lines for people */
  explanation: string[]
}

/**
 * Reads or makes the certificates. Nothing listens yet.
 * @throws LaunchError where their folder cannot be used, or the authority is damaged
 */
export async function prepareHttps({ DATA_DIR, AUTH_URL, HOST, PORT }: Env, now: Date): Promise<Https> {
  const { said, server, authorityFile, authorityName } = await readCertificates(
    DATA_DIR,
    new URL(AUTH_URL).hostname,
    now,
  )
  const common = { certificate: server, host: HOST, port: PORT, origin: AUTH_URL }
  return {
    said,
    authorityFile,
    serve: (appPort) => startTlsServer({ ...common, appPort }),
    explanation: howToTrust(authorityFile, authorityName),
  }
}
