import os from 'node:os'

/** How somebody makes this machine trust the authority of `--https`. No program of ours ever does it. */

const page = 'docs/deploy/https-on-localhost.md'

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/**
 * The one command of a platform, for its usual browser: on Linux, Chrome and Chromium read a database of the user, which
 * certutil makes where it is not there.
 * @param file path of the authority's certificate
 * @param name its common name, by which it is found again
 */
export function trustCommand(file: string, name: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `certutil -addstore -user Root "${file}"`
  if (platform === 'darwin')
    return `security add-trusted-cert -r trustRoot -p ssl -k "$HOME/Library/Keychains/login.keychain-db" ${quoted(file)}`
  const database = '"$HOME/.pki/nssdb"'
  return `mkdir -p -m 700 ${database} && certutil -d sql:${database} -A -t C,, -n ${quoted(name)} -i ${quoted(file)}`
}

/** What the end of a start says of it, in lines. */
export const howToTrust = (file: string, name: string) => [
  `The certificate is signed by ${name}, an authority of this machine's own that is good for localhost alone.`,
  'So that a browser trusts it, once:',
  `  ${trustCommand(file, name, os.platform())}`,
  `Other browsers, and how to take it back: ${page}`,
]
