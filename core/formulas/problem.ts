/** Why a formula can't be: a sentence for whoever wrote it. */
export class FormulaProblem extends Error {
  override readonly name = 'FormulaProblem'
  constructor(
    readonly text: string,
    readonly values: { readonly [name: string]: string | number } = {},
  ) {
    super(text)
  }
}
