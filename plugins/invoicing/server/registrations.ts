import { type Change, hooks } from '@sangam/sdk'
import { gstinProblem, plainGstin } from '../model/gstin.ts'
import { Registration } from './core.ts'

/** What is new of a GSTIN; one that was kept before, as whoever brought it wrote it, keeps nobody from changing something else. */
const isNew = ({ verb, next, changed }: Change<typeof Registration>): boolean =>
  next?.kind === 'gstin' && (verb === 'create' || changed.includes('number') || changed.includes('kind'))

/** A GSTIN is kept in capitals without spaces, and refused where its last sign does not fit the others, as of one that was copied wrong. */
export const registrationHooks = hooks(Registration, {
  async derive(_, changes) {
    return changes.map(change => (change.next && isNew(change) ? { number: plainGstin(change.next.number) } : null))
  },
  async check(_, changes) {
    return changes.flatMap((change, index) => {
      const problem = change.next && isNew(change) ? gstinProblem(change.next.number) : null
      return problem === null ? [] : [{ index, field: 'number', code: 'gstin', message: problem }]
    })
  },
})
