import { isMainThread } from 'node:worker_threads'

// Loaded first into every process below the launcher: none outlives it, whatever it died of. Asking now and then is the
// one way that works for children of children too, and that keeps no process alive.
const intervalMs = 250
const launcher = Number(process.env.LAUNCHER_PID)
const parent = process.ppid

function exists(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

if (isMainThread && launcher) {
  setInterval(() => {
    if (process.ppid !== parent || !exists(launcher)) process.exit(1)
  }, intervalMs).unref()
}
