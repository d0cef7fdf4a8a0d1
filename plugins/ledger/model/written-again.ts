import { dimensionFields } from './dimension.ts'
import { Line } from './entry.ts'
import { tellingFields } from './telling.ts'

const { account, debit, credit, party, memo, currency, amount, taxComponent, taxBase, taxRate } = Line.fields

/** What a line tells of an entry that is written again: on its days, or when somebody begins one. */
export const writtenAgainFields = {
  ...{ account, debit, credit, party, memo, currency, amount, taxComponent, taxBase, taxRate },
  ...tellingFields,
  ...dimensionFields,
}
