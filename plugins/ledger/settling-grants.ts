import { allow } from '@sangam/sdk'
import { Item, Match, Payment } from './model.ts'

/** To see what is open, what settled it, and what was paid. */
export const seesSettling = [allow(Item, ['read', 'export']), allow(Match, ['read', 'export']), allow(Payment, ['read', 'export'])]

/** What settles what, and what is paid. */
export const settles = [allow(Item, ['match']), allow(Match, ['unmatch']), allow(Payment, ['create', 'update', 'remove', 'import', 'post', 'bounce', 'cancel'])]
