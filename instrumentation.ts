/** Runs once, before the server answers anything. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { default: packageJson } = await import('@/package.json')
  const { registerTracing } = await import('@/lib/trace')
  const { hardenServer } = await import('@/lib/auth/http/edge/guard-server')
  const { startCleanup: keepHouse } = await import('@/lib/accounts')
  const { startKeyRotation: keepKeys } = await import('@/lib/auth')
  await registerTracing(packageJson)
  hardenServer()
  keepHouse()
  keepKeys()
}
