'use client'
import { escaped } from '@/app/components/escaped'
import { Moment } from '@/app/components/moment'
import { redacted } from '@/lib/display'
import { readJwt } from '../client/own-tokens'

const instants = ['exp', 'iat', 'auth_time', 'session_end', 'nbf']

/** @param numericDate seconds since 1970 */
export const isoOf = (numericDate: number) => new Date(numericDate * 1000).toISOString()

type Props = { name: string; jwt: string; open?: boolean }

/** A JWT, decoded for people: what it says, how long, in how many bytes. Its signature is masked. */
export const Credential = ({ name, jwt, open }: Props) => {
  const { header, claims } = readJwt(jwt)
  return (
    <details open={open} className="border-b border-line py-2">
      <summary className="cursor-pointer text-[0.9375rem]">
        <span className="font-medium">{name}</span>{' '}
        <span className="text-sm text-muted">
          {jwt.length} bytes, {Object.keys(claims).length} claims
          {typeof claims.exp === 'number' && (
            <>
              , until <Moment at={isoOf(claims.exp)} show="clock" />
            </>
          )}
        </span>
      </summary>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-0.5 font-mono text-[0.8125rem]">
        {Object.entries({ ...header, ...claims }).map(([claim, value]) => (
          <Claim key={claim} name={claim} value={value} />
        ))}
        <dt className="text-muted">signature</dt>
        <dd>{redactedWithSize(jwt.split('.')[2] ?? '')}</dd>
      </dl>
    </details>
  )
}

const Claim = ({ name, value }: { name: string; value: unknown }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="wrap-anywhere break-all">
      {instants.includes(name) && typeof value === 'number' ? (
        <Moment at={isoOf(value)} />
      ) : (
        escaped(typeof value === 'string' ? value : JSON.stringify(value))
      )}
    </dd>
  </>
)

const jwts = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g
/** 256 bits in base64url: a refresh token, a code. Not the thumbprint of a key, which is public. */
const opaque = /(?<![\w.-]|jwk-thumbprint:sha-256:)[\w-]{43}(?![\w.-])/g

/** As `a1b2…z9`, with how much there is of it. */
export const redactedWithSize = (secret: string) => `${redacted(secret)} (${secret.length} bytes)`

/** Text with every token in it masked. What is no token stays as it is. */
export const withTokensRedacted = (text: string) =>
  text.replace(jwts, redactedWithSize).replace(opaque, redactedWithSize)
