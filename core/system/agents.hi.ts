/** What plans say of what begins after a change, and what agents are told, in Hindi. */
export const agentWords: { readonly [english: string]: string } = {
  '{count, plural, one {An e-mail is sent.} other {# e-mails are sent.}}': '{count, plural, one {एक ई-मेल जाता है।} other {# ई-मेल जाते हैं।}}',
  '{count, plural, one {A person gets a message.} other {# people get a message.}}':
    '{count, plural, one {एक व्यक्ति को संदेश मिलता है।} other {# लोगों को संदेश मिलता है।}}',
  '{count, plural, one {Another system is called.} other {Other systems are called # times.}}':
    '{count, plural, one {दूसरी प्रणाली को कॉल जाती है।} other {दूसरी प्रणालियों को # बार कॉल जाती है।}}',
  'Automations that administrators made may begin.': 'प्रशासकों के बनाए ऑटोमेशन शुरू हो सकते हैं।',
  'The automation “{name}” begins where its condition holds.': 'जहाँ शर्त पूरी होती है वहाँ ऑटोमेशन “{name}” शुरू होता है।',
  'The automation “{name}” begins.': 'ऑटोमेशन “{name}” शुरू होता है।',
  'Other systems may be told.': 'दूसरी प्रणालियों को बताया जा सकता है।',
  'The webhook “{name}” tells another system where its condition holds.': 'जहाँ शर्त पूरी होती है वहाँ वेबहुक “{name}” दूसरी प्रणाली को बताता है।',
  'The webhook “{name}” tells another system.': 'वेबहुक “{name}” दूसरी प्रणाली को बताता है।',
  '“{name}” is told to {listeners}.': '“{name}” की सूचना {listeners} को जाती है।',
  '“{name}” is told; no plugin here listens for it.': '“{name}” की सूचना जाती है; यहाँ कोई प्लगइन इसे नहीं सुनता।',
  'A reminder comes at its time.': 'अपने समय पर याद दिलाया जाता है।',
  'Those who are mentioned, and those who follow, are told.': 'जिनका उल्लेख है और जो फ़ॉलो करते हैं उन्हें बताया जाता है।',
  '{plugin} begins its work “{job}”.': '{plugin} अपना काम “{job}” शुरू करता है।',
  '{plugin} begins its work “{job}” later, at {at}.': '{plugin} अपना काम “{job}” बाद में, {at} पर, शुरू करता है।',
  '{plugin} begins its work “{job}” {count} times.': '{plugin} अपना काम “{job}” {count} बार शुरू करता है।',
  '“{label}” begins, and does its steps by itself.': '“{label}” शुरू होता है और अपने चरण स्वयं करता है।',
  '“{label}” would stop: {why}': '“{label}” रुक जाएगा: {why}',
  '“{label}” would stop, since one of its steps is refused. Ask an administrator to look at the automation.':
    '“{label}” रुक जाएगा, क्योंकि उसका एक चरण स्वीकार नहीं होता। प्रशासक से ऑटोमेशन देखने को कहें।',
  '{program} proposes a change: {reason}': '{program} एक बदलाव सुझाता है: {reason}',
  'An agent proposed it.': 'इसे एक एजेंट ने सुझाया।',
  'Proposals are left by programs and decided in the inbox, not as records.': 'सुझाव प्रोग्राम छोड़ते हैं और उन पर निर्णय इनबॉक्स में होता है, रिकॉर्ड की तरह नहीं।',
  'This is too much for one proposal. Propose a part of it at a time.': 'यह एक सुझाव के लिए बहुत अधिक है। एक-एक भाग सुझाएँ।',
  'There are {most} proposals that nobody has decided on. Wait until a person has.': '{most} सुझावों पर अभी किसी ने निर्णय नहीं लिया। किसी व्यक्ति के निर्णय तक रुकें।',
  'What this was planned on was changed meanwhile. Decline it, and let the program plan anew.':
    'जिस पर यह योजना बनी थी वह इस बीच बदल गया। इसे अस्वीकार करें, और प्रोग्राम को नई योजना बनाने दें।',
  '"Sangam-Propose" leaves a plan for a person: send "Sangam-Plan: 1" too.': '"Sangam-Propose" किसी व्यक्ति के लिए योजना छोड़ता है: "Sangam-Plan: 1" भी भेजें।',
  'Proposals are left by programs. Make the change yourself.': 'सुझाव प्रोग्राम छोड़ते हैं। बदलाव स्वयं करें।',
  '"Sangam-Propose" says in at most 500 letters, percent-encoded, why the change should be made.':
    '"Sangam-Propose" में अधिक से अधिक 500 अक्षरों में, प्रतिशत-कूट में, बताएँ कि बदलाव क्यों हो।',
  '{who} revoked your key “{name}”.': '{who} ने आपकी कुंजी “{name}” रद्द कर दी।',
  '"Sangam-Plan-After" goes on with a plan: send "Sangam-Plan: 1" too.': '"Sangam-Plan-After" किसी योजना को आगे बढ़ाता है: "Sangam-Plan: 1" भी भेजें।',
  '"Sangam-Plan-After" is how many changes were told before, as a number.': '"Sangam-Plan-After" में संख्या दें: कितने बदलाव पहले बताए जा चुके हैं।',
  '"{name}" is a whole number from 1 to {most}.': '"{name}" 1 से {most} तक की पूर्ण संख्या हो।',
}
