import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Part } from '../figures'

/** What was measured and the simulation is given or compared with: an extract of runs of `bench`, never written by hand. */

export const measuredFile = path.resolve('bench/simulation/measured.json')

const figure = z.object({
  name: z.string(),
  unit: z.string(),
  median: z.number(),
  rounds: z.array(z.number()),
})
const size = z.object({
  shortSeconds: z.number(),
  curveRounds: z.number(),
  sessions: z.array(z.number()),
  databaseDelaysMs: z.array(z.number()),
  instances: z.array(z.number()),
})
const benchRun = z.object({
  at: z.string(),
  isQuick: z.boolean(),
  machine: z.string(),
  size,
  parts: z.array(z.object({ title: z.string(), figures: z.array(figure) })),
})

const extract = z.object({
  parts: z.array(
    z.object({
      title: z.string(),
      /** when the run began to be written, and whether it was a quick one */
      at: z.string(),
      isQuick: z.boolean(),
      machine: z.string(),
      size: size.optional(),
      /** name to median */
      figures: z.record(z.string(), z.number()),
    }),
  ),
})
export type Measured = z.infer<typeof extract>

const used = ['Requests', 'Database', 'Processes and tokens', 'Sessions', 'Sign-ins']
const isOfPeers = (name: string) => /Better Auth|Auth\.js|iron-session|jose|Node's|peers|÷|claim/.test(name)

/**
 * Takes what the simulation uses out of runs of `bench`. Of a part that is in more than one of them the last counts.
 * @throws ZodError where a file is no run of `bench`
 */
export function extractOf(texts: string[]): Measured {
  const parts = new Map<string, Measured['parts'][number]>()
  for (const text of texts) {
    const run = benchRun.parse(JSON.parse(text))
    for (const { title, figures } of run.parts.filter((part) => used.includes(part.title)))
      parts.set(title, {
        title,
        at: run.at,
        isQuick: run.isQuick,
        machine: run.machine,
        size: run.size,
        figures: medians(figures),
      })
  }
  return { parts: [...parts.values()] }
}

const medians = (figures: { name: string; median: number }[]) =>
  Object.fromEntries(figures.filter(({ name }) => !isOfPeers(name)).map(({ name, median }) => [name, median]))

/** The same with one more part, measured now. */
export const withPart = (
  { parts }: Measured,
  { title, figures }: Part,
  at: string,
  machine: string,
): Measured => ({
  parts: [
    ...parts.filter((part) => part.title !== title),
    { title, at, isQuick: false, machine, figures: medians(figures) },
  ],
})

/** @throws ZodError, or where the file is not there */
export const readMeasured = (file = measuredFile): Measured =>
  extract.parse(JSON.parse(readFileSync(file, 'utf8')))

/** @throws Error naming the figure that was not measured */
export function valueOf({ parts }: Measured, name: string): number {
  const value = parts.find(({ figures }) => name in figures)?.figures[name]
  if (value === undefined) throw new Error(`Not measured: ${name}`)
  return value
}

/** Whether there is such a figure: a quick run of `bench` has fewer. */
export const isMeasured = ({ parts }: Measured, name: string) => parts.some(({ figures }) => name in figures)
