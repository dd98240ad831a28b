import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchApp, type App } from './app'

type Range = { startOffset: number; endOffset: number; count: number }
type Script = { url: string; functions: { ranges: Range[] }[] }

const isBuilt = ({ url }: Script) => url.includes('/.next/server/')

/** Of the processes and threads that wrote down their coverage, those that served. */
function serverScripts(folder: string): Script[] {
  const all = readdirSync(folder).map((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: Script[] }
    return result
  })
  return all.filter((scripts) => scripts.some(isBuilt)).flat()
}

/** How often the innermost function or block around each place of `text` ran. */
function countsAround(text: string, { url, functions }: Script): number[] {
  const source = readFileSync(new URL(url), 'utf8')
  const at = source.indexOf(text)
  const around = functions
    .flatMap(({ ranges }) => ranges)
    .filter(({ startOffset, endOffset }) => at >= startOffset && at < endOffset)
  const smallest = around.sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset))[0]
  return at < 0 || !smallest ? [] : [smallest.count]
}

/**
 * Runs an instance of its own and says what its server loaded and ran while `visit` was there, as V8 counted it.
 * @see https://nodejs.org/api/cli.html: NODE_V8_COVERAGE
 */
export async function whatRan(settings: Record<string, string>, visit: (app: App) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'bothways-ran-'))
  try {
    const app = await launchApp({ ...settings, NODE_V8_COVERAGE: folder })
    await visit(app).finally(() => app.stop())
    const scripts = serverScripts(folder)
    return {
      /** the scripts of this package that were loaded */
      loadedOf: (name: string) =>
        scripts.map(({ url }) => url).filter((url) => url.includes(`/node_modules/${name}`)),
      /** how often the code ran that holds this text: a number for each chunk that was loaded and has it */
      countsOf: (text: string) => scripts.filter(isBuilt).flatMap((script) => countsAround(text, script)),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
