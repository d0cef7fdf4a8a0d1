import type { Step } from '../plans/plugins/sentences.ts'
import type { PluginPlan } from '../plans/plugins/targets.ts'
import { saidInEnglish } from '../plans/rehearsal/said.ts'
import type { RehearsedStep } from '../plans/steps.ts'
import { fill } from '../registry/words.ts'
import { table } from './output.ts'

/** A plan of a plugin for whoever reads at a terminal: what it brings and takes, what the database does for it, how long that takes and who waits. */
export function planSaid({ roles, refused, steps, schema = [], takes }: PluginPlan): string {
  return [
    ...(roles?.said ?? []).map(saidInEnglish),
    ...[...(refused ? [refused] : []), ...steps].map(stepSaid),
    ...(schema.length > 0 ? ['', table(['When', 'What', 'Where', 'Rows', 'About'], schema.map(row))] : []),
    ...(takes ? ['', ...takes.said.map(saidInEnglish)] : []),
  ].join('\n')
}

/** With the technical names behind it. */
export function stepSaid({ text, values, technical = [] }: Step): string {
  return [fill(text, values, 'en'), ...(technical.length > 0 ? [`(${technical.join(', ')})`] : [])].join(' ')
}

function row({ phase, what, how, table, name, rows, exact, ms }: RehearsedStep): string[] {
  const where = what === 'model' ? '' : table === null || table === name || name.includes('.') ? name : `${table}.${name}`
  return [phases[phase], what === 'model' ? 'new model' : `${how} ${what}`, where, rows > 0 ? `${exact ? '' : '≈ '}${rows}` : '–', `${Math.ceil(ms)} ms`]
}

const phases: { readonly [phase in RehearsedStep['phase']]: string } = { expand: 'at once', fill: 'beside the work', switch: 'at the end' }
