import { accepts, refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having } from '../../support/hostile-provider/faults'

/** Core §3.1.3.7 (3–5): a token for us and another is ours only if it says that it was issued to us. */

const both = ['bothways', 'other']

refuses('for us and another, issued to nobody in particular', { idToken: having({ aud: both }) })
refusesUnderEach('for us and another, issued to the other', { idToken: having({ aud: both, azp: 'other' }) })
refuses('for us, issued to another', { idToken: having({ azp: 'other' }) })
refuses('issued to a list', { idToken: having({ aud: both, azp: ['bothways'] }) })
accepts('for us alone, issued to us', { idToken: having({ aud: ['bothways'], azp: 'bothways' }) })
