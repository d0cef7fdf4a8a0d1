import { css, html, LitElement, nothing } from 'lit'
import { watch } from '../../data/store.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/icon.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { keepOnly, studioStore } from '../model/store.ts'

/** Says what was changed and not applied yet, with the ways on: look at it, or let it go. */
class SgDraftBar extends LitElement {
  constructor() {
    super()
    watch(this, studioStore)
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    section { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin-block-end: var(--sg-space-3); padding-block: 8px; padding-inline: 14px 10px; border-radius: var(--sg-radius-lg); background: var(--sg-warning-soft); box-shadow: var(--sg-shadow-1); }
    section > sangam-icon { color: var(--sg-warning); }
    p { flex: 1; min-inline-size: 12ch; font-weight: 550; } p small { display: block; font-weight: 400; font-size: var(--sg-text-sm); }
  `,
  ]

  protected override render(): unknown {
    const { draft, model } = studioStore.value ?? {}
    const count = draft?.operations.length ?? 0
    if (!draft || count === 0) return nothing
    const wrong = model?.stuck ?? model?.problems[0]
    return html`<section aria-label=${t('Changes not applied yet')}><sangam-icon name=${wrong ? 'warning' : 'edit'}></sangam-icon>
      <p role="status">${t('{count, plural, one {# change} other {# changes}} not applied yet', { count })}${wrong ? html`<small>${wrong}</small>` : nothing}</p>
      <sangam-button size="small" kind="quiet" @click=${() => void this.#discard()}>${t('Discard')}</sangam-button>
      <sangam-button size="small" kind="primary" href="/studio/changes/${draft.id}">${t('Review and apply')}</sangam-button></section>`
  }

  async #discard(): Promise<void> {
    const draft = studioStore.value?.draft
    if (!draft) return
    const sure = await confirm(t('What was changed here and not applied is forgotten. Nothing that is in use changes.'), {
      heading: t('Discard the draft?'),
      go: t('Discard'),
      danger: true,
    })
    if (!sure) return
    try {
      await keepOnly(draft, [])
      toast(t('The draft is gone.'))
    } catch (error) {
      toastProblem(error)
    }
  }
}
customElements.define('sangam-draft-bar', SgDraftBar)
