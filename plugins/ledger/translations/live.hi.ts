/** Trial books and going live, in Hindi. */
export const liveHindi = {
  'Going live': 'चालू होना',
  'When the books of a company went live, by whom, and what of its trial was thrown away.': 'कंपनी की बही कब और किसने चालू की, और परीक्षण का क्या हटाया गया।',
  'Company, as it was called': 'कंपनी, तब के नाम से',
  'Thrown away': 'हटाया गया',
  'Ends of its chains': 'उसकी शृंखलाओं के सिरे',
  'Proof of what was thrown away: with a copy of the trial it can be shown what it was.':
    'जो हटाया गया उसका प्रमाण: परीक्षण की प्रति से दिखाया जा सकता है कि वह क्या था।',
  'Books go live once, and what was written of it stays.': 'बही एक बार चालू होती है, और उसका लेखा बना रहता है।',
  'Go live': 'बही चालू करें',
  '{company} is live already: that happens once.': '{company} पहले ही चालू है: यह एक ही बार होता है।',
  'Type the name of the company as it stands here: {company}.': 'कंपनी का नाम जैसा यहाँ है वैसा लिखें: {company}।',
  'The books of {company} are live since {moment}.': '{company} की बही {moment} से चालू है।',
  '{person} let them go live.': '{person} ने उसे चालू किया।',
  'What was thrown away': 'क्या हटाया गया',
  'What was written of it': 'इसका लेखा',
  'They had begun before there were trial books.': 'यह परीक्षण बही आने से पहले ही शुरू हो चुकी थी।',
  'The books of {company} are trial books: whatever is entered is tried out, and nothing counts yet.':
    '{company} की बही परीक्षण में है: जो भी दर्ज होता है वह आज़माने के लिए है, अभी कुछ नहीं गिना जाता।',
  'Going live throws the trial away, once and for good, and the real books begin.': 'चालू करने पर परीक्षण एक बार और हमेशा के लिए हट जाता है, और असली बही शुरू होती है।',
  'What is thrown away': 'क्या हटेगा',
  'Nothing was tried out yet.': 'अभी कुछ आज़माया नहीं गया।',
  'What begins anew': 'क्या नए सिरे से शुरू होगा',
  'Numbers begin at 1 again. Where a series is to go on from another program, say so after going live.':
    'क्रमांक फिर 1 से शुरू होंगे। जहाँ क्रम किसी दूसरे प्रोग्राम से आगे चलना हो, चालू करने के बाद बताएँ।',
  '{count, plural, one {One opening balance is} other {# opening balances are}} kept, and posted anew by you.':
    '{count, plural, one {एक आरंभिक शेष} other {# आरंभिक शेष}} रहेंगे, और आप उन्हें फिर दर्ज करेंगे।',
  '{count, plural, one {One fiscal year that was closed is} other {# fiscal years that were closed are}} open again.':
    '{count, plural, one {एक समाप्त वित्त वर्ष} other {# समाप्त वित्त वर्ष}} फिर खुल जाएँगे।',
  'What stays': 'क्या रहेगा',
  'Accounts, journals, parties, items, taxes, rules, budgets, what recurs, and other companies with all of theirs.':
    'खाते, रोज़नामचे, पक्ष, वस्तुएँ, कर, नियम, बजट, दोहराई जाने वाली प्रविष्टियाँ, और दूसरी कंपनियाँ अपने सब कुछ के साथ।',
  'Who is head of accounts lets the books go live.': 'लेखा प्रमुख बही चालू करते हैं।',
  'To go live, type the name of the company: {company}': 'चालू करने के लिए कंपनी का नाम लिखें: {company}',
  'Throw the trial away and go live': 'परीक्षण हटाएँ और बही चालू करें',
  'The books are live.': 'बही चालू है।',
  'let the books go live of': 'इसकी बही चालू की:',
  'Does what an accountant does, reopens years that were closed, sets hard locks, and lets books go live.':
    'लेखाकार का सारा काम करते हैं, समाप्त वर्ष फिर खोलते हैं, पक्के ताले लगाते हैं, और बही चालू करते हैं।',
} as const
