import { css, html, LitElement, type TemplateResult } from 'lit'
import { onLive } from '../../data/live.ts'
import { watch } from '../../data/store.ts'
import type { Route } from '../../shell/router.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import '../changes/draft-bar.ts'
import { studioStyles } from '../studio.css.ts'
import { enterStudio, loadStudio, type Studio, studioStore } from './store.ts'

/** A screen of the Studio: it waits for the model, sees it as the draft makes it, and says what is not applied yet. */
export abstract class StudioScreen extends LitElement {
  static override properties = { route: { attribute: false }, error: { state: true } }
  declare route: Route | undefined
  declare error: unknown
  readonly #stop: (() => void)[] = []

  constructor() {
    super()
    this.error = null
    watch(this, studioStore)
  }

  static override styles = [
    base,
    inputs,
    studioStyles,
    css`
    sangam-draft-bar { position: sticky; inset-block-start: 0; z-index: 2; }
    td.end { text-align: end; inline-size: 1%; white-space: nowrap; }
    td small, .under { display: block; color: var(--sg-text-2); font-size: var(--sg-text-xs); }
    .number { text-align: end; font-variant-numeric: tabular-nums; }
  `,
  ]

  protected abstract heading(): string
  protected abstract screen(studio: Studio): TemplateResult

  protected override render(): TemplateResult {
    const studio = studioStore.value
    if (studio) return this.screen(studio)
    return html`<sangam-page heading=${this.heading()}><sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>${this.error ? '' : html`<sangam-skeleton lines="6"></sangam-skeleton>`}</sangam-page>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop.push(
      enterStudio(),
      onLive('model', () => void this.load()),
    )
    void this.load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stop.splice(0)) stop()
  }

  protected async load(): Promise<void> {
    try {
      await loadStudio()
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
