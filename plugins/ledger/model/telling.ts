import { decimal, text } from '@sangam/sdk'

/**
 * What a line tells beside its amount: of which item it is and how much of it, and under which tax number of ours it is told to the state. All of it as it was called on the day, so that
 * nothing the books say depends on what a catalogue says later; the books know no catalogue, and `itemEntity` with `itemId` name the record of whichever plugin has one.
 */
export const tellingFields = {
  item: text({ max: 200, rare: true, help: 'What was bought or sold, as it was called then.' }),
  itemEntity: text({ max: 60, readonly: true, label: 'Kind of item' }),
  itemId: text({ max: 36, readonly: true, label: 'Record of the item' }),
  quantity: decimal({ digits: 6, rare: true, adds: 'unit', help: 'How much of it. It has the sign of its line: of a credit it counts below nothing.' }),
  unit: text({ max: 20, rare: true, help: 'In what it is counted, such as NOS or KGS.' }),
  registration: text({ max: 40, rare: true, label: 'Our tax number', help: 'Under which the line is told to the state, such as a GSTIN.' }),
} as const

type Telling = { readonly [field in keyof typeof tellingFields]: string | null }

/** The same of another line. */
export function tellingOf({ item, itemEntity, itemId, quantity, unit, registration }: Telling): Telling {
  return { item, itemEntity, itemId, quantity, unit, registration }
}
