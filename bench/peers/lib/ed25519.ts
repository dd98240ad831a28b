import 'server-only'
import { generateKeyPairSync } from 'node:crypto'
import { importJWK } from 'jose'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')

/** A key pair of this process: for jose, and for Node's own crypto. */
export const signingKey = privateKey
export const verifyingKey = publicKey

let imported: ReturnType<typeof importJWK> | undefined

/** For jose, imported once, as its documentation has it. */
export const verifyingKeyOfJose = () => (imported ??= importJWK(publicKey.export({ format: 'jwk' }), 'EdDSA'))

/** @returns the token of `Authorization: Bearer …`, or undefined */
export const tokenOf = ({ headers }: Request) => /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1]
