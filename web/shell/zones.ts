/** All time zones, each under the name it has now. */
export function zones(): string[] {
  return Intl.supportedValuesOf('timeZone').map(zone => (zone === 'Asia/Calcutta' ? 'Asia/Kolkata' : zone))
}
