import 'server-only'
import { temporaryPeople } from '@/lib/accounts'
import { flowOptions } from '@/lib/auth'
import { browserChoices, extraLinks, mailNote, signInNote } from '@/lib/auth/http/page-extras'
import { extraConnections, timings } from '@/lib/auth/http/response-headers'
import { extraEndpoints } from '@/lib/auth/http/route'
import { newPools } from '@/lib/db/prisma-client'
import { extraProviders } from '@/lib/oidc'
import { plainCookies } from '@/lib/trace'
import { demoPassword, demoPeople, trialDomain, labLinks, outboxNote, localProviders } from './demo'
import { labEndpoints } from './lab-endpoints'
import { chosenFlowOptions, flowChoices, connectionsOfPage } from './flow-choice'
import { countQueriesOf, serverTiming } from './query-count'

/** Hands in all that the lab needs of the core. Once, when a process starts whose lab is on, before it does anything. */
export function registerLab(): void {
  newPools.fill(countQueriesOf)
  timings.fill(serverTiming)
  extraProviders.fill(localProviders)
  flowOptions.fill(chosenFlowOptions)
  plainCookies.fill([flowChoices.preference])
  temporaryPeople.fill(trialDomain)
  extraConnections.fill(connectionsOfPage)
  extraEndpoints.fill(labEndpoints)
  extraLinks.fill(labLinks)
  mailNote.fill(outboxNote)
  browserChoices.fill(flowChoices)
  signInNote.fill({
    text: `In this lab: ${demoPeople.map(({ email, role }) => `${email} (${role})`).join(' and ')}, with the password`,
    value: demoPassword,
  })
}
