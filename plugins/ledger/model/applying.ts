import { decimal, defineAction, reference } from '@sangam/sdk'
import { Item } from './item.ts'

const against = {
  to: reference(Item, { required: true, label: 'Settles', help: 'What is owed: of the same party, side and currency, on another account.' }),
  amount: decimal({ digits: 3, min: '0', help: 'As much as both have open unless told.' }),
}

/** The entry that took an advance off what it was for. */
export type Applied = { readonly entry: string; readonly number: string }

export const applyAdvance = defineAction<'ledger.item', typeof Item.fields, Applied, typeof against>(Item, 'apply', {
  label: 'Take it off',
  help: 'Of an advance or a deposit: settles what it was for. An advance keeps what it cost, a deposit is worth what rates made of it.',
  when: { settledOn: { isEmpty: true } },
  input: against,
})
