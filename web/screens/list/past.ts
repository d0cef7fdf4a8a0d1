import { html, type TemplateResult } from 'lit'
import { fieldAt } from '../../data/meta.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { asked } from '../../fields/asked.ts'
import { dayIn, formatDate, formatInstant, today } from '../../shell/format.ts'
import { setQuery } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import '../../ui/past-note.ts'

const day = asked('day', 'date', 'As on', { required: true })

/** Asks for a day to look back to; the address carries it. */
export async function askDay(asOf: string | null): Promise<void> {
  const chosen = await askFields({
    heading: t('Look at the past'),
    text: t('You see the list as it was at the end of that day, as far as you may see its records today.'),
    fields: [day],
    values: { day: asOf === null ? today() : dayIn(asOf) },
    go: t('Show'),
    submit: async values => String(values.day),
  })
  if (chosen !== null) setQuery({ asOf: chosen })
}

/** What stands over a list of the past. */
export function listNote(asOf: string): TemplateResult {
  return note(
    asOf,
    asOf.includes('T')
      ? t('This is the list as it was on {moment}. Nothing can be changed here.', { moment: formatInstant(asOf) })
      : t('This is the list as it was at the end of {day}. Nothing can be changed here.', { day: formatDate(asOf) }),
  )
}

/** What stands over a board, a chart or a pivot of the past. */
export function viewNote(asOf: string): TemplateResult {
  return note(
    asOf,
    asOf.includes('T')
      ? t('This is how it was on {moment}. Nothing can be changed here.', { moment: formatInstant(asOf) })
      : t('This is how it was at the end of {day}. Nothing can be changed here.', { day: formatDate(asOf) }),
  )
}

/** What stands over a kind of view that can't look back. */
export function todayNote(): TemplateResult {
  return html`<sangam-past-note text=${t('A calendar shows records as they are today. For the past, choose a list, a board, a chart or a pivot.')} @back=${() => setQuery({ asOf: undefined })}></sangam-past-note>`
}

function note(asOf: string, text: string): TemplateResult {
  return html`<sangam-past-note text=${text} @back=${() => setQuery({ asOf: undefined })}><sangam-button size="small" kind="quiet" @click=${() => void askDay(asOf)}>${t('Another day')}</sangam-button></sangam-past-note>`
}

/** The columns that have sums in the past: what is kept up or worked out of other records may have none. */
export function summedThen(entity: string, paths: readonly string[]): readonly string[] {
  return paths.filter(path => {
    const field = fieldAt(entity, path)
    return !field?.computed || field.formula !== undefined
  })
}
