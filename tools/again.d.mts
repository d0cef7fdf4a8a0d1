export function again(report: { readonly testResults: readonly { readonly name: string; readonly status: string }[] }, root: string): string[]
