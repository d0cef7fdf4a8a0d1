import { allow } from '@sangam/sdk'
import { Item, Match } from './model.ts'

/** To see what is open and what settled it. */
export const seesSettling = [allow(Item, ['read', 'export']), allow(Match, ['read', 'export'])]

/** What settles what. */
export const settles = [allow(Item, ['match']), allow(Match, ['unmatch'])]
