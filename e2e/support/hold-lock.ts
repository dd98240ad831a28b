import { once } from 'node:events'
import { withLock } from '@/lib/db/embedded/lock'

/** A process that holds the lock it is told of, until its standard input ends. */
await withLock(process.argv[2] ?? '', async () => {
  process.stdout.write('held\n')
  await once(process.stdin.resume(), 'end')
})
