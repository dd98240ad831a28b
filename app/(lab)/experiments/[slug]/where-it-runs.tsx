import { useInBrowser } from '@/app/components/in-browser'
import { Notice } from '@/app/components/notice'
import type { AppAddress } from '@/lib/auth/http/origin'

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
