import { runCommand } from './native/index'
import { commandIn, exitCodes, type Outcome } from './native/command'

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
