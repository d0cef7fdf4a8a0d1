import { css, html, LitElement } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import type { Definition } from './definition.ts'
import type { ViewKind } from './kinds.ts'
import { saveView } from './saved.ts'

/** Gives what is shown now a name. Tells `saved` with its id, and `close`. */
class SgSaveView extends LitElement {
  static override properties = { entity: {}, kind: {}, definition: { attribute: false }, error: { state: true }, busy: { state: true } }
  declare entity: string
  declare kind: ViewKind
  declare definition: Definition
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.entity = ''
    this.kind = 'list'
    this.definition = {}
    this.error = null
    this.busy = false
  }

  static override styles = [base, inputs, css`form { display: grid; gap: 14px; } .check { display: flex; gap: 9px; align-items: center; }`]

  protected override render(): unknown {
    return html`<sg-dialog open heading=${t('Save as a new view')} @close=${() => this.dispatchEvent(new Event('close'))}>
      <form id="form" @submit=${(event: SubmitEvent) => this.#save(event)}>
        <label class="field">${t('Name')}<input name="name" required maxlength="80" autofocus autocomplete="off" /></label>
        <label class="check"><input type="checkbox" name="shared" />${t('Show it to colleagues too')}</label>
        <sg-problem .error=${this.error}></sg-problem>
        <div style="display:flex;justify-content:flex-end"><sg-button kind="primary" type="submit" ?busy=${this.busy}>${t('Save')}</sg-button></div></form></sg-dialog>`
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const values = new FormData(event.target as HTMLFormElement)
    this.busy = true
    this.error = null
    try {
      const { entity, kind, definition } = this
      const id = await saveView({ entity, kind, definition, name: String(values.get('name')).trim(), shared: values.has('shared') })
      this.dispatchEvent(new CustomEvent('saved', { detail: id }))
      this.dispatchEvent(new Event('close'))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sg-save-view', SgSaveView)
