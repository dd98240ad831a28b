import 'server-only'
import os from 'node:os'

/** What a run was run on, in a line. */
export const machine = () =>
  `${os.cpus()[0]?.model ?? os.arch()}, ${os.cpus().length} cores, Node ${process.version}`
