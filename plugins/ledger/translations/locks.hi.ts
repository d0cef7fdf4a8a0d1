/** Locks, and exceptions to them, in Hindi. */
export const locksHindi = {
  Hard: 'पक्का',
  'What it holds; empty, everything. Hard holds everything too, for good: it has no exceptions, and nobody lifts it or moves it back.':
    'यह क्या बंद रखता है; खाली हो तो सब कुछ। पक्का भी सब कुछ बंद रखता है, हमेशा के लिए: उसका कोई अपवाद नहीं, और उसे कोई न हटा सकता है, न पीछे कर सकता है।',
  'A hard lock stays as it is: nobody lifts it or moves it. Set another one for later days.':
    'पक्का ताला जैसा है वैसा रहता है: उसे कोई न हटा सकता है, न बदल सकता है। बाद के दिनों के लिए दूसरा लगाएँ।',
  'The books are locked up to {until}: {lock}. Choose a later date, or ask an accountant for an exception.':
    'बही {until} तक बंद है: {lock}। बाद की तारीख चुनें, या लेखाकार से अपवाद माँगें।',
  'The books are locked for good up to {until}: {lock}. This has no exceptions. Choose a later date.':
    'बही {until} तक हमेशा के लिए बंद है: {lock}। इसका कोई अपवाद नहीं। बाद की तारीख चुनें।',
  'Exception to a lock': 'ताले का अपवाद',
  'Exceptions to locks': 'तालों के अपवाद',
  'Who may post for a while on locked days, until when, and why.': 'बंद दिनों में कुछ समय के लिए कौन दर्ज कर सकता है, कब तक, और क्यों।',
  Lock: 'ताला',
  Person: 'व्यक्ति',
  'Lasts until': 'कब तक',
  'At most 30 days from now.': 'अभी से अधिक से अधिक 30 दिन।',
  'Such as “Bill of Gupta came late”.': 'जैसे “गुप्ता का बिल देर से आया”।',
  'Ended before': 'पहले समाप्त',
  'An exception stays as it was given. End it, and give another.': 'अपवाद जैसा दिया गया वैसा रहता है। उसे समाप्त करें और दूसरा दें।',
  'Give an exception': 'अपवाद दें',
  'Lets people post on its days for a while. What they post, and that they may, is kept for good.':
    'लोगों को कुछ समय के लिए इसके दिनों में दर्ज करने देता है। वे क्या दर्ज करते हैं और यह अनुमति, दोनों हमेशा रहते हैं।',
  'Who may post': 'कौन दर्ज कर सकता है',
  Until: 'कब तक',
  'End now': 'अभी समाप्त करें',
  'The days are locked for this person again.': 'इस व्यक्ति के लिए दिन फिर बंद हो जाते हैं।',
  'A hard lock has no exceptions. Give the entry a later date.': 'पक्के ताले का कोई अपवाद नहीं होता। प्रविष्टि को बाद की तारीख दें।',
  '{name} is closed, and its profit carried over. Reopen the year instead.': '{name} समाप्त है और उसका लाभ आगे ले जाया गया है। इसके बजाय वर्ष को फिर खोलें।',
  'This moment is over. Say until when it is to last.': 'यह समय बीत चुका है। बताएँ कि यह कब तक चले।',
  'An exception lasts {days} days at most. Give a shorter one; another may follow.':
    'अपवाद अधिक से अधिक {days} दिन का होता है। छोटा दें; उसके बाद दूसरा दिया जा सकता है।',
  'Nobody gives themselves an exception here. Ask a colleague to give it to you.': 'यहाँ कोई अपने आप को अपवाद नहीं देता। किसी सहकर्मी से कहें कि वह आपको दे।',
  'Nobody takes a hard lock back, so only who may reopen years sets one. Ask the head of accounts.':
    'पक्का ताला कोई वापस नहीं ले सकता, इसलिए उसे वही लगाता है जो वर्ष फिर खोल सकता है। लेखा प्रमुख से कहें।',
  'A hard lock is for days that are over, since nobody takes it back. Choose a day before today.':
    'पक्का ताला बीत चुके दिनों के लिए है, क्योंकि उसे कोई वापस नहीं ले सकता। आज से पहले का दिन चुनें।',
  '{name} is not closed, and never could be behind a hard lock. Close it first, or choose a day before {to}.':
    '{name} समाप्त नहीं किया गया है, और पक्के ताले के पीछे कभी नहीं किया जा सकेगा। पहले उसे समाप्त करें, या {to} से पहले का दिन चुनें।',
  'An exception to this lock still lasts: {reason}. It would hold for other days then. End it first, or set another lock.':
    'इस ताले का एक अपवाद अभी चल रहा है: {reason}। तब वह दूसरे दिनों पर लागू होगा। पहले उसे समाप्त करें, या दूसरा ताला लगाएँ।',
  'gave an exception to': 'इन्हें अपवाद दिया:',
  'ended the exception of': 'इनका अपवाद समाप्त किया:',
} as const
