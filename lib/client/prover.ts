import { calculateThumbprint, generateKeyPair, generateProof, type KeyPair } from 'dpop'

/**
 * The key of one client, and the proofs that it makes with it for one app. The key pair is made when it is first needed;
 * its private part cannot be exported. @see RFC 9449 §4.2
 */
export class Prover {
  #keyPair: Promise<KeyPair> | undefined
  #nonce: string | undefined

  /**
   * @param origin of the app as its people see it, which it compares a proof with; asked at each proof
   * @param keyPair one that was made before
   */
  constructor(
    readonly origin: () => string,
    keyPair?: KeyPair,
  ) {
    this.#keyPair = keyPair && Promise.resolve(keyPair)
  }

  /** The value of a DPoP header, for one request. @param accessToken that goes with it */
  async proof(method: string, path: string, accessToken: string | undefined): Promise<string> {
    const { origin, pathname } = new URL(path, this.origin())
    return generateProof(await this.keyPair(), origin + pathname, method, this.#nonce, accessToken)
  }

  keyPair = (): Promise<KeyPair> => (this.#keyPair ??= generateKeyPair('ES256'))

  /** What the server knows of the key: RFC 7638, SHA-256, base64url. */
  thumbprint = async (): Promise<string> => calculateThumbprint((await this.keyPair()).publicKey)

  /** Keeps the nonce of an answer for the next proofs. @returns whether there was one */
  learnFrom(headers: Headers): boolean {
    const nonce = headers.get('dpop-nonce')
    if (nonce !== null) this.#nonce = nonce
    return nonce !== null
  }
}
