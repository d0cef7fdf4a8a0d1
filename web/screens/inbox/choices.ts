import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { type NoticeChoice, work } from '../../data/worklist.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { toastProblem } from '../../ui/toast.ts'

/** Where one is told of what: in the app, by mail, both or neither. Each choice holds at once. Tells `close`. */
class SgNoticeChoices extends LitElement {
  static override properties = { choices: { state: true }, error: { state: true } }
  declare choices: readonly NoticeChoice[] | null
  declare error: unknown

  constructor() {
    super()
    this.choices = null
    this.error = null
  }

  static override styles = [
    base,
    inputs,
    css`
    p { color: var(--sg-text-2); margin-block-end: 12px; }
    table { inline-size: 100%; border-collapse: collapse; }
    th { text-align: start; font-weight: 450; } thead th { font-weight: 550; font-size: var(--sg-text-sm); color: var(--sg-text-2); }
    :is(th, td):not(:first-child) { text-align: center; inline-size: 84px; }
    th, td { padding: 9px 6px; } tr + tr :is(th, td) { border-block-start: 1px solid var(--sg-border); }
    td input[type='checkbox'] { inline-size: 20px; block-size: 20px; vertical-align: middle; }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    work.choices().then(
      choices => (this.choices = choices),
      (error: unknown) => (this.error = error),
    )
  }

  protected override render(): unknown {
    return html`<sangam-dialog open heading=${t('What I am told')} @close=${() => this.dispatchEvent(new Event('close'))}>
      <p>${t('Mail goes to the address of your account, where your company has set a mail server.')}</p><sangam-problem .error=${this.error}></sangam-problem>
      ${
        this.choices === null
          ? this.error
            ? nothing
            : html`<sangam-skeleton lines="6"></sangam-skeleton>`
          : html`<table><thead><tr><th scope="col">${t('When')}</th><th scope="col">${t('In the app')}</th><th scope="col">${t('By mail')}</th></tr></thead>
      <tbody>${this.choices.map(choice => this.#row(choice))}</tbody></table>`
      }
      <sangam-button slot="actions" kind="primary" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Close')}</sangam-button></sangam-dialog>`
  }

  #row(choice: NoticeChoice): TemplateResult {
    const name = nameOf(choice.about)
    const box = (channel: 'app' | 'mail', label: string): TemplateResult =>
      html`<td><input type="checkbox" aria-label=${`${name}: ${label}`} .checked=${choice[channel]} @change=${(event: Event) => this.#set({ ...choice, [channel]: (event.target as HTMLInputElement).checked })} /></td>`
    return html`<tr><th scope="row">${name}</th>${box('app', t('In the app'))}${box('mail', t('By mail'))}</tr>`
  }

  async #set(choice: NoticeChoice): Promise<void> {
    const before = this.choices
    this.choices = (before ?? []).map(one => (one.about === choice.about ? choice : one))
    try {
      await work.choose([choice])
    } catch (error) {
      this.choices = before
      toastProblem(error)
    }
  }
}
customElements.define('sangam-notice-choices', SgNoticeChoices)

function nameOf(about: string): string {
  switch (about) {
    case 'mention':
      return t('Someone mentions me')
    case 'comment':
      return t('A comment on what I follow')
    case 'change':
      return t('A change of what I follow')
    case 'task':
      return t('Someone gives me something to do')
    case 'reminder':
      return t('Something is due')
    case 'approval':
      return t('An approval is asked for or given')
    default:
      return t('Automations and everything else')
  }
}
