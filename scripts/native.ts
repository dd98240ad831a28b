import { EnvError } from '@/lib/env'
import {
  commandIn,
  exitCodes,
  type CommandResult,
  help,
  type Command,
  CannotTell,
  refused,
  type CommandContext,
} from './native/command'
import { LaunchError } from './launch/service'
import { me, signOut } from './native/sign-out'
import { TokenFileError } from './native/private-file'
import { placesBy } from './native/token-file'
import { refresh } from './native/tokens'
import { signIn } from './native/sign-in'

/** `npm run native`: this machine's command-line client of the API (docs/native.md). */

function print({ ok, code, sentence, details }: CommandResult, json: boolean) {
  if (json) console.log(JSON.stringify({ ok, code, message: sentence, ...details }))
  else if (ok) console.log(sentence)
  else console.error(sentence)
}

const args = process.argv.slice(2)
const command = commandIn(args)
const result = await runCommand(command, {
  clock: () => new Date(),
  say: (line) => console.error(line), // standard output is the result's
})
print(result, command?.json ?? args.includes('--json'))
process.exit(result.ok ? 0 : exitCodes[result.exit])

type Errand = Command & { name: Exclude<Command['name'], 'help'> }

function obey(context: CommandContext, command: Errand): Promise<CommandResult> {
  switch (command.name) {
    case 'sign-in':
      return signIn(context, command)
    case 'me':
      return me(context)
    case 'refresh':
      return refresh(context)
    case 'sign-out':
      return signOut(context)
  }
}

function resultOf(error: unknown): CommandResult {
  if (error instanceof CannotTell)
    return { ok: false, exit: 'cannot tell', code: 'cannot_tell', sentence: error.message }
  if (error instanceof TokenFileError) return refused('unsafe_token_file', error.message)
  if (error instanceof EnvError || error instanceof LaunchError)
    return { ok: false, exit: 'usage', code: 'wrong_setting', sentence: error.message }
  throw error
}

/** Runs one command to its end. Prints nothing but what `say` is told. */
export async function runCommand(
  command: Command | undefined,
  { clock, say }: Omit<CommandContext, 'places'>,
): Promise<CommandResult> {
  if (!command) return { ok: false, exit: 'usage', code: 'usage', sentence: help }
  if (command.name === 'help') return { ok: true, code: 'help', sentence: help }
  try {
    return await obey({ places: placesBy(process.env), clock, say }, { ...command, name: command.name })
  } catch (error) {
    return resultOf(error)
  }
}
