import type { Json } from '@sangam/sdk'

/** How many automations may set each other off in a row. */
export const mostDeep = 8
/** How often a run is tried when something outside fails. */
export const mostTries = 6
/** The most records that one piece of work takes together. */
export const mostTogether = 500

export type Values = { readonly [name: string]: Json }

/** When it happens. */
export type Trigger =
  | { readonly on: 'created' }
  /** Only when one of `fields` changed; `created` counts a new record too. */
  | { readonly on: 'changed'; readonly fields?: readonly string[]; readonly created?: boolean }
  | { readonly on: 'state'; readonly field: string; readonly state: string }
  /** So many days after the day in a field (before it, when negative), at a time of the company's day. */
  | { readonly on: 'date'; readonly field: string; readonly days: number; readonly time: string }
  /** With an entity for every record that meets the condition, without one by itself. */
  | { readonly on: 'schedule'; readonly cron: string; readonly zone?: string }
  /** A call from another system; with an entity for the record that has `value` in `field`. */
  | { readonly on: 'hook'; readonly field?: string; readonly value?: string; readonly signed?: boolean }
  | { readonly on: 'button'; readonly label: string; readonly confirm?: string; readonly roles?: readonly string[] }

export type Recipient =
  | { readonly user: string }
  | { readonly role: string }
  /** A field or path of the record that names a user, or holds an e-mail address. */
  | { readonly field: string }
  | { readonly address: string }

/** What is done. Texts and values may hold `{{ record.name }}`. */
export type Step =
  | { readonly do: 'set'; readonly values: Values }
  | { readonly do: 'create'; readonly entity: string; readonly values: Values }
  /** The record a reference of this one points at, or the records of another entity that point here. */
  | { readonly do: 'related'; readonly field: string; readonly values: Values }
  | { readonly do: 'related'; readonly entity: string; readonly by: string; readonly where?: object; readonly values: Values }
  | { readonly do: 'action'; readonly action: string; readonly input?: Values }
  | { readonly do: 'notify'; readonly to: readonly Recipient[]; readonly text: string }
  | { readonly do: 'mail'; readonly to: readonly Recipient[]; readonly subject: string; readonly text: string }
  /** Signed with the automation's own secret; without a body it tells the record. */
  | { readonly do: 'call'; readonly url: string; readonly body?: string }
  | { readonly do: 'branch'; readonly if: object; readonly yes: readonly Step[]; readonly no?: readonly Step[] }

export interface Definition {
  readonly name: string
  readonly entity: string | null
  readonly trigger: Trigger
  readonly condition: object | null
  readonly steps: readonly Step[]
  readonly runAs: string | null
}

export interface StoredAutomation extends Definition {
  readonly id: string
  readonly version: number
  readonly active: boolean
  readonly author: string
  readonly stopped: string | null
}

/** What one step of a run did. */
export interface Entry {
  /** Where it stands: `0`, `2.yes.1`. */
  readonly at: string
  readonly do: Step['do']
  readonly state: 'done' | 'failed' | 'skipped' | 'shown'
  readonly time: string
  readonly data: Json
  readonly error?: string
}

/** All steps with their places, those of branches too. */
export function placed(steps: readonly Step[], before = ''): { readonly at: string; readonly step: Step }[] {
  return steps.flatMap((step, index) => {
    const at = `${before}${index}`
    if (step.do !== 'branch') return [{ at, step }]
    return [{ at, step }, ...placed(step.yes, `${at}.yes.`), ...placed(step.no ?? [], `${at}.no.`)]
  })
}
