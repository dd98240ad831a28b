import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeAuthority } from './certificates'
import { howToTrust, trustCommand } from './trust'

test('there is a command for each platform, and it names the file', () => {
  for (const platform of ['linux', 'darwin', 'win32', 'freebsd'] as const)
    expect(trustCommand('/a/authority.pem', 'Our CA', platform)).toContain('/a/authority.pem')
})

test('what is said at the start leads to a page that has the command, and how to take it back', () => {
  const said = howToTrust('/a/authority.pem', 'Our CA')
  const [page = ''] = /docs\/\S+\.md$/.exec(said.at(-1) ?? '') ?? []
  const text = readFileSync(page, 'utf8')
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const command = trustCommand('.data/https/authority.pem', 'Bothways local CA 1a2b3c4d', platform)
    expect(text.replaceAll(/["'\\\n ]/g, '')).toContain(command.replaceAll(/["' ]/g, ''))
  }
  for (const removal of ['-D', 'delete-certificate', '-delstore']) expect(text).toContain(removal)
})

const hasCertutil = spawnSync('certutil', ['-H']).error === undefined

describe.skipIf(!hasCertutil)('certutil', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "bothways-it's a home-"))
  afterAll(() => rmSync(folder, { recursive: true }))
  const shell = (command: string) =>
    execFileSync('sh', ['-c', command], { env: { ...process.env, HOME: folder }, encoding: 'utf8' })
  const list = () => shell('certutil -d sql:"$HOME/.pki/nssdb" -L')

  test('does as the command says, for a database that is there and one that is not, and takes it back', () => {
    const file = path.join(folder, 'authority.pem')
    for (const name of ["Ada's CA", 'Bothways local CA 1a2b3c4d']) {
      writeFileSync(file, makeAuthority(new Date()).certificate)
      shell(trustCommand(file, name, 'linux'))
      expect(list()).toMatch(new RegExp(`${name} +C,,`))
    }
    shell(`certutil -d sql:"$HOME/.pki/nssdb" -D -n 'Bothways local CA 1a2b3c4d'`)
    expect(list()).not.toContain('Bothways')
  })
})
