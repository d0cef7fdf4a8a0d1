import { isDeepStrictEqual } from 'node:util'
import type { Step } from '../plans/plugins/sentences.ts'
import type { Looked } from './install.ts'
import type { Said } from './said.ts'

/** What a package asks for, in sentences with their values, those first that the version whose place it takes did not ask; then what it means to let it in. */
export function asksOf({ found: { says, hasWeb }, before, sleeping, from, otherwise }: Pick<Looked, 'found' | 'before' | 'sleeping' | 'from' | 'otherwise'>): {
  readonly more: readonly Step[]
  readonly asks: readonly Step[]
  readonly warnings: readonly Step[]
} {
  const known = before ? asked(before) : null
  const all = asked(says)
  const isNew = (step: Step): boolean => known !== null && !known.some(one => isDeepStrictEqual(one, step))
  const leaves: Step[] =
    sleeping.length > 0
      ? [
          {
            text: '{plugins} joins other versions of it, and is out of sight until there is one that knows this version.',
            values: { plugins: names(sleeping) },
          },
        ]
      : []
  return { more: all.filter(isNew), asks: [...all.filter(step => !isNew(step)), ...leaves], warnings: [...whence(from, otherwise), ...warningsOf(hasWeb)] }
}

function names(list: readonly string[]): string {
  return [...list.slice(0, 12), ...(list.length > 12 ? ['…'] : [])].join(', ')
}

function asked(says: Said): Step[] {
  const asks: Step[] = []
  const [needs, joins] = [Object.keys(says.needs), Object.keys(says.joins)]
  if (says.records.length > 0) asks.push({ text: 'It brings records: {names}.', values: { names: names(says.records) } })
  if (says.adopts.length > 0) asks.push({ text: 'It takes over from administrators, where it is enabled: {names}.', values: { names: names(says.adopts) } })
  if (says.screens.length > 0) asks.push({ text: 'It draws screens of its own: {names}.', values: { names: names(says.screens) } })
  if (needs.length > 0) asks.push({ text: 'It needs {names}.', values: { names: names(needs) } })
  if (joins.length > 0)
    asks.push({
      text: 'It joins {names}: where all of them are enabled, it is enabled by itself, at once where they are now.',
      values: { names: names(joins) },
    })
  if (says.adds.length > 0) asks.push({ text: 'It adds fields to {names}.', values: { names: names(says.adds) } })
  if (says.hooks.length > 0) asks.push({ text: 'It has a say in every change of {names}.', values: { names: names(says.hooks) } })
  if (says.reads === null && needs.length + joins.length > 0)
    asks.push({ text: 'It reads and changes all records of {names}.', values: { names: names([...needs, ...joins]) } })
  const onlyReads = (says.reads ?? []).filter(name => !says.writes?.includes(name))
  if (onlyReads.length > 0) asks.push({ text: 'It reads {names}.', values: { names: names(onlyReads) } })
  if (says.writes && says.writes.length > 0) asks.push({ text: 'It reads and changes {names}.', values: { names: names(says.writes) } })
  if (says.services !== null && says.services.length > 0) asks.push({ text: 'It calls the services {names}.', values: { names: names(says.services) } })
  if (says.services !== null && needs.length + joins.length > 0) asks.push({ text: 'It reads what its own records point at.', values: {} })
  if (says.services === null && says.reads !== null && needs.length + joins.length > 0)
    asks.push({ text: 'It calls the services of {names}, and reads what its own records point at.', values: { names: names([...needs, ...joins]) } })
  if (says.publicPages.length > 0)
    asks.push({ text: 'It shows to whoever has a link, without signing in: {names}.', values: { names: names(says.publicPages) } })
  if (says.hosts.length > 0) asks.push({ text: 'It calls {names}.', values: { names: names(says.hosts) } })
  if (says.hears.length > 0) asks.push({ text: 'It is told of {names}.', values: { names: names(says.hears) } })
  if (says.jobs.length > 0) asks.push({ text: 'It works by itself: {count, plural, one {# job} other {# jobs}}.', values: { count: says.jobs.length } })
  if (says.routes.length > 0)
    asks.push({ text: 'It answers at {count, plural, one {# address} other {# addresses}} of its own.', values: { count: says.routes.length } })
  return asks
}

/** What is to be thought of where it came from. */
function whence(from: Looked['from'], otherwise: boolean): Step[] {
  return [
    ...(from?.deprecated != null ? [{ text: 'Its author would rather not see this version taken: “{why}”', values: { why: from.deprecated } }] : []),
    ...(otherwise ? [{ text: 'What it takes the place of came from elsewhere. Make sure that the same people made both.', values: {} }] : []),
  ]
}

function warningsOf(hasWeb: boolean): Step[] {
  return [
    {
      text: 'Its server half runs in a process of its own, without the files and secrets of the server, and is given no password of the database. It may open connections of its own, to this machine and to others: what it reads it could send anywhere, and only trust keeps it from that.',
      values: {},
    },
    ...(hasWeb ? [{ text: 'Its browser half acts with the rights of whoever looks at its screens.', values: {} }] : []),
    { text: 'Install only what comes from somebody you trust.', values: {} },
  ]
}
