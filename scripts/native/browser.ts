import { spawn } from 'node:child_process'

type Variables = Record<string, string | undefined>

/** The program that opens an address in the person's browser; undefined where there is no screen to open it on. */
function opener(platform: NodeJS.Platform, { DISPLAY, WAYLAND_DISPLAY }: Variables): string | undefined {
  if (platform === 'darwin') return 'open'
  return DISPLAY || WAYLAND_DISPLAY ? 'xdg-open' : undefined
}

/** Opens the system's browser, where there is one. No shell sees the address. Whether it worked nobody can know: the
 *  address is printed as well. */
export function openBrowser(url: URL, environment: Variables = process.env, platform = process.platform) {
  const program = opener(platform, environment)
  if (!program || !/^https?:$/.test(url.protocol)) return
  spawn(program, [url.href], { stdio: 'ignore', detached: true, env: environment as NodeJS.ProcessEnv })
    .on('error', () => {}) // not installed
    .unref()
}
