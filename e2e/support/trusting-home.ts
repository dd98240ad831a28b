import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from '@playwright/test'
import { trustCommand } from '@/scripts/launch/https/trust'
import { findBrowser } from '@/scripts/testing/browser'
import type { App } from './app'
import { expect, test } from './test'

/** Browsers of somebody who did what a start with `--https` said: they trust the authority of this machine. */

/** Where the certificate of the authority of an instance is. */
export const authorityFile = (app: App) => join(app.dataDir, 'https/authority.pem')

/** Whether no browser can be made to trust an authority here: for `test.skip`. */
export const cannotTrust = process.platform !== 'linux' || spawnSync('certutil', ['-H']).error !== undefined

type Options = {
  /** of Chromium */
  features?: readonly string[]
}

/**
 * A home of its own, removed afterwards, with one profile. `open` starts a browser with it, which keeps what the one before
 * has left there; it is no private window.
 */
export async function atTrustingHome(
  app: App,
  work: (open: () => Promise<BrowserContext>) => Promise<void>,
  { features = [] }: Options = {},
) {
  const home = await mkdtemp(join(tmpdir(), 'bothways-home-'))
  const environment = { ...process.env, HOME: home } as Record<string, string>
  const { launchOptions } = test.info().project.use
  const enabled = features.length > 0 ? [`--enable-features=${features.join(',')}`] : []
  const executablePath = findBrowser()! // the whole browser: one without windows binds no session
  const opened: BrowserContext[] = []
  try {
    const { status, stderr } = spawnSync('sh', ['-c', trustCommand(authorityFile(app), 'Ours', 'linux')], {
      env: environment as unknown as NodeJS.ProcessEnv,
      encoding: 'utf8',
    })
    expect(status, stderr).toBe(0)
    await mkdir(join(home, 'profile'))
    await work(async () => {
      const context = await chromium.launchPersistentContext(join(home, 'profile'), {
        ...launchOptions,
        executablePath,
        args: [...(launchOptions?.args ?? []), ...enabled],
        env: environment,
      })
      opened.push(context)
      return context
    })
  } finally {
    for (const context of opened) await context.close()
    await rm(home, { recursive: true, force: true })
  }
}
