import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { variableNames } from '@/lib/env'

const mentioned = readFileSync('.env.example', 'utf8').matchAll(/^# ([A-Z\d_]+)=/gm)

test('.env.example lists every variable, and no other', () => {
  expect([...mentioned].map(([, name]) => name).sort()).toEqual([...variableNames].sort())
})
