import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'

/**
 * A certificate authority that is good for this machine's own names alone, and the certificate that it signs (RFC 5280).
 * Whoever trusts it believes it of nothing but `localhost`, the names below it, and loopback addresses: a stolen key of it
 * opens no other site.
 */

/** PEM, both: the certificate, and its private key (PKCS #8). */
export type Pair = { certificate: string; key: string }

const dayMs = 24 * 60 * 60 * 1000
/** An authority has to be trusted by hand: seldom. */
const authorityDays = 3650
/** Browsers refuse what is longer than 398 days (CA/Browser Forum Baseline Requirements §6.3.2). */
const certificateDays = 365
/** A clock that is a little behind does not see a certificate of tomorrow. */
const backdatedDays = 1

/** Everything that may be called by https on this machine. A constraint on a name holds for what is below it as well. */
const permittedNames = [{ dNSName: 'localhost' }, { iPAddress: '127.0.0.0/8' }, { iPAddress: '::1/128' }]

const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
const commonName = '2.5.4.3'

const nameOf = (text: string) =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: commonName, value: new AttributeValue({ utf8String: text }) }),
    ]),
  ])

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const publicKeyInfo = (key: KeyObject) =>
  AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo)

/** RFC 5280 §4.2.1.2, method 1: it only tells keys apart. */
const identifierOf = (info: SubjectPublicKeyInfo) =>
  createHash('sha1').update(Buffer.from(info.subjectPublicKey)).digest()

/** 16 bytes, of which 126 bits are random: positive, and without a zero at its beginning (RFC 5280 §4.1.2.2). */
function serialNumber(): ArrayBuffer {
  const bytes = Uint8Array.from(randomBytes(16))
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes.buffer
}

type Contents = {
  subject: Name
  issuer: Name
  publicKey: SubjectPublicKeyInfo
  notBefore: Date
  notAfter: Date
  extensions: Extension[]
}

/** @returns PEM */
function signed(contents: Contents, key: KeyObject): string {
  const { subject, issuer, publicKey, notBefore, notAfter, extensions } = contents
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 })
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: signatureAlgorithm,
    issuer,
    subject,
    validity: new Validity({ notBefore, notAfter }),
    subjectPublicKeyInfo: publicKey,
    extensions: new Extensions(extensions),
  })
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), key)
  const signatureValue = Uint8Array.from(signature).buffer
  const whole = new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue })
  return new X509Certificate(Buffer.from(AsnConvert.serialize(whole))).toString()
}

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

/**
 * Makes a certificate authority, signed by itself: for certificates of servers, none of which signs others, and for names
 * of this machine (RFC 5280 §4.2.1.9, §4.2.1.10). Its common name is one of its own.
 */
export function makeAuthority(now: Date): Pair {
  const { publicKey, privateKey } = newKeys()
  const info = publicKeyInfo(publicKey)
  const identifier = identifierOf(info)
  const name = nameOf(`Bothways local CA ${identifier.toString('hex', 0, 4)}`)
  const permitted = permittedNames.map((base) => new GeneralSubtree({ base: new GeneralName(base) }))
  const contents = {
    subject: name,
    issuer: name,
    publicKey: info,
    notBefore: new Date(now.getTime() - backdatedDays * dayMs),
    notAfter: new Date(now.getTime() + authorityDays * dayMs),
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign), true),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(
        id_ce_nameConstraints,
        new NameConstraints({ permittedSubtrees: new GeneralSubtrees(permitted) }),
        true,
      ),
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(identifier)),
    ],
  }
  return { certificate: signed(contents, privateKey), key: pemOf(privateKey) }
}

const generalName = (name: string) => new GeneralName(isIP(name) ? { iPAddress: name } : { dNSName: name })

/**
 * Makes the certificate of a server. Does NOT check that the authority may sign for these names: whoever verifies does.
 * @param names DNS names and IP addresses; the first is its common name as well
 * @returns a certificate that ends with its authority at the latest
 */
export function makeCertificate(authority: Pair, names: readonly string[], now: Date): Pair {
  const { publicKey, privateKey } = newKeys()
  const info = publicKeyInfo(publicKey)
  const { tbsCertificate: issuer } = AsnConvert.parse(
    new X509Certificate(authority.certificate).raw,
    Certificate,
  )
  const issuerIdentifier = new KeyIdentifier(identifierOf(issuer.subjectPublicKeyInfo))
  const endMs = now.getTime() + certificateDays * dayMs
  const contents = {
    subject: nameOf(names[0] ?? ''),
    issuer: issuer.subject,
    publicKey: info,
    notBefore: new Date(now.getTime() - backdatedDays * dayMs),
    notAfter: new Date(Math.min(endMs, issuer.validity.notAfter.getTime().getTime())),
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(id_ce_subjectAltName, new SubjectAlternativeName(names.map(generalName))),
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(identifierOf(info))),
      extension(
        id_ce_authorityKeyIdentifier,
        new AuthorityKeyIdentifier({ keyIdentifier: issuerIdentifier }),
      ),
    ],
  }
  return { certificate: signed(contents, createPrivateKey(authority.key)), key: pemOf(privateKey) }
}
