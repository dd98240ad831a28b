import 'server-only'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

const algorithm = 'ES256'

/**
 * What a browser does for a session that is bound to its device: it has a key, and signs the challenges of the app with it.
 * The private key cannot be exported. @see https://www.w3.org/TR/dbsc/
 */
export class Device {
  readonly #pair = generateKeyPair(algorithm)

  /** @param sessionId that it was told to present; undefined before it has registered */
  constructor(public sessionId?: string) {}

  /** The value of Secure-Session-Response. @param isFirst whether the public key goes with it: only to register */
  async response(challenge: string, isFirst: boolean): Promise<string> {
    const { privateKey, publicKey } = await this.#pair
    const header = { alg: algorithm, typ: 'dbsc+jwt' }
    const jwk = isFirst ? { jwk: await exportJWK(publicKey) } : {}
    return new SignJWT({ jti: challenge }).setProtectedHeader(Object.assign(header, jwk)).sign(privateKey)
  }
}

/** `challenge="…"` of Secure-Session-Registration, or the first string of Secure-Session-Challenge; undefined where it is none. */
export const challengeIn = (header: string | null): string | undefined =>
  /challenge="([^"]+)"/.exec(header ?? '')?.[1] ?? /^"([^"]+)"/.exec(header ?? '')?.[1]
