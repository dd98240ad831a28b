import 'server-only'
import { keepProviderLab, providerLab, type ProviderLab } from '../provider-lab'
import { labIsOn } from './lab'
import { contextHere } from './identify'
import { writeCookies } from './answer'

/** @returns null outside the lab: there is nothing to choose */
export const readProviderLab = async (): Promise<ProviderLab | null> =>
  labIsOn() ? providerLab((await contextHere()).presented) : null

/** Only in an action or a route handler. */
export const writeProviderLab = (choice: ProviderLab) => writeCookies([keepProviderLab(choice)])
