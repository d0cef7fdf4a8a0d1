/** What somebody types between calling a box and standing in it: kept in order and handed over, and nobody else's shortcut meanwhile. */
export class TypedAhead {
  #text = ''

  begin(): void {
    this.end()
    this.#text = ''
    addEventListener('keydown', this.#take, { capture: true })
  }

  end(): string {
    removeEventListener('keydown', this.#take, { capture: true })
    return this.#text
  }

  readonly #take = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Backspace') this.#text = [...this.#text].slice(0, -1).join('')
    else if ([...event.key].length === 1) this.#text += event.key
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
}
