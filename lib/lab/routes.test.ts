import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { labRoutes } from './lab-endpoints'

const below = (folder: string) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(({ name }) => name === 'page.tsx' || name === 'route.ts')
    .map(({ parentPath }) => parentPath.slice('app/(lab)'.length))

test('every page and route of app/(lab) is a route of the lab, but for the guide', () => {
  const ofLab = below('app/(lab)').filter((path) => path !== '/choose')
  expect(ofLab.length).toBeGreaterThan(10)
  for (const path of ofLab)
    expect(
      labRoutes.some((route) => path === route || path.startsWith(`${route}/`)),
      path,
    ).toBe(true)
  for (const route of labRoutes)
    expect(
      ofLab.some((path) => path.startsWith(route)),
      route,
    ).toBe(true)
})
