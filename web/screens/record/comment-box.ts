import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { can, entityMeta, meta } from '../../data/meta.ts'
import { type CommentEntry, timelineOf } from '../../data/timeline.ts'
import '../../fields/file-chip.ts'
import { sendFile } from '../../fields/send-file.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import { toast } from '../../ui/toast.ts'

interface Person {
  readonly id: string
  readonly name: string
  readonly sees: boolean
}

/**
 * Where a comment is written, or one's own is changed: “@” offers people, files are dropped or chosen, Ctrl Enter sends.
 * Tells `sent` or `cancel`.
 */
export class SgCommentBox extends LitElement {
  static override properties = {
    entity: {},
    record: {},
    comment: { attribute: false },
    open: { type: Boolean },
    body: { state: true },
    files: { state: true },
    people: { state: true },
    at: { state: true },
    blind: { state: true },
    busy: { state: true },
    error: { state: true },
  }
  declare entity: string
  declare record: string
  /** The comment that is changed; none for a new one. */
  declare comment: CommentEntry | undefined
  declare open: boolean
  declare body: string
  declare files: readonly string[]
  /** Those offered for what is written behind the “@”. */
  declare people: readonly Person[]
  declare at: number
  /** Somebody who was named and does not see the record: what to do about it is said. */
  declare blind: Person | null
  declare busy: boolean
  declare error: unknown
  #named = new Map<string, string>()
  /** The version that was read when the change of it began. */
  #version = 0
  #asked = 0
  /** Who is meant is being looked for; whether somebody was taken meanwhile, of those found for fewer letters. */
  #looking = false
  #taken = false

  constructor() {
    super()
    this.open = false
    this.body = ''
    this.files = []
    this.people = []
    this.at = 0
    this.blind = null
    this.busy = false
    this.error = null
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 8px; position: relative; }
    textarea { field-sizing: content; min-block-size: 38px; max-block-size: 260px; }
    .go { display: flex; gap: 6px; align-items: center; } .go .space { flex: 1; }
    .files { display: flex; flex-wrap: wrap; gap: 6px; list-style: none; margin: 0; padding: 0; --sg-picture: 56px; }
    .files li { display: inline-flex; align-items: center; gap: 2px; padding-block: 2px; padding-inline: 8px 2px; border: 1px solid var(--sg-border); border-radius: 7px; background: var(--sg-surface); max-inline-size: 100%; }
    .offer { position: relative; block-size: 0; } [role='listbox'] { position: absolute; z-index: 6; inset-block-start: -4px; inset-inline: 0; max-block-size: 260px; overflow: auto; padding: 5px; border-radius: 10px; background: var(--sg-raised); box-shadow: var(--sg-shadow-2); }
    [role='option'] { display: flex; align-items: center; gap: 9px; min-block-size: 36px; padding: 4px 8px; border-radius: 6px; cursor: pointer; } [role='option'][aria-selected='true'] { background: var(--sg-surface-2); } [role='option'].blind { color: var(--sg-text-2); } .way { font-size: var(--sg-text-sm); color: var(--sg-text-2); }
    [role='option'] span { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } [role='option'] small { color: var(--sg-text-2); font-size: var(--sg-text-xs); }
    input[type='file'] { display: none; }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    // The same comment comes again with whatever else is read anew: what is being written stays.
    const before = changed.get('comment') as CommentEntry | undefined
    if (!changed.has('comment') || !this.comment || this.comment.id === before?.id) return
    this.open = true
    this.#version = this.comment.version
    this.body = this.comment.body
    this.files = this.comment.files
    this.#named = new Map(this.comment.mentions.map(({ id, name }) => [id, name]))
  }

  protected override render(): unknown {
    const prompt = t('Write a comment; @ names a colleague…')
    const shown = this.people.length > 0
    return html`<textarea rows="1" maxlength="4000" aria-label=${t('Comment')} placeholder=${prompt} aria-autocomplete="list" aria-controls=${shown ? 'people' : nothing} aria-activedescendant=${shown ? `person${this.at}` : nothing} .value=${this.body} @focus=${() => (this.open = true)} @input=${(event: Event) => this.#typed(event.target as HTMLTextAreaElement)} @keydown=${(event: KeyboardEvent) => this.#key(event)} @blur=${() => (this.people = [])} @paste=${(event: ClipboardEvent) => this.#pasted(event)}></textarea>
      ${shown ? this.#offer() : nothing}${this.blind ? this.#way(this.blind) : nothing}
      ${this.files.length > 0 ? html`<ul class="files" aria-label=${t('Files')}>${this.files.map(id => html`<li><sangam-file-chip file=${id} picture></sangam-file-chip><sangam-button size="small" kind="quiet" icon="close" label=${t('Take out the file')} @click=${() => (this.files = this.files.filter(one => one !== id))}></sangam-button></li>`)}</ul>` : nothing}
      <sangam-problem .error=${this.error}></sangam-problem>${this.open ? this.#go() : nothing}`
  }

  /** Files that were dropped beside it. */
  async addFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return
    this.open = true
    this.busy = true
    this.error = null
    try {
      for (const file of files) this.files = [...this.files, (await sendFile(file)).id]
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }

  #go(): TemplateResult {
    const empty = this.body.trim() === '' && this.files.length === 0
    return html`<div class="go"><input type="file" multiple tabindex="-1" aria-hidden="true" @change=${(event: Event) => this.#chosen(event.target as HTMLInputElement)} />
      <sangam-button size="small" kind="quiet" icon="clip" label=${t('Add files')} @click=${() => this.renderRoot.querySelector<HTMLInputElement>('input')?.click()}></sangam-button><span class="space"></span>
      <sangam-button size="small" kind="quiet" @click=${() => this.#reset()}>${t('Cancel')}</sangam-button><sangam-button size="small" kind="primary" shortcut="Ctrl Enter" ?busy=${this.busy} ?disabled=${empty} @click=${() => this.#send()}>${this.comment ? t('Save') : t('Comment')}</sangam-button></div>`
  }

  #offer(): TemplateResult {
    return html`<div class="offer"><div id="people" role="listbox" aria-label=${t('People')}>${this.people.map(
      (person, at) =>
        html`<div id="person${at}" role="option" aria-selected=${String(at === this.at)} class=${person.sees ? '' : 'blind'} @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.#choose(person)}><sangam-avatar name=${person.name} size="24"></sangam-avatar><span>${person.name}</span>${person.sees ? nothing : html`<small>${t('can’t see this record')}</small>`}</div>`,
    )}</div></div>`
  }

  /** Who can let them see it, and where. */
  #way({ name }: Person): TemplateResult {
    const plural = called(entityMeta(this.entity)?.plural ?? '')
    const share = can(`${this.entity}:share`) ? t('If a role of theirs sees {plural} at all, open this one to them by Share… in its menu.', { plural }) : ''
    const { admin, owner } = meta().user
    return html`<p class="way" role="status">${t('{name} can’t see this record and would not be told.', { name })} ${
      admin || owner
        ? html`<a href="/users">${t('Give them a role that sees {plural}', { plural })}</a>.`
        : t('An administrator can give them a role that sees {plural}.', { plural })
    } ${share}</p>`
  }

  #typed(area: HTMLTextAreaElement): void {
    this.body = area.value
    this.blind = null
    void this.#look(area)
  }

  /** What stands between the last “@” and the cursor, if a name may begin so. */
  #begun(area: HTMLTextAreaElement): string | null {
    return /(?:^|[\s(])@([^\s@]{0,40}(?: [^\s@]{1,40})?)$/u.exec(area.value.slice(0, area.selectionStart))?.[1] ?? null
  }

  async #look(area: HTMLTextAreaElement): Promise<void> {
    const begun = this.#begun(area)
    this.#asked += 1
    const mine = this.#asked
    this.#looking = false
    this.#taken = false
    if (begun === null || [...this.#named.values()].includes(begun)) {
      this.people = []
      return
    }
    this.#looking = true
    const people = await timelineOf(this.entity, this.record)
      .people(begun)
      .catch(() => [])
    if (mine !== this.#asked) return
    const taken = this.#taken
    this.#looking = false
    this.#taken = false
    this.people = people
    this.at = Math.max(
      0,
      people.findIndex(person => person.sees),
    )
    if (taken) this.#choose(people[this.at])
  }

  #choose(person: Person | undefined): void {
    const area = this.renderRoot.querySelector('textarea')
    const begun = area && this.#begun(area)
    if (person && !person.sees) {
      this.blind = person
      this.people = []
    }
    if (!person?.sees || !area || begun === null) return
    const end = area.selectionStart
    const start = end - (begun?.length ?? 0)
    this.#named.set(person.id, person.name)
    this.body = `${area.value.slice(0, start)}${person.name} ${area.value.slice(end)}`
    this.people = []
    void this.updateComplete.then(() => {
      area.focus()
      area.setSelectionRange(start + person.name.length + 1, start + person.name.length + 1)
    })
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void this.#send()
    } else if (this.people.length > 0) this.#offerKey(event)
    else if (event.key === 'Escape') this.#reset()
  }

  #offerKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    this.#taken = false
    if (step !== 0) this.at = (this.at + step + this.people.length) % this.people.length
    else if (event.key === 'Enter' && this.#looking) this.#taken = true
    else if (event.key === 'Enter' || event.key === 'Tab') this.#choose(this.people[this.at])
    else if (event.key === 'Escape') this.people = []
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #pasted(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    void this.addFiles(files)
  }

  #chosen(input: HTMLInputElement): void {
    void this.addFiles([...(input.files ?? [])])
    input.value = ''
  }

  #reset(): void {
    this.open = false
    this.body = ''
    this.files = []
    this.people = []
    this.blind = null
    this.error = null
    this.#named.clear()
    this.dispatchEvent(new Event('cancel'))
  }

  async #send(): Promise<void> {
    if (this.busy || (this.body.trim() === '' && this.files.length === 0)) return
    this.busy = true
    this.error = null
    try {
      const mentions = [...this.#named].filter(([, name]) => this.body.includes(`@${name}`)).map(([id]) => id)
      const words = { body: this.body, mentions, files: this.files }
      const timeline = timelineOf(this.entity, this.record)
      const { notes } = await (this.comment ? timeline.sayAnew(this.comment.id, this.#version, words) : timeline.say(words))
      for (const note of notes) toast(note)
      // What is written since the answer was on its way is not thrown away with what was sent.
      if (this.body === words.body && this.files === words.files) this.#reset()
      this.dispatchEvent(new Event('sent'))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-comment-box', SgCommentBox)
