import { type Json, UserError } from '@sangam/sdk'
import { runAction } from '../records/actions.ts'
import { change } from '../records/change.ts'
import { find } from '../records/find.ts'
import { addEvents } from '../talk/events.ts'
import { filled } from '../template.ts'
import { sendAll } from '../work/mail.ts'
import { mailHtml } from '../work/mail-html.ts'
import { tellAll } from '../work/notify.ts'
import type { Step } from './definition.ts'
import { meeting } from './meeting.ts'
import { peopleFor } from './people.ts'
import { valuesFor } from './values.ts'
import { type Live, note, type Perform, sightOf, type Walk } from './walk.ts'

type Of<D extends Step['do']> = Extract<Step, { readonly do: D }>

/** Does one step for a set of runs: as many statements for a thousand records as for one. */
export const perform: Perform = (walk, step, _, lives) => {
  switch (step.do) {
    case 'set':
      return set(walk, step, lives)
    case 'create':
      return create(walk, step, lives)
    case 'related':
      return related(walk, step, lives)
    case 'action':
      return act(walk, step, lives)
    case 'notify':
      return notify(walk, step, lives)
    case 'mail':
      return mail(walk, step, lives)
    case 'branch':
      return decide(walk, step, lives)
    case 'call':
      return show(walk, step, lives)
  }
}

async function set(walk: Walk, step: Of<'set'>, lives: readonly Live[]): Promise<void> {
  const { ctx, entity } = walk
  const patches = lives.map(live => ({ live, patch: valuesFor(entity ?? undefined, step.values, sightOf(walk, live)) }))
  await change(
    ctx,
    entity?.name ?? '',
    patches.map(({ live, patch }) => ({ verb: 'update', id: live.record ?? '', patch })),
  )
  for (const { live, patch } of patches) note(walk, live, step, { values: patch })
}

async function create(walk: Walk, step: Of<'create'>, lives: readonly Live[]): Promise<void> {
  const made = lives.map(live => ({ live, values: valuesFor(walk.ctx.model.entities.get(step.entity), step.values, sightOf(walk, live)) }))
  const records = await change(
    walk.ctx,
    step.entity,
    made.map(({ values }) => ({ verb: 'create', values })),
  )
  for (const [at, { live, values }] of made.entries()) note(walk, live, step, { entity: step.entity, id: (records[at] as { readonly id: string }).id, values })
}

async function related(walk: Walk, step: Of<'related'>, lives: readonly Live[]): Promise<void> {
  const { entity, pairs } = 'field' in step ? pointedAt(walk, step.field, lives) : await pointingHere(walk, step, lives)
  const target = walk.ctx.model.entities.get(entity)
  const patches = new Map<string, { readonly [field: string]: Json }>()
  for (const { live, id } of pairs) if (!patches.has(id)) patches.set(id, valuesFor(target, step.values, sightOf(walk, live)))
  await change(
    walk.ctx,
    entity,
    [...patches].map(([id, patch]) => ({ verb: 'update', id, patch })),
  )
  for (const live of lives) {
    const ids = pairs.filter(pair => pair.live === live).map(pair => pair.id)
    note(walk, live, step, { entity, records: ids, values: patches.get(ids[0] ?? '') ?? {} }, ids.length > 0 ? 'done' : 'skipped')
  }
}

interface Pairs {
  readonly entity: string
  readonly pairs: readonly { readonly live: Live; readonly id: string }[]
}

function pointedAt({ entity }: Walk, field: string, lives: readonly Live[]): Pairs {
  return {
    entity: entity?.fields.get(field)?.to ?? '',
    pairs: lives.flatMap(live => (typeof live.item?.[field] === 'string' ? [{ live, id: live.item[field] as string }] : [])),
  }
}

async function pointingHere(
  { ctx }: Walk,
  step: { readonly entity: string; readonly by: string; readonly where?: object },
  lives: readonly Live[],
): Promise<Pairs> {
  const byRecord = new Map(lives.map(live => [live.record, live]))
  const here = { [step.by]: { in: [...byRecord.keys()] } }
  const pairs: { live: Live; id: string }[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof find>> = await find(ctx, step.entity, {
      where: step.where ? { and: [here, step.where] } : here,
      fields: [step.by],
      sort: ['id'],
      limit: 500,
      ...(after !== null && { after }),
    })
    for (const item of page.items) pairs.push({ live: byRecord.get(String(item[step.by])) as Live, id: item.id })
    if (pairs.length > 5000)
      throw new UserError('too_many_related', 'More than {most} records belong to this one. Narrow the step with a condition.', { most: 5000 })
    after = page.next
  } while (after !== null)
  return { entity: step.entity, pairs }
}

async function act(walk: Walk, step: Of<'action'>, lives: readonly Live[]): Promise<void> {
  const action = walk.entity?.actions.get(step.action)
  const shape = Object.entries(action?.action.shape.input ?? {})
  const groups = new Map<string, { readonly input: { [name: string]: Json }; readonly lives: Live[] }>()
  for (const live of lives) {
    const filledIn = valuesFor(undefined, step.input ?? {}, sightOf(walk, live))
    const input = Object.fromEntries(Object.entries(filledIn).filter(([name]) => shape.some(([known]) => known === name)))
    const key = JSON.stringify(input)
    groups.set(key, { input, lives: [...(groups.get(key)?.lives ?? []), live] })
  }
  for (const group of groups.values()) {
    const ids = group.lives.map(live => live.record ?? '')
    const results = await runAction(walk.ctx, walk.entity?.name ?? '', step.action, ids, group.input)
    for (const [at, live] of group.lives.entries()) note(walk, live, step, { action: step.action, input: group.input, result: results[at] ?? null })
  }
}

async function notify(walk: Walk, step: Of<'notify'>, lives: readonly Live[]): Promise<void> {
  const people = await peopleFor(walk, step.to, lives)
  const told = lives.map(live => ({ live, text: filled(step.text, sightOf(walk, live), walk.ctx.locale).slice(0, 1000), to: people.get(live)?.people ?? [] }))
  const about = walk.entity?.name
  if (!walk.dry)
    await tellAll(
      walk.ctx,
      told.flatMap(({ live, text, to }) =>
        to.map(({ id }) => ({ user: id, text: '{text}', values: { text }, ...(about && live.record && { about: { entity: about, id: live.record } }) })),
      ),
    )
  for (const { live, text, to } of told) note(walk, live, step, { to: to.map(({ name }) => name), text }, to.length > 0 ? done(walk) : 'skipped')
}

async function mail(walk: Walk, step: Of<'mail'>, lives: readonly Live[]): Promise<void> {
  const people = await peopleFor(walk, step.to, lives)
  const mails = lives.map(live => {
    const sight = sightOf(walk, live)
    const { people: known = [], addresses = [] } = people.get(live) ?? {}
    const subject = filled(step.subject, sight, walk.ctx.locale)
      .replaceAll(/[\r\n\u2028\u2029\0]+/g, ' ')
      .slice(0, 250)
    return { live, subject, text: filled(step.text, sight, walk.ctx.locale), to: [...new Set([...known.flatMap(({ email }) => email ?? []), ...addresses])] }
  })
  if (!walk.dry)
    await sendAll(
      walk.ctx,
      mails.flatMap(({ to, subject, text }) => to.map(address => ({ to: address, subject, text, html: mailHtml(text) }))),
    )
  const about = walk.entity?.name
  // Whoever sees the record may not see what the mail says, nor to whom.
  if (!walk.dry && about)
    await addEvents(
      walk.ctx,
      mails.flatMap(({ live: { record }, to }) =>
        record === null || to.length === 0
          ? []
          : [
              {
                about: { entity: about, id: record },
                text: 'sent an e-mail, by the automation “{automation}”',
                values: { automation: walk.automation.name },
                icon: 'mail',
              },
            ],
      ),
    )
  for (const { live, subject, text, to } of mails) note(walk, live, step, { to, subject, text }, to.length > 0 ? done(walk) : 'skipped')
}

async function decide(walk: Walk, step: Of<'branch'>, lives: readonly Live[]): Promise<void> {
  const held = await meeting(
    walk.ctx,
    walk.entity?.name ?? '',
    step.if,
    lives.map(live => live.record ?? ''),
  )
  for (const live of lives) note(walk, live, step, { took: held.has(live.record ?? '') ? 'yes' : 'no' })
}

/** In a dry run a call is only shown. */
async function show(walk: Walk, step: Of<'call'>, lives: readonly Live[]): Promise<void> {
  for (const live of lives) note(walk, live, step, callOf(walk, step, live), 'shown')
}

/** What a call would say; the address without what stands behind its `?`, where secrets travel. */
export function callOf(walk: Walk, step: Of<'call'>, live: Live): { readonly url: string; readonly body: string } {
  const sight = sightOf(walk, live)
  const told = { automation: walk.automation.name, entity: walk.automation.entity, record: live.item as unknown as Json, hook: live.input, at: walk.ctx.now() }
  return { url: step.url.split('?')[0] ?? '', body: step.body === undefined ? JSON.stringify(told) : filled(step.body, sight) }
}

function done({ dry }: Walk): 'done' | 'shown' {
  return dry ? 'shown' : 'done'
}
