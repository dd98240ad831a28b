'use client'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { escaped } from '@/app/components/escaped'
import { isOk, type ShownExchange } from '../client/wire'
import { Credential, withTokensRedacted } from './credential'

const headerLines = (headers: Record<string, string>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`)

const requestText = ({ method, url, sent, body }: ShownExchange) =>
  [`${method} ${url}`, ...headerLines(sent), ...(body === null ? [] : ['', body])].join('\n')

const answerText = ({ status, headers, answer }: ShownExchange) =>
  status === 0 ? 'no answer' : [...headerLines(headers), '', pretty(answer)].join('\n').trim()

function pretty(text: string) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** A request and its answer, side by side, tokens masked; a proof of possession also decoded. */
export const Wire = ({ exchange }: { exchange: ShownExchange }) => (
  <li className="grid gap-x-6 gap-y-2 border-b border-line py-3 md:grid-cols-2">
    <div className="grid min-w-0 content-start gap-1">
      <p className="text-sm text-muted">Request</p>
      <Text text={requestText(exchange)} />
      {exchange.sent.DPoP && <Credential name="The proof in the DPoP header" jwt={exchange.sent.DPoP} open />}
    </div>
    <div className="grid min-w-0 content-start gap-1">
      <p className="flex justify-between gap-4 text-sm">
        <Status exchange={exchange} />
        <span className="text-muted tabular-nums">{exchange.milliseconds} ms</span>
      </p>
      <Text text={answerText(exchange)} />
    </div>
  </li>
)

const Text = ({ text }: { text: string }) => (
  <pre className="text-[0.8125rem] leading-5 wrap-anywhere break-all whitespace-pre-wrap">
    {escaped(withTokensRedacted(text))}
  </pre>
)

/** The status in a word as well as in a colour; `No answer` where none came. */
export const Status = ({ exchange }: { exchange: ShownExchange }) => (
  <span className={clsx('font-mono font-medium', isOk(exchange) ? 'text-ok' : 'text-refused')}>
    {exchange.status === 0 ? 'No answer' : `${exchange.status} ${isOk(exchange) ? 'accepted' : 'refused'}`}
  </span>
)

type LineProps = { exchange: ShownExchange; children?: ReactNode }

/** One line of it, for a list of attempts. @param children what is to be said of it, below */
export const WireLine = ({ exchange, children }: LineProps) => (
  <li className="border-b border-line py-1.5">
    <p className="flex flex-wrap items-baseline justify-between gap-x-6 font-mono text-[0.875rem]">
      <span className="wrap-anywhere break-all">
        {exchange.method} {exchange.url}
      </span>
      <Status exchange={exchange} />
    </p>
    {children}
  </li>
)
