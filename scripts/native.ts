import { EnvError } from '@/lib/env'
import {
  commandIn,
  exitCodes,
  type Outcome,
  help,
  type Command,
  CannotTell,
  refused,
  type Run,
} from './native/command'
import { LaunchError } from './launch/service'
import { me, signOut } from './native/sign-out'
import { TokenFileError } from './native/private-file'
import { placesBy } from './native/token-file'
import { refresh } from './native/tokens'
import { signIn } from './native/sign-in'

/** `npm run native`: this machine's command-line client of the API (docs/native.md). */

function print({ exit, code, sentence, details }: Outcome, json: boolean) {
  if (json) console.log(JSON.stringify({ ok: exit === 'done', code, message: sentence, ...details }))
  else if (exit === 'done') console.log(sentence)
  else console.error(sentence)
}

const args = process.argv.slice(2)
const command = commandIn(args)
const outcome = await runCommand(command, {
  clock: () => new Date(),
  say: (line) => console.error(line), // standard output is the result's
})
print(outcome, command?.json ?? args.includes('--json'))
process.exit(exitCodes[outcome.exit])

type Errand = Command & { name: Exclude<Command['name'], 'help'> }

function obey(run: Run, command: Errand): Promise<Outcome> | Outcome {
  switch (command.name) {
    case 'sign-in':
      return signIn(run, command)
    case 'me':
      return me(run)
    case 'refresh':
      return refresh(run)
    case 'sign-out':
      return signOut(run)
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof CannotTell)
    return { exit: 'cannot tell', code: 'cannot_tell', sentence: error.message }
  if (error instanceof TokenFileError) return refused('unsafe_token_file', error.message)
  if (error instanceof EnvError || error instanceof LaunchError)
    return { exit: 'usage', code: 'wrong_setting', sentence: error.message }
  throw error
}

/** Runs one command to its end. Prints nothing but what `say` is told. */
export async function runCommand(
  command: Command | undefined,
  { clock, say }: Omit<Run, 'places'>,
): Promise<Outcome> {
  if (!command) return { exit: 'usage', code: 'usage', sentence: help }
  if (command.name === 'help') return { exit: 'done', code: 'help', sentence: help }
  try {
    return await obey({ places: placesBy(process.env), clock, say }, { ...command, name: command.name })
  } catch (error) {
    return outcomeOf(error)
  }
}
