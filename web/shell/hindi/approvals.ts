/** Approvals, in Hindi. */
export const approvalWords: { readonly [english: string]: string } = {
  Approval: 'मंज़ूरी',
  'Approval is asked for.': 'मंज़ूरी माँगी गई।',
  Approve: 'मंज़ूर करें',
  Ask: 'माँगें',
  'Ask for approval: {arrow}': 'मंज़ूरी माँगें: {arrow}',
  'It is approved.': 'मंज़ूर हुआ।',
  'It is refused.': 'नामंज़ूर हुआ।',
  'Nothing waits for you': 'आपके लिए कुछ बाकी नहीं है',
  Refuse: 'मना करें',
  'Waiting for me': 'मेरी मंज़ूरी बाकी',
  'Waits for {who}': '{who} की प्रतीक्षा',
  'When someone needs your approval, it stands here.': 'जब किसी को आपकी मंज़ूरी चाहिए, वह यहाँ दिखेगा।',
  Withdraw: 'वापस लें',
  '{asker} asks: {from} → {to}': '{asker} ने माँगा: {from} → {to}',
  '{who} approved': '{who} ने मंज़ूर किया',
  '{who} refused': '{who} ने मना किया',
}
