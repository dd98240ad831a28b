import { EnvError } from '@/lib/env'
import { LaunchError } from '../launch/launch-error'
import { help, type Command } from './command'
import { me } from './me'
import { CannotTell, refused, type Outcome } from './outcome'
import { placesBy } from './places'
import { refresh } from './refresh'
import type { Run } from './run'
import { signIn } from './sign-in'
import { signOut } from './sign-out'
import { TokenFileError } from './token-file'

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
