const jwts = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g
/** 256 bits in base64url: a refresh token, a code */
const opaque = /(?<![\w.-])[\w-]{43}(?![\w.-])/g

/** As `a1b2…z9`, with how much there is of it. */
export const redacted = (secret: string) =>
  `${secret.slice(0, 4)}…${secret.slice(-2)} (${secret.length} bytes)`

/** Text with every token in it masked. What is no token stays as it is. */
export const withTokensRedacted = (text: string) => text.replace(jwts, redacted).replace(opaque, redacted)
