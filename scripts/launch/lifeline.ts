import { pathToFileURL } from 'node:url'

const preload = pathToFileURL('scripts/launch/end-with-parent.mjs').href

/** An environment in which every Node process below ends when the one that started it is gone, even by `kill -9`.
 *  Needs an IPC channel to the child. */
export function underOurLife(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, NODE_OPTIONS: [env.NODE_OPTIONS, `--import=${preload}`].filter(Boolean).join(' ') }
}
