import { type Change, hooks, UserError } from '@sangam/sdk'
import { bumpPermissions } from '../access/caller.ts'
import type { CoreCtx } from '../data/context.ts'
import { titlesOf } from '../records/titles.ts'
import { isZone } from '../reports/times.ts'
import { Company, Currency, Team } from './organisation.ts'
import { Role, Share, User } from './people.ts'
import { Activity } from './work.ts'

/** An activity keeps the title of what it is about, so that a list of tasks reads like sentences. */
export const activityHooks = hooks(Activity, {
  async derive(plain, changes) {
    const ctx = plain as CoreCtx
    const wanted = changes.filter(
      change => change.next?.entity && change.next.record && (change.changed.includes('record') || change.changed.includes('entity')),
    )
    if (wanted.length === 0) return
    const about = wanted.map(change => ({ entity: change.next?.entity as string, id: change.next?.record as string }))
    const seen = await titlesOf(ctx, about)
    // Who writes may not see what it is called, and others may.
    const nameless = about.filter(({ entity, id }) => seen.get(`${entity} ${id}`) === '')
    const kept = nameless.length > 0 ? await ctx.asSystem('Keeps what a record is called', system => titlesOf(system as CoreCtx, nameless)) : seen
    const titles = new Map([...seen, ...kept])
    return changes.map(change => {
      if (!wanted.includes(change)) return null
      const title = titles.get(`${change.next?.entity} ${change.next?.record}`)
      if (title === undefined) throw new UserError('activity_about_unknown', 'The record this is about is not there, or you may not see it.', {}, 'record')
      return { recordTitle: title }
    })
  },
})

/** Who someone is, whom they lead and whose day they live by decide what they see: all nodes look anew when it changes. */
const looksAnew = async (ctx: unknown): Promise<void> => {
  const { tx, schema } = ctx as CoreCtx
  await bumpPermissions(tx, schema)
}
export const accessHooks = [
  hooks(User, { react: looksAnew }),
  hooks(Team, { react: looksAnew }),
  hooks(Company, { react: looksAnew }),
  hooks(Share, { react: looksAnew }),
]

/** What a person says of where they live must be a zone that the platform knows. */
export const personHooks = hooks(User, {
  async check(_, changes) {
    return changes.flatMap(({ next }, index) => (next?.zone && !isZone(next.zone) ? [{ index, ...zoneUnknown }] : []))
  },
})

const zoneUnknown = { field: 'zone', code: 'zone_unknown', message: 'There is no such time zone. Choose one such as Asia/Kolkata.' }

/** What a company says of its country, currency and zone must be something the platform knows. */
export const companyHooks = hooks(Company, {
  async check(_, changes) {
    return changes.flatMap((change, index) => problemsOf(change).map(problem => ({ index, ...problem })))
  },
})

function problemsOf({ next }: Change<typeof Company>): { field: string; code: string; message: string }[] {
  if (!next) return []
  return [
    ...(isZone(next.zone) ? [] : [zoneUnknown]),
    ...(/^[A-Z]{3}$/.test(next.currency)
      ? []
      : [{ field: 'currency', code: 'currency_unknown', message: 'A currency is three capital letters, such as INR.' }]),
    ...(/^[A-Z]{2}$/.test(next.country) ? [] : [{ field: 'country', code: 'country_unknown', message: 'A country is two capital letters, such as IN.' }]),
  ]
}

export const currencyHooks = hooks(Currency, {
  async check(_, changes) {
    return changes.flatMap((change, index) =>
      change.next && !/^[A-Z]{3}$/.test(change.next.code)
        ? [{ index, field: 'code', code: 'currency_unknown', message: 'A currency is three capital letters, such as INR.' }]
        : [],
    )
  },
})

/** Roles come and go with plugins; people who can sign in are disabled, not removed, so that what they did stays theirs. */
export const guardHooks = [
  hooks(Role, {
    async check(ctx, changes) {
      if ((ctx as CoreCtx).access.system) return
      return changes.map((_, index) => ({
        index,
        code: 'role_of_plugin',
        message: 'Roles come with plugins and can’t be changed here. Give them to people under Users.',
      }))
    },
  }),
  hooks(User, {
    async check(ctx, changes) {
      if ((ctx as CoreCtx).access.system) return
      return changes.flatMap((change, index) =>
        change.verb === 'remove' && change.before?.account
          ? [{ index, code: 'user_signs_in', message: 'Someone who can sign in is not removed. Disable them under Users; what they did stays theirs.' }]
          : [],
      )
    },
  }),
]
