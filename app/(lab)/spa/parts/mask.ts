import { redacted } from '@/lib/redacted'

const jwts = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g
/** 256 bits in base64url: a refresh token, a code */
const opaque = /(?<![\w.-])[\w-]{43}(?![\w.-])/g

/** As `a1b2…z9`, with how much there is of it. */
export const redactedWithSize = (secret: string) => `${redacted(secret)} (${secret.length} bytes)`

/** Text with every token in it masked. What is no token stays as it is. */
export const withTokensRedacted = (text: string) =>
  text.replace(jwts, redactedWithSize).replace(opaque, redactedWithSize)
