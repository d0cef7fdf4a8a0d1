import { Document, type Withholding, WithholdingSection } from '@sangam/plugin-invoicing/model'
import { Match, Payment } from '@sangam/plugin-ledger/model'
import { type AskedQuery, ask, live } from '@sangam/sdk/web'

/** By what tax is withheld of an advance, and what is owed to the supplier. */
export interface Answer {
  readonly section: string | null
  readonly rule: Withholding | null
  readonly owed: string
}

const answers = new Map<string, Answer | null>()
let listens = false

/** It is asked for once, and `told` is called when it has come. What others post meanwhile makes it be asked anew. */
export function ruleFor(query: AskedQuery, told: () => void): Answer | null {
  if (!listens) for (const name of [Document.name, Payment.name, Match.name, WithholdingSection.name]) live(name, () => answers.clear())
  listens = true
  const key = JSON.stringify(query)
  const found = answers.get(key)
  if (found !== undefined) return found
  answers.set(key, null)
  void ask<Answer>('invoicebooks', '/advance', query).then(
    answer => {
      answers.set(key, answer)
      told()
    },
    // Who may not ask sees it as it is posted.
    () => undefined,
  )
  return null
}
