export function again(
  outcome: { readonly failed: readonly string[]; readonly unhandled: number; readonly ended: boolean },
  textOf: (path: string) => string,
): readonly string[]
