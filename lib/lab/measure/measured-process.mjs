import { isMainThread } from 'node:worker_threads'

// Loaded first into a process that is measured: it says what that process has computed so far, microseconds of all its
// threads, whenever it is asked, and ends the process when nobody can ask any more.
if (isMainThread && process.send) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send(user + system)
  })
  process.once('disconnect', () => process.exit())
}
