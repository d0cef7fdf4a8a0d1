/** What is said of keys, and to the programs that sign in with one, in Hindi. */
export const keyWords: { readonly [english: string]: string } = {
  'A key can be given only a role that you have yourself.': 'कुंजी को वही भूमिका दी जा सकती है जो आपके पास है।',
  'A key ends within a year. Choose a day.': 'कुंजी एक वर्ष के भीतर समाप्त होती है। तारीख चुनें।',
  'Give the key a name: what it is for.': 'कुंजी को नाम दें: यह किस काम की है।',
  'This key is unknown, ended, or not for this workspace.': 'यह कुंजी अनजान है, समाप्त हो चुकी है, या इस कार्यक्षेत्र की नहीं है।',
  '"Sangam-Plan" is 1, or left out.': '"Sangam-Plan" या तो 1 हो, या न लिखें।',
  'This can’t be planned. What can: changes of records, and actions on them.': 'इसकी योजना नहीं बन सकती। बन सकती है: रिकॉर्ड के बदलाव की, और उन पर कार्रवाई की।',
  'This key may ask {limit} times a minute. Wait {seconds} seconds.': 'यह कुंजी एक मिनट में {limit} बार माँग सकती है। {seconds} सेकंड रुकें।',
  'This key only reads. Use one that may change records.': 'यह कुंजी केवल पढ़ती है। ऐसी कुंजी लें जो रिकॉर्ड बदल सके।',
  'This key only plans. Ask for a plan, and let a person make the change.': 'यह कुंजी केवल योजना बनाती है। योजना माँगें, और बदलाव किसी व्यक्ति को करने दें।',
  'This key has a limit of changes: it changes records, and runs actions on them, and does nothing else.':
    'इस कुंजी के बदलावों की सीमा है: यह रिकॉर्ड बदलती है और उन पर कार्रवाई करती है, और कुछ नहीं।',
  'This key may change {limit} records an hour, and this would be more. Wait {minutes} minutes, or plan it only.':
    'यह कुंजी एक घंटे में {limit} रिकॉर्ड बदल सकती है, और यह उससे अधिक होगा। {minutes} मिनट रुकें, या केवल योजना बनाएँ।',
  'A limit is a whole number from 1 to {most}. There are {names}.': 'सीमा 1 से {most} तक की पूर्ण संख्या हो। सीमाएँ हैं: {names}।',
  'Agents sign in with a key: "Authorization: Bearer …". Make one under your own name.':
    'एजेंट कुंजी से साइन इन करते हैं: "Authorization: Bearer …"। कुंजी अपने नाम के पन्ने पर बनाएँ।',
  'Send at most {most} messages at once.': 'एक बार में अधिक से अधिक {most} संदेश भेजें।',
  'There is no tool "{name}" here.': 'यहाँ "{name}" नाम का कोई औज़ार नहीं है।',
  'This key is given at most {most} rows at once. Ask for fewer, and go on with "after".':
    'इस कुंजी को एक बार में अधिक से अधिक {most} पंक्तियाँ मिलती हैं। कम माँगें, और "after" से आगे बढ़ें।',
  'Say "{name}" too. {tool} takes: {known}.': '"{name}" भी बताएँ। {tool} लेता है: {known}।',
  '{tool} has no "{name}". It takes: {known}.': '{tool} में "{name}" नहीं है। वह लेता है: {known}।',
  'Correct "{name}": it {problem}.': '"{name}" ठीक करें: {problem}।',
}
