import { scriptBytes } from '../../scripts/pages/scripts-of-page'
import type { Measure } from '../bench'
import { figure } from '../figures'
import { names } from '../targets'

const kilobytes = async (url: string) => (await scriptBytes(url)) / 1024

/** What a browser loads of scripts for the page to sign in, beside what Next loads for a page that does nothing. */
export const measureScripts: Measure = async ({ world: { app, peers } }) => {
  const [page, empty] = [await kilobytes(`${app.url}/sign-in`), await kilobytes(`${peers.url}/empty`)]
  return {
    title: 'JavaScript of the sign-in page',
    notes: [
      'What the HTML names by `<script src>`, each file compressed with gzip. The empty page is one of the peers’ app.',
    ],
    figures: [
      figure(names.script, 'KB', [page - empty]),
      figure('sign-in page', 'KB', [page]),
      figure('an empty page', 'KB', [empty]),
    ],
  }
}
