import { html, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import '../../ui/small.ts'
import type { Ran } from './marks.ts'
import { momentSaid, type Run, stateNames } from './shape.ts'

/** A run as the drawing shows it, or a trial, of which nothing stays. */
export interface Seen extends Ran {
  readonly run: Run | null
  readonly meets: boolean
}

/** A run in a line: its record, when, and how it ended. */
export function runSaid(run: Run): string {
  return [run.recordTitle || t('Run'), momentSaid(run.createdAt).short, stateNames()[run.state]?.[0] ?? run.state].join(' · ')
}

/** What set a run off, or whether its record met the condition. */
export function seenSaid({ run, meets }: Seen, chosen: string): TemplateResult {
  if (chosen === 'if') return html`<p>${meets ? t('The record meets the condition.') : t('The record does not meet the condition: it would not run.')}</p>`
  if (!run) return html`<p>${t('A trial: nothing of it stays.')}</p>`
  const at = momentSaid(run.createdAt)
  const brought = run.input ?? null
  return html`<h3>${t('In the run that is shown')}</h3><dl>
    ${run.entity && run.record ? html`<dt>${t('Record')}</dt><dd><a href="/record/${run.entity}/${run.record}">${run.recordTitle || t('Record')}</a></dd>` : nothing}
    <dt>${t('When')}</dt><dd title=${at.long}>${at.short}</dd><dt>${t('Version')}</dt><dd>${run.automationVersion}</dd>
    ${run['pressedBy.name'] ? html`<dt>${t('Pressed by')}</dt><dd>${run['pressedBy.name']}</dd>` : nothing}
    ${brought === null ? nothing : html`<dt>${t('What the call brought')}</dt><dd>${JSON.stringify(brought, null, 1)}</dd>`}
    ${run.attempts > 0 ? html`<dt>${t('Tried')}</dt><dd>${t('{count, plural, one {# time} other {# times}} in vain', { count: run.attempts })}</dd>` : nothing}</dl>`
}
