import 'server-only'

/** Where a standard says something. The link goes as deep as the publisher has anchors. */
export type Clause = { name: string; href: string }

/** The sections of the OWASP ASVS that we cite: the file of their chapter, and their heading's anchor in it. */
const asvsSections = {
  '3.3': '0x12-V3-Web-Frontend-Security.md#v33-cookie-setup',
  '3.5': '0x12-V3-Web-Frontend-Security.md#v35-browser-origin-separation',
  '7.2': '0x16-V7-Session-Management.md#v72-fundamental-session-management-security',
  '7.3': '0x16-V7-Session-Management.md#v73-session-timeout',
  '7.4': '0x16-V7-Session-Management.md#v74-session-termination',
  '7.5': '0x16-V7-Session-Management.md#v75-defenses-against-session-abuse',
  '8.3': '0x17-V8-Authorization.md#v83-operation-level-authorization',
  '9.1': '0x18-V9-Self-contained-Tokens.md#v91-token-source-and-integrity',
  '9.2': '0x18-V9-Self-contained-Tokens.md#v92-token-content',
  '10.1': '0x19-V10-OAuth-and-OIDC.md#v101-generic-oauth-and-oidc-security',
  '10.3': '0x19-V10-OAuth-and-OIDC.md#v103-oauth-resource-server',
  '15.4': '0x24-V15-Secure-Coding-and-Architecture.md#v154-safe-concurrency',
  '16.5': '0x25-V16-Security-Logging-and-Error-Handling.md#v165-error-handling',
} as const
type AsvsSection = keyof typeof asvsSections

/** A requirement of the Application Security Verification Standard, as it was released. Its section has the anchor. */
export const asvs = (id: `${AsvsSection}.${number}`): Clause => ({
  name: `OWASP ASVS 5.0, ${id}`,
  href: `https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/${asvsSections[id.slice(0, id.lastIndexOf('.')) as AsvsSection]}`,
})

/** @param section as the RFC numbers it: "4.1.2". Does NOT check that there is such a section */
export const rfc = (number: number, section: string): Clause => ({
  name: `RFC ${number} §${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}.html#section-${section}`,
})

const openIdNames = {
  core: 'OpenID Connect Core 1.0',
  frontchannel: 'OpenID Connect Front-Channel Logout 1.0',
  backchannel: 'OpenID Connect Back-Channel Logout 1.0',
} as const

/** @param anchor the `id` of the section's heading in the published HTML: the number does not lead there */
export const openId = (of: keyof typeof openIdNames, section: string, anchor: string): Clause => ({
  name: `${openIdNames[of]} §${section}`,
  href: `https://openid.net/specs/openid-connect-${of}-1_0.html#${anchor}`,
})

/** The draft that Chrome implements; it has no numbers to cite. */
export const w3cDeviceBound: Clause = {
  name: 'W3C, Device Bound Session Credentials',
  href: 'https://www.w3.org/TR/dbsc/',
}
