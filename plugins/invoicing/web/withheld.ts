import { Account } from '@sangam/plugin-parties/model'
import { type AskedQuery, ask, live } from '@sangam/sdk/web'
import { Document, WithheldBefore, type Withholding, WithholdingSection } from '../model.ts'

/** What tax is withheld by, with what the year came to before; null where none is. */
type Answer = { readonly section: string | null; readonly rule: Withholding | null }

const answers = new Map<string, Answer | null>()
let listens = false

/** By what rule tax is withheld of what is typed; it is asked for once, and `told` is called when it has come. What others post meanwhile makes it be asked anew. */
export function withheldRule(query: AskedQuery, told: () => void): Withholding | null {
  if (!listens) for (const name of [Document.name, Account.name, WithholdingSection.name, WithheldBefore.name]) live(name, () => answers.clear())
  listens = true
  const key = JSON.stringify(query)
  const found = answers.get(key)
  if (found !== undefined) return found?.rule ?? null
  answers.set(key, null)
  void ask<Answer>('invoicing', '/withheld', query).then(
    answer => {
      answers.set(key, answer)
      told()
    },
    // Who may not ask sees it as it is saved.
    () => undefined,
  )
  return null
}
