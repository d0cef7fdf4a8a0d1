import { repo } from '@sangam/sdk/web'
import { wasCharged } from '../model/charged.ts'
import { Document } from '../model.ts'

const charged = new Map<string, boolean | null>()

/** Whether the document that a note is about was charged with tax; null until it is known, of which `told` says when. What was posted stays. */
export function chargedOn(id: string, told: () => void): boolean | null {
  const found = charged.get(id)
  if (found !== undefined) return found
  charged.set(id, null)
  repo(Document)
    .get(id as never, { fields: ['taxes'] })
    .then(
      ({ taxes }) => {
        charged.set(id, wasCharged(taxes))
        told()
      },
      // It is asked again as more is typed.
      () => charged.delete(id),
    )
  return null
}
