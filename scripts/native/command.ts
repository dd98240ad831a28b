import { parseArgs } from 'node:util'
import { defaultTokenStrategy } from '@/lib/strategies'
import { tokenKinds, type Stored } from './token-file'

export const help = `npm run native -- [command] [options]

  sign-in    (or nothing) sign in with your browser
  me         ask the API who you are; refreshes the access token when it has expired
  refresh    a new access token now
  sign-out   revoke, and delete the tokens here
  help       this

  --token=bearer|hybrid|provider   sign-in: call the API with a token of ours (bearer or hybrid), exchanged for the
                                   provider's, or with the provider's own. Default: bearer
  --no-browser                     sign-in: print the address, open nothing
  --json                           one JSON object on standard output, for scripts

Exit code: 0 done, 1 refused or not signed in, 2 wrong usage, 3 cannot tell (the app or the provider does not answer).`

const names = ['sign-in', 'me', 'refresh', 'sign-out', 'help'] as const

export type Command = {
  name: (typeof names)[number]
  kind: Stored['kind']
  browser: boolean
  json: boolean
}

const options = {
  token: { type: 'string' },
  'no-browser': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const among = <T extends string>(all: readonly T[], given: string) => all.find((one) => one === given)

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch {
    return undefined // its message repeats what was typed, which may be a secret in the wrong place
  }
}

/** @returns undefined when it is none: nothing of it may be repeated to the terminal */
export function commandIn(args: string[]): Command | undefined {
  const parsed = parse(args)
  if (!parsed || parsed.positionals.length > 1) return undefined
  const { token, json = false, help: asked, 'no-browser': noBrowser } = parsed.values
  const name = asked ? 'help' : among(names, parsed.positionals[0] ?? 'sign-in')
  const kind = among(tokenKinds, token ?? defaultTokenStrategy)
  const isMisplaced = name !== 'sign-in' && (token !== undefined || noBrowser !== undefined)
  return name && kind && !isMisplaced ? { name, kind, json, browser: !noBrowser } : undefined
}
