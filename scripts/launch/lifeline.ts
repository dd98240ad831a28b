import { pathToFileURL } from 'node:url'

const preload = pathToFileURL('scripts/launch/end-with-launcher.mjs').href

/** An environment in which every Node process ends soon after this one is gone, even by `kill -9`. */
export function underOurLife(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const options = [env.NODE_OPTIONS, `--import=${preload}`].filter(Boolean).join(' ')
  return { ...env, LAUNCHER_PID: String(process.pid), NODE_OPTIONS: options }
}
