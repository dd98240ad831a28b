import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Measure } from '../bench'
import { figure } from '../figures'
import { environment } from '../processes'
import { ensureSessions } from '../sessions'

const sessions = 1_000

/** Look-ups and cryptography by themselves, without a server around them. */
export const measureMicro: Measure = async ({ size, world }) => {
  await ensureSessions(world.databaseUrl, sessions, size.people)
  const node = ['--conditions=react-server', '--import', 'tsx', 'bench/micro.ts']
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...node, String(size.microMs), String(size.microRounds), String(sessions)],
    { env: environment(world.variables) },
  )
  const taken = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number[]>
  return {
    title: 'Pieces',
    notes: [
      'One after the other in a process that does nothing else, by tinybench: the median time of one call.',
    ],
    figures: Object.entries(taken).map(([name, rounds]) => figure(name, 'µs', rounds)),
  }
}
