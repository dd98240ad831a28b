import type { Experiment } from '@/lib/lab'
import { sourceOf } from '../../choose/code'
import { Terms } from '../../glossary/terms'
import { useInBrowser } from '@/app/components/in-browser'
import { Notice } from '@/app/components/notice'
import type { AppAddress } from '@/lib/auth/http/identify'

/** Why it comes out as it does, the clause that asks for it, and the code that was run. */
export const Explanation = ({ experiment: { slug, why, clause } }: { experiment: Experiment }) => (
  <section aria-labelledby="why" className="grid grid-cols-[minmax(0,1fr)] gap-3">
    <h2 id="why" className="text-lg">
      Why
    </h2>
    <p className="prose-width">
      <Terms>{why}</Terms>
    </p>
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
      <dt className="text-muted">Clause</dt>
      <dd>
        <a href={clause.href} rel="noreferrer">
          {clause.name}
        </a>
      </dd>
      <dt className="text-muted">Source</dt>
      <dd>
        <Source file={`lib/lab/experiments/${slug}.ts`} />
      </dd>
    </dl>
  </section>
)

/** The very file that a run executes, to be opened where it is named. */
async function Source({ file }: { file: string }) {
  const source = await sourceOf(file)
  const name = <code className="wrap-anywhere break-all">{file}</code>
  if (!source) return name
  return (
    <details>
      <summary className="cursor-pointer">{name}</summary>
      <pre
        tabIndex={0}
        aria-label={file}
        className="mt-2 max-h-[32rem] overflow-auto border border-line bg-sunken p-4 print:max-h-none print:whitespace-pre-wrap"
      >
        <code>{source}</code>
      </pre>
    </details>
  )
}

type Props = { app: AppAddress; path: string; opensWindow: boolean }

/** Said before a run: what it needs of this browser, and that it cannot be had where that is so. */
export function WhereItRuns({ app, path, opensWindow }: Props) {
  const here = useInBrowser(() => location.origin, app.origin)
  if (here !== app.origin) return <AtAnotherAddress app={app} path={path} here={here} />
  if (!opensWindow) return null
  return app.isLocal ? <WindowHere /> : <WindowElsewhere />
}

const AtAnotherAddress = ({ app, path, here }: Omit<Props, 'opensWindow'> & { here: string }) => (
  <Notice>
    You opened this page at {here}. The app is at {app.origin}, and refuses to be changed from any other
    address, so a run cannot be started here.{' '}
    <a href={app.origin + path}>Open this page at its own address</a>
    {app.isLocal && ', in a browser on the computer that runs the app'}.
  </Notice>
)

const WindowHere = () => (
  <p className="text-sm text-muted [@media(scripting:none)]:hidden">
    Part of it happens in a second window of this browser, at 127.0.0.1. It opens by itself, and says when it
    is done.
  </p>
)

const WindowElsewhere = () => (
  <Notice>
    Part of it happens in a window at 127.0.0.1, which is whatever computer the browser runs on. It must be
    the one that runs the app: open this page in a browser there. Anywhere else the window stays empty, and
    after half a minute each strategy is given up.
  </Notice>
)
