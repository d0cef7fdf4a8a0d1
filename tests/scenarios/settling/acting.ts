import type { TestClient } from '../../../sdk/testing/index.ts'
import type { Company } from './company.ts'
import type { Model } from './model.ts'

/** Who acts, for which company, and what the model of it knows. */
export interface Acting {
  readonly company: Company
  readonly client: TestClient
  readonly model: Model
  /** Names this step among all of its company. */
  readonly key: string
}

/** Whether work was done; a refusal is an answer, whatever else goes wrong is a fault. */
export async function done(work: Promise<unknown>): Promise<{ readonly yes: boolean; readonly refusal: string }> {
  const { made, refusal } = await refusalOf(work.then(() => true))
  return { yes: made !== null, refusal }
}

/** What was made, or null and why not. */
export function refusalOf<T>(work: Promise<T>): Promise<{ readonly made: T | null; readonly refusal: string }> {
  return work.then(
    made => ({ made, refusal: '' }),
    error => {
      if (!error.problem || error.problem.status >= 500) throw error
      return { made: null, refusal: error.problem.detail }
    },
  )
}

export function some<T>(all: readonly T[], at: number): T | undefined {
  return all[at % Math.max(1, all.length)]
}
