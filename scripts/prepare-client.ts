import { prepareClient } from './launch/generated-client'

/** `npm run prepare-client`: generates the database client, for an editor that wants its types before the first start. */
console.log(`database client: ${await prepareClient(new AbortController().signal)}`)
