// See ./sdk.ts.
export * from '@sangam/sdk/web'
