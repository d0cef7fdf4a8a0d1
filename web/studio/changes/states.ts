import { html, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import type { ChangeSet } from '../model/shown.ts'

export function setState(state: ChangeSet['state']): TemplateResult {
  const states = {
    draft: ['yellow', t('Not applied yet')],
    applying: ['blue', t('Being applied')],
    failed: ['red', t('Could not be applied')],
    applied: ['green', t('Applied')],
    undone: ['grey', t('Taken back')],
  } as const
  const [colour, label] = states[state]
  return html`<sangam-badge colour=${colour} dot>${label}</sangam-badge>`
}
