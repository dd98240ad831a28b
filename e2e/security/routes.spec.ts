import { readFileSync } from 'node:fs'
import { endpoints as coreEndpoints } from '@/lib/api-schema/api'
import { labEndpoints } from '@/lib/lab/lab-endpoints'
import { expect, test } from '../support/test'

const endpoints = { ...coreEndpoints, ...labEndpoints }

/** No way in that is not written down: ASVS 6.1.3. What the build serves is what the documents list. */

const pages = [
  ...[
    '/',
    '/sign-in',
    '/sign-up',
    '/forgot-password',
    '/reset-password',
    '/verify-email',
    '/account',
    '/admin',
  ],
  ...[
    '/compare',
    '/wire',
    '/experiments',
    '/experiments/{slug}',
    '/measure',
    '/choose',
    '/spa',
    '/outbox',
    '/read-paths',
    '/glossary',
    '/tour',
    '/api-docs',
    '/security',
  ],
]
const authjs = ['/api/auth/{strategy}/{...action}']
/** forms that lead to a provider, and a provider that tells of a sign-out: docs/providers */
const ofProviders = ['/api/sign-in/{provider}', '/api/sign-out/provider', '/api/oidc/backchannel-logout']
/** streams of what happens, lab only */
const ofLab = [
  '/api/lab/experiments/{slug}/run',
  '/api/lab/flows/{slug}/record',
  '/api/lab/credential',
  '/api/lab/measure/run',
  '/api/lab/measure/results',
]
/** answers 404 as a problem document */
const catchAll = ['/api/{...nothing}', '/.well-known/{...nothing}']
/** no API: a redirect and a text, for programs */
const wellKnown = ['/.well-known/change-password', '/.well-known/security.txt']
const ofNext = ['/_not-found', '/_global-error']
const known = new Set([
  ...Object.keys(endpoints),
  ...authjs,
  ...ofProviders,
  ...ofLab,
  ...pages,
  ...ofNext,
  ...catchAll,
  ...wellKnown,
])

const manifest = () => {
  const text = readFileSync('.next/app-path-routes-manifest.json', 'utf8')
  return Object.values(JSON.parse(text) as Record<string, string>)
}

test('the build serves no route that nobody documented', () => {
  const served = manifest().map((path) => path.replaceAll('[', '{').replaceAll(']', '}'))
  expect(served.length).toBeGreaterThan(Object.keys(endpoints).length)
  expect(served.filter((path) => !known.has(path))).toEqual([])
})

test('every documented endpoint is served', () => {
  const served = manifest().map((path) => path.replaceAll('[', '{').replaceAll(']', '}'))
  expect(Object.keys(endpoints).filter((path) => !served.includes(path))).toEqual([])
})
