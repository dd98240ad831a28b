import { strategies, tokenStrategyIds, type TokenStrategyId } from '@/lib/strategies'
import type { StoreId } from '../client/own-tokens'
import type { SentToken } from '../client/state'
import type { Option } from './choice'

export const strategyOptions: Option<TokenStrategyId>[] = tokenStrategyIds.map((id) => ({
  value: id,
  strategy: id,
  label: strategies[id].name,
  hint: strategies[id].hint,
}))

export const stores: Option<StoreId>[] = [
  {
    value: 'memory',
    label: 'Memory',
    hint: 'The refresh token goes into an HttpOnly cookie. Recommended.',
  },
  { value: 'session', label: 'sessionStorage', hint: 'Both tokens, for this tab, also after a reload.' },
  { value: 'local', label: 'localStorage', hint: 'Both tokens, for every tab, until they are removed.' },
]

export const sentTokens: Option<SentToken>[] = [
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
