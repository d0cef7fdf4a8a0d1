import { Item, Match, match, Settled, unmatch } from './model.ts'
import { matchingParts } from './server/match-hooks.ts'
import { openItemRoutes } from './server/open-items.ts'

/** What of the books is about settling: open items and their matches. */
export const settlingEntities = [Item, Match]

export const settling = [match, unmatch, Settled, ...matchingParts, ...openItemRoutes]
