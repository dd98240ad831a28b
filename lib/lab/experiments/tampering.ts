import 'server-only'
import { rfc } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { expected } from '../trial/browser'
import type { LabClient } from '../trial/lab-client'
import { isOtherSpelling, variantsOf, type Variant } from '../attacks/variants'
import type { Experiment, Outcome } from './contract'

/** So many requests are under way at once: a few seconds for a thousand, and the app has time for others. */
const atOnce = 8

type Tried = Variant & { status: number }

async function tried(client: LabClient, variants: Variant[]): Promise<Tried[]> {
  const all: Tried[] = []
  for (let index = 0; index < variants.length; index += atOnce) {
    const some = variants.slice(index, index + atOnce)
    const answers = await Promise.all(some.map((variant) => client.withCredential(variant.credential).me()))
    all.push(...some.map((variant, at) => ({ ...variant, status: answers[at]!.status })))
  }
  return all
}

/** What was accepted, apart: another spelling carries the same bytes, and nobody has changed anything. */
function outcomeOf(all: Tried[], good: string): Outcome {
  const accepted = all.filter(({ status }) => status === 200)
  const spellings = accepted.filter((variant) => isOtherSpelling(variant, good)).length
  const refused = all.filter(({ status }) => status === 401).length
  const measured = {
    'characters of the credential': good.length,
    variants: all.length,
    'refused with 401': refused,
    'accepted, other bytes': accepted.length - spellings,
    'accepted, other spelling': spellings,
  }
  if (accepted.length > spellings)
    return { verdict: 'Changed bytes were accepted', result: 'vulnerable', measured }
  if (refused + accepted.length < all.length)
    return { verdict: 'Some variants made it stumble', result: 'vulnerable', measured }
  return spellings > 0
    ? {
        verdict: 'No changed byte is accepted, other spellings of the same bytes are',
        result: 'resists',
        measured,
      }
    : { verdict: 'Every variant was refused', result: 'resists', measured }
}

export const tampering: Experiment = {
  slug: 'tampering',
  title: 'Tampering, byte by byte',
  question:
    'Every single character of a good credential is changed, one at a time. Is one of the results accepted?',
  prediction: {
    ask: 'How many of about a thousand variants are accepted?',
    options: [
      'None',
      'A handful: the last character of Base64 has spare bits',
      'All that leave the signature alone',
    ],
  },
  strategies: strategyIds,
  async run({ signedIn, step }) {
    const client = await signedIn('The owner')
    const variants = variantsOf(client.credential)
    const all = await step(`${variants.length} variants are sent to /api/me.`, () => tried(client, variants))
    const control = client.withCredential(client.credential)
    await step('The untouched one is sent the same way.', async () => expected(200, await control.me()))
    return outcomeOf(all, client.credential)
  },
  why: 'A signature or an authentication tag covers every byte of the header and the body; a changed opaque id has another digest, and is nobody’s. Base64url leaves spare bits in the last character, so the same bytes have several spellings: where a reader does not insist on one, a list of revoked strings could be passed by. This app revokes by session and never by string. Two changes are tried at each character, and cut, doubled and missing segments: not all that there are, which would be endless.',
  clause: rfc(8725, '3.3'),
}
