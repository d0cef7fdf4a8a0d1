import { type Part, PublicLinks, provide, UserError } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { linkSettings } from '../system/public-link.ts'
import { makeLink } from './links.ts'

/** Links for plugins that send them: made in the name of whoever the context is of. */
const provider = provide(PublicLinks, plain => ({
  make: async of => {
    const { entity, id } = (of ?? {}) as { readonly [part: string]: unknown }
    if (typeof entity !== 'string' || typeof id !== 'string') throw new UserError('link_invalid', 'Say which record a link leads to: its entity and its id.')
    const { id: link, address, until } = await makeLink(plain as CoreCtx, entity, id)
    return { id: link, address, until }
  },
}))

export const linkParts: readonly Part[] = [linkSettings, provider]
