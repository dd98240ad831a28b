/**
 * Runs once, before the server answers anything. Here the app is put together: the core knows no lab, which fills the
 * hooks of the core where it is on. Where it is off, of it only the list of its paths is loaded, and these are closed.
 */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { default: packageJson } = await import('@/package.json')
  const { registerTracing } = await import('@/lib/trace')
  const { hardenServer } = await import('@/lib/auth/http/edge/guard-server')
  const { closedPaths } = await import('@/lib/auth/http/edge/admitted')
  const { startCleanup } = await import('@/lib/accounts')
  const { startKeyRotation, startSessionCache } = await import('@/lib/auth')
  const { labIsOn } = await import('@/lib/lab/is-on')
  if (labIsOn()) (await import('@/lib/lab/register')).registerLab()
  else closedPaths.fill((await import('@/lib/lab/lab-endpoints')).labRoutes)
  await registerTracing(packageJson, labIsOn())
  hardenServer()
  startCleanup()
  startKeyRotation()
  startSessionCache()
}
