import { buttonClass } from '@/app/components/button'
import { StrategyForm } from '@/app/components/form/strategy-choice'
import { anyOf, capitalised, inWords, strategyCount, strategyNames } from '@/app/components/strategy'
import { TextLink } from '@/app/components/text'
import type { AuthState } from '@/lib/auth'
import { readChosenStrategy, readPageState } from '@/lib/auth/http/page-state'
import { labIsOn } from '@/lib/lab/is-on'
import { cookieStrategyIds, tokenStrategyIds } from '@/lib/strategies'
import '../(lab)/lab.css'
import { BrowserStateTable, howItStays, thisBrowser } from './browser-state-table'

/** What the lab shows on this page. Nothing of it is loaded where it is off. */
const ofTheLab = async () => (labIsOn() ? import('@/app/(lab)/on-the-front-page') : null)

/** The start page, for everybody: what the app is about, and the session cookies of this browser as they are now. */
export default async function HomePage() {
  const [state, lab, chosen, ...inCookies] = await Promise.all([
    readPageState(),
    ofTheLab(),
    readChosenStrategy(),
    ...cookieStrategyIds.map((id) => readPageState(id)),
  ])
  return (
    <>
      <div className="grid items-start gap-x-16 gap-y-10 pb-12 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <Hero state={state} lab={lab} />
        <StrategyForm chosen={chosen} />
      </div>
      <BrowserStateTable
        caption={`${all.format(cookieStrategyIds.map((id) => strategyNames[id]))}, side by side`}
        parts={[
          { title: 'How it stays signed in', rows: howItStays() },
          { title: 'This browser, now', rows: thisBrowser(inCookies), wire: true },
        ]}
      />
      {lab && <lab.Measured />}
      {lab && <lab.Tried />}
    </>
  )
}

const all = new Intl.ListFormat('en')

type Lab = Awaited<ReturnType<typeof ofTheLab>>

const lead = `${capitalised(anyOf(cookieStrategyIds))} in a cookie, ${anyOf(tokenStrategyIds)} in a header. Same password, same answers; only what is held where is different. Below are the ${inWords(cookieStrategyIds.length)} cookies: go from one to the other without being signed out.`

const Hero = ({ state, lab }: { state: AuthState; lab: Lab }) => (
  <div className="grid gap-5">
    <h1 className="text-3xl tracking-tight sm:text-[2.625rem] sm:leading-[1.12]">
      The same person, kept signed in {strategyCount} ways
    </h1>
    <p className="prose-width text-[1.0625rem] text-muted">{lab ? <lab.Terms>{lead}</lab.Terms> : lead}</p>
    {state.status === 'anonymous' ? <Entrances /> : <ToAccount />}
    {lab && <lab.Invitation />}
  </div>
)

const Entrances = () => (
  <p className="flex flex-wrap gap-3">
    <TextLink href="/sign-in?callbackUrl=/" className={buttonClass()}>
      Sign in
    </TextLink>
    <TextLink href="/sign-up" className={buttonClass('quiet')}>
      Sign up
    </TextLink>
  </p>
)

const ToAccount = () => (
  <p>
    <TextLink href="/account" className={buttonClass()}>
      Go to your account
    </TextLink>
  </p>
)
