import type { Colour, LineColour } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import type { Row } from '../../data/records.ts'
import { today, zone } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import '../../ui/icon.ts'
import { holds, scopeNow } from '../record/rules.ts'
import { groupOf, isRelational, type Part } from './conditions.ts'

/** How a line looks, or one cell of it, and the mark that says so to who does not see colours. */
export interface Tone {
  /** The column whose cell it is; null for the whole line. */
  readonly path: string | null
  readonly style: string
  readonly mark: TemplateResult
}

export const tones: readonly Colour[] = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'grey']

/** The colours of a view as it was kept, by whomever. */
export function coloursIn(kept: unknown): readonly LineColour[] {
  if (!Array.isArray(kept)) return []
  return kept.filter(
    (one: Partial<LineColour> | null): one is LineColour => typeof one?.where === 'object' && one.where !== null && tones.some(tone => tone === one.colour),
  )
}

/** What must be read of a record to know its colour. */
export function colourPaths(entity: string, colours: readonly LineColour[]): readonly string[] {
  return [...new Set(colours.filter(rule => isTold(entity, rule)).flatMap(rule => pathsOf(rule.where).map(one => one.path)))]
}

/** Whether a condition can be asked of a line by itself. */
export function asksOfLine(where: object): boolean {
  return pathsOf(where).every(one => !one.beyond)
}

/** The tone of each record: the first rule that holds of it. What is not known colours nothing. */
export function tonesOf(entity: string, colours: readonly LineColour[]): (row: Row) => Tone | null {
  const shape = entityMeta(entity)
  const rules = colours.filter(rule => isTold(entity, rule) && Object.keys(rule.where).length > 0)
  if (!shape || rules.length === 0) return () => null
  // What someone asks of lines goes by the clock that their moments are shown by, as their filter does.
  const scope = { ...scopeNow(), today: today(), zone: zone() }
  return row => {
    const rule = rules.find(one => holds(shape, one.where, row, scope) === true)
    return rule ? toneOf(rule) : null
  }
}

export function colourLabel(colour: Colour): string {
  const words: { readonly [C in Colour]: string } = {
    red: t('Red'),
    orange: t('Orange'),
    yellow: t('Yellow'),
    green: t('Green'),
    teal: t('Teal'),
    blue: t('Blue'),
    purple: t('Purple'),
    grey: t('Grey'),
  }
  return words[colour]
}

function toneOf({ colour, label, column }: LineColour): Tone {
  const said = label ? called(label) : colourLabel(colour)
  return {
    path: column ?? null,
    style: `--tone:var(--sg-${colour}-soft);--mark:var(--sg-${colour})`,
    mark: html`<sangam-icon class="mark" style="color:var(--sg-${colour})" name="flag" label=${said} title=${said}></sangam-icon>`,
  }
}

/** A rule of fields that are not there, or not this person's to see, is no rule. */
function isTold(entity: string, { where, column }: LineColour): boolean {
  return (
    (column === undefined || fieldAt(entity, column) !== undefined) &&
    pathsOf(where).every(({ path, beyond }) => !beyond && fieldAt(entity, path) !== undefined)
  )
}

function pathsOf(where: object): readonly { readonly path: string; readonly beyond: boolean }[] {
  const within = (part: Part): readonly { readonly path: string; readonly beyond: boolean }[] =>
    part.kind === 'group' ? part.parts.flatMap(within) : [{ path: part.path, beyond: isRelational(part.operator) || part.operator === 'under' }]
  return within(groupOf(where))
}
