/** What the general ledger and the day book say, in Hindi. */
export const registersHindi = {
  'Account or heading': 'खाता या शीर्षक',
  'All accounts': 'सभी खाते',
  'All journals': 'सभी रोज़नामचे',
  'Day book': 'दैनिक बही',
  'It has more lines.': 'इसमें और पंक्तियाँ हैं।',
  'Nothing was posted in these days.': 'इन दिनों में कुछ दर्ज नहीं हुआ।',
  'The books changed meanwhile. Begin with the first page again.': 'इस बीच बहियाँ बदल गईं। पहले पृष्ठ से फिर शुरू करें।',
  'The first {count} entries are shown.': 'पहली {count} प्रविष्टियाँ दिखाई गई हैं।',
  '“after” is what the page before gave as “next”.': '“after” वही है जो पिछले पृष्ठ ने “next” में दिया था।',
} as const
