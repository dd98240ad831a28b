import { strategyNames } from '@/app/components/strategy'
import type { StoreId } from '../client/held-tokens'
import type { TokenKind } from '../client/session'
import type { BearerKind } from '../client/state'
import type { Option } from './choice'

export const kinds: Option<TokenKind>[] = [
  {
    value: 'bearer',
    strategy: 'bearer',
    label: strategyNames.bearer,
    hint: 'Good by itself until it expires: nobody looks it up.',
  },
  {
    value: 'hybrid',
    strategy: 'hybrid',
    label: strategyNames.hybrid,
    hint: 'Names a session that every request looks up.',
  },
]

export const stores: Option<StoreId>[] = [
  {
    value: 'memory',
    label: 'Memory',
    hint: 'The refresh token goes into an HttpOnly cookie. Recommended.',
  },
  { value: 'session', label: 'sessionStorage', hint: 'Both tokens, for this tab, also after a reload.' },
  { value: 'local', label: 'localStorage', hint: 'Both tokens, for every tab, until they are removed.' },
]

export const bearers: Option<BearerKind>[] = [
  { value: 'ours', label: 'Our token', hint: 'Our claims, our lifetime, ended by us.' },
  {
    value: 'provider',
    label: 'The provider’s access token',
    hint: 'Issued for our API; we verify it by the provider’s keys.',
  },
  {
    value: 'id-token',
    label: 'The provider’s ID token',
    hint: 'Says to this client who you are. It is no key to an API: try.',
  },
]
