/** Hindi of the day's beginning. */
export const homeWords: { readonly [english: string]: string } = {
  'All {count}': 'सभी {count}',
  'Bring what you have in a spreadsheet; every row is shown before anything is written.':
    'जो आपके पास स्प्रेडशीट में है, ले आएँ; कुछ भी लिखने से पहले हर पंक्ति दिखाई जाती है।',
  'Done: {task}': 'पूरा: {task}',
  'Good afternoon, {name}': 'नमस्कार, {name}',
  'Good evening, {name}': 'शुभ संध्या, {name}',
  'Good morning, {name}': 'सुप्रभात, {name}',
  'Import {entities}': '{entities} आयात करें',
  'Invite colleagues': 'सहकर्मियों को बुलाएँ',
  'Let us begin': 'शुरू करें',
  'It leads you to the first one, a step at a time.': 'यह आपको एक-एक कदम करके पहले तक ले जाता है।',
  'Look at the plugins': 'प्लगइन देखें',
  'My {entities}': 'मेरे {entities}',
  'Newest: {entities}': 'सबसे नए: {entities}',
  'None of these is yours yet.': 'इनमें से अभी कोई आपका नहीं है।',
  'Nothing is waiting for you. Tasks, calls and meetings you plan on any record show up here.':
    'कोई काम बाकी नहीं है। किसी भी रिकॉर्ड पर तय किए काम, कॉल और बैठकें यहाँ दिखेंगी।',
  'Switch on what your business needs.': 'आपके कारोबार को जो चाहिए, उसे चालू करें।',
  'They get a link, choose a password, and see what their role lets them see.': 'उन्हें एक लिंक मिलता है, वे पासवर्ड चुनते हैं, और अपनी भूमिका के अनुसार देख पाते हैं।',
  'To do': 'करने के काम',
  'Write the first one by hand.': 'पहला हाथ से लिखें।',
  'You have no role that opens records yet. Ask an administrator for one.': 'अभी आपकी कोई ऐसी भूमिका नहीं है जिससे रिकॉर्ड दिखें। किसी प्रशासक से भूमिका माँगें।',
}
