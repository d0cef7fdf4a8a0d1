import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { can } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import type { CommentEntry } from '../../data/timeline.ts'
import '../../fields/file-chip.ts'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/menu.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import './comment-box.ts'

/** One comment: what it says, its files, and for its author the way to change it. Tells `changed`. */
class SgComment extends LitElement {
  static override properties = { entity: {}, record: {}, comment: { attribute: false }, editing: { state: true } }
  declare entity: string
  declare record: string
  declare comment: CommentEntry
  declare editing: boolean

  constructor() {
    super()
    this.editing = false
  }

  static override styles = [
    base,
    css`
    :host { display: grid; grid-template-columns: 26px minmax(0, 1fr) auto; gap: 10px; align-items: start; }
    header { display: flex; flex-wrap: wrap; gap: 0 7px; align-items: baseline; min-block-size: 26px; padding-block-start: 2px; } b { font-weight: 550; } small { color: var(--sg-text-2); font-size: var(--sg-text-xs); }
    .said { padding: 8px 11px; border-radius: 11px; border-start-start-radius: 4px; background: var(--sg-surface-2); white-space: pre-wrap; overflow-wrap: anywhere; }
    .said mark { background: none; color: var(--sg-accent-text); font-weight: 550; }
    .files { display: flex; flex-wrap: wrap; gap: 6px 12px; margin-block-start: 6px; --sg-picture: 160px; }
  `,
  ]

  protected override render(): unknown {
    const { comment } = this
    const who = comment.by?.name ?? t('The system')
    if (this.editing)
      return html`<sangam-avatar name=${who} size="26"></sangam-avatar><sangam-comment-box entity=${this.entity} record=${this.record} .comment=${comment} @sent=${() => this.#done()} @cancel=${() => (this.editing = false)}></sangam-comment-box>`
    return html`<sangam-avatar name=${who} size="26"></sangam-avatar>
      <div><header><b>${who}</b><small><time datetime=${comment.at} title=${formatInstant(comment.at)}>${formatRelative(comment.at)}</time>${comment.editedAt ? html` · <span title=${formatInstant(comment.editedAt)}>${t('edited')}</span>` : nothing}</small></header>
        ${comment.body ? html`<div class="said">${said(comment)}</div>` : nothing}
        ${comment.files.length > 0 ? html`<div class="files">${comment.files.map(id => html`<sangam-file-chip file=${id} picture></sangam-file-chip>`)}</div>` : nothing}</div>
      ${this.#menu(who)}`
  }

  #menu(who: string): TemplateResult | typeof nothing {
    const items = [
      ...(this.comment.mine && can('core.comment:update') ? [{ label: t('Edit'), icon: 'edit', run: () => (this.editing = true) }] : []),
      ...((this.comment.mine && can('core.comment:remove')) || can('core.comment:purge')
        ? [{ label: t('Remove'), icon: 'remove', danger: true, run: () => this.#remove() }]
        : []),
    ]
    return items.length === 0
      ? nothing
      : html`<sangam-menu end .items=${items} label=${t('More')}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('More about {name}', { name: t('the comment of {who}', { who }) })}></sangam-button></sangam-menu>`
  }

  async #remove(): Promise<void> {
    const { id, version } = this.comment
    try {
      await records.remove('core.comment', id, version)
      const back = (): Promise<void> => records.restore('core.comment', id).then(() => this.#done(), toastProblem)
      toast(t('Removed.'), { action: { label: t('Undo'), run: back } })
    } catch (error) {
      toastProblem(error)
    }
    this.#done()
  }

  #done(): void {
    this.editing = false
    this.dispatchEvent(new Event('changed'))
  }
}
customElements.define('sangam-comment', SgComment)

/** The words as they were typed, with the names of those who are mentioned marked. */
function said({ body, mentions }: CommentEntry): unknown {
  const names = mentions.map(({ name }) => `@${name}`).filter(name => name.length > 1)
  if (names.length === 0) return body
  const escaped = names.toSorted((a, b) => b.length - a.length).map(name => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return body.split(new RegExp(`(${escaped.join('|')})`, 'u')).map((part, at) => (at % 2 === 1 ? html`<mark>${part}</mark>` : part))
}
