import { launchApp } from '../../e2e/support/app'
import { makePerson, signedIn } from '../../e2e/support/people'
import { frameworkBytes, scriptBytes } from './scripts-of-page'

/**
 * What Next loads with a page that has only a heading, beside the files that it loads with every page: parts of its router.
 * Bytes, gzip, of the version of Next that is pinned. `npm run bench -- --only scripts` measures a whole empty page, of
 * another build: there the same files of Next are cut in other places, which makes some 200 bytes.
 */
const emptyPageBytes = 3_515

/** JavaScript above that of an empty page: bytes, gzip. */
const budgets = [
  { path: '/sign-in', isSignedIn: false, atMost: 2_048 },
  { path: '/sign-up', isSignedIn: false, atMost: 2_048 },
  { path: '/', isSignedIn: false, atMost: 2_560 },
  { path: '/account', isSignedIn: true, atMost: 2_560 },
  { path: '/compare', isSignedIn: true, atMost: 18_944 },
]

/**
 * Starts the app as it is built, signs somebody up, and weighs the pages.
 * @returns what they weigh, in words
 * @throws Error with the same, if one of them is too heavy
 */
export async function checkBudgets(): Promise<string> {
  const app = await launchApp()
  try {
    const { jar } = await signedIn(app, await makePerson(app))
    const framework = frameworkBytes() + emptyPageBytes
    const lines: string[] = []
    let isTooHeavy = false
    for (const { path, isSignedIn, atMost } of budgets) {
      const bytes = (await scriptBytes(app.url + path, isSignedIn ? jar.header : undefined)) - framework
      isTooHeavy ||= bytes > atMost
      lines.push(`${path}: ${bytes} of ${atMost} bytes${bytes > atMost ? ', too many' : ''}`)
    }
    const words = lines.join('\n')
    if (isTooHeavy) throw new Error(`JavaScript above an empty page, gzip\n${words}`)
    return words
  } finally {
    await app.stop()
  }
}
