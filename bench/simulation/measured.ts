import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** What was measured and the simulation is given or compared with: an extract of runs of `bench`, never written by hand. */

export const measuredFile = path.resolve('bench/simulation/measured.json')

/** Of a run: when it began to be written, whether it was a quick one, where, and for how long it asked. */
const run = { at: z.string(), isQuick: z.boolean(), machine: z.string() }
const size = z.object({ shortSeconds: z.number(), curveRounds: z.number() })
const figures = z.array(z.object({ name: z.string(), median: z.number() }))
const benchRun = z.object(
  Object.assign({ size, parts: z.array(z.object({ title: z.string(), figures })) }, run),
)
const part = z.object(
  Object.assign({ title: z.string(), size: size.optional(), figures: z.record(z.string(), z.number()) }, run),
)
const extract = z.object({ parts: z.array(part) })
export type Measured = z.infer<typeof extract>

const used = ['Requests', 'Database', 'Processes and tokens', 'Sessions', 'Sign-ins']
const isOfPeers = (name: string) => /Better Auth|Auth\.js|iron-session|jose|Node's|peers|÷|claim/.test(name)

/** Names to medians, without those of other libraries. */
export const medians = (all: z.infer<typeof figures>) =>
  Object.fromEntries(all.filter(({ name }) => !isOfPeers(name)).map(({ name, median }) => [name, median]))

/**
 * What the simulation uses of a run of `bench`.
 * @throws ZodError where the text is no such run
 */
export function extractOf(text: string): Measured['parts'] {
  const { at, isQuick, machine, size, parts } = benchRun.parse(JSON.parse(text))
  return parts
    .filter(({ title }) => used.includes(title))
    .map(({ title, figures }) => ({ title, at, isQuick, machine, size, figures: medians(figures) }))
}

/** With these parts instead of those of the same title. */
export const withParts = ({ parts }: Measured, fresh: Measured['parts']): Measured => ({
  parts: [...parts.filter(({ title }) => !fresh.some((one) => one.title === title)), ...fresh],
})

/** @throws ZodError where the file is something else */
export const readMeasured = (file = measuredFile): Measured =>
  existsSync(file) ? extract.parse(JSON.parse(readFileSync(file, 'utf8'))) : { parts: [] }

/** Whether there is such a figure: a quick run of `bench` has fewer. */
export const isMeasured = ({ parts }: Measured, name: string) => parts.some(({ figures }) => name in figures)

/** @throws Error naming the figure that was not measured */
export function valueOf({ parts }: Measured, name: string): number {
  const value = parts.find(({ figures }) => name in figures)?.figures[name]
  if (value === undefined) throw new Error(`Not measured: ${name}`)
  return value
}
