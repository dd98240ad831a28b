import 'server-only'
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider'
import { type Records, placeOf, seal, unseal } from './records'

type Shelf = {
  find: (id: string) => AdapterPayload | undefined
  put: (id: string, content: AdapterPayload, expiresAt: number) => void
  remove: (id: string) => void
}

const absent = () => undefined

/** What ends with its grant. An interaction names one as well, but outlives it. */
const granted = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken'])

/** One kind of thing, kept under its id. */
function shelf(records: Records, kind: string): Shelf {
  return {
    find: (id) => {
      const found = records.get(placeOf(kind, id))
      return found && (unseal(id, found.sealed) as AdapterPayload | undefined)
    },
    put: (id, content, expiresAt) => {
      const { grantId } = content
      const grant = grantId && granted.has(kind) ? placeOf('Grant', grantId) : undefined
      records.put(placeOf(kind, id), { expiresAt, sealed: seal(id, content), grant })
    },
    remove: (id) => records.remove(placeOf(kind, id)),
  }
}

/** A session is kept under its uid, which tokens know it by; its id, the cookie, leads to that. */
function sessions(records: Records): Shelf & { findByUid: Shelf['find'] } {
  const byUid = shelf(records, 'Session uid')
  const byId = shelf(records, 'Session')
  const find = (id: string) => {
    const uid = byId.find(id)?.uid
    return uid ? byUid.find(uid) : undefined
  }
  return {
    find,
    findByUid: byUid.find,
    put: (id, content, expiresAt) => {
      const { uid = '' } = content
      byUid.put(uid, content, expiresAt)
      byId.put(id, { uid }, expiresAt)
    },
    remove: (id) => {
      const uid = byId.find(id)?.uid
      if (uid) byUid.remove(uid)
      byId.remove(id)
    },
  }
}

function revoke(records: Records, grantId: string) {
  const grant = placeOf('Grant', grantId)
  records.removeWhere((record) => record.grant === grant)
}

/** Spends a code or refresh token, in one step that two requests at once cannot both take: the library looks first and
 *  marks later. The second one is a replay like any other, and ends the grant (RFC 6749 §4.1.2, RFC 9700 §4.14.2). */
function spend(records: Records, kind: string, id: string) {
  const { find, put } = shelf(records, kind)
  const found = find(id)
  if (!found || found.consumed) {
    if (found?.grantId) {
      revoke(records, found.grantId)
      shelf(records, 'Grant').remove(found.grantId)
    }
    throw new errors.InvalidGrant('already used')
  }
  put(id, { ...found, consumed: Math.floor(Date.now() / 1000) }, (found.exp ?? 0) * 1000)
}

/** How the provider's library keeps things (its `Adapter`), on these records. */
export const adapterOn =
  (records: Records) =>
  (kind: string): Adapter => {
    const kept = kind === 'Session' ? sessions(records) : { ...shelf(records, kind), findByUid: absent }
    return {
      upsert: async (id, payload, expiresIn = 0) => kept.put(id, payload, Date.now() + expiresIn * 1000),
      find: async (id) => kept.find(id),
      findByUid: async (uid) => kept.findByUid(uid),
      findByUserCode: async () => undefined, // the device flow is off
      consume: async (id) => spend(records, kind, id),
      destroy: async (id) => kept.remove(id),
      revokeByGrantId: async (grantId) => revoke(records, grantId),
    }
  }
