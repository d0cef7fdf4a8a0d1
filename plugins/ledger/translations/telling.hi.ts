/** What lines tell beside their amounts, in Hindi. */
export const tellingHindi = {
  Item: 'वस्तु',
  'What was bought or sold, as it was called then.': 'क्या ख़रीदा या बेचा गया, जैसा तब कहलाता था।',
  'Kind of item': 'वस्तु का प्रकार',
  'Record of the item': 'वस्तु का रिकॉर्ड',
  Quantity: 'मात्रा',
  'How much of it. It has the sign of its line: of a credit it counts below nothing.': 'कितना। चिह्न पंक्ति का होता है: जमा में शून्य से कम गिना जाता है।',
  Unit: 'इकाई',
  'In what it is counted, such as NOS or KGS.': 'किसमें गिना जाता है, जैसे NOS या KGS।',
  'Our tax number': 'हमारा कर नंबर',
  'Under which the line is told to the state, such as a GSTIN.': 'जिसके अंतर्गत पंक्ति सरकार को बताई जाती है, जैसे GSTIN।',
  'Say how much it is of that unit, or leave the unit empty.': 'उस इकाई में मात्रा लिखें, या इकाई खाली छोड़ दें।',
  'For items of the category': 'इस श्रेणी की वस्तुओं के लिए',
  'Empty, for all items.': 'खाली हो तो सभी वस्तुओं के लिए।',
  'For parties with the tag': 'इस टैग वाले पक्षों के लिए',
  'Empty, for all parties.': 'खाली हो तो सभी पक्षों के लिए।',
  'Under our tax number': 'हमारे इस कर नंबर के अंतर्गत',
  'Empty, under whichever.': 'खाली हो तो किसी के भी अंतर्गत।',
  'The company had no tax number on {day}. Enter {number} among the registrations on the page of the company, or leave it out.':
    '{day} को कंपनी का कोई कर नंबर नहीं था। {number} को कंपनी के पेज पर पंजीकरणों में लिखें, या इसे हटा दें।',
  '{number} was no tax number of the company on {day}. Give one of {numbers}, or enter it among the registrations on the page of the company.':
    '{day} को {number} कंपनी का कर नंबर नहीं था। {numbers} में से एक दें, या इसे कंपनी के पेज पर पंजीकरणों में लिखें।',
  'Applies from': 'लागू होने की तारीख',
  'By the day of the entry, whenever it is posted. Empty, from the beginning.': 'प्रविष्टि की तारीख से, दर्ज कभी भी हो। खाली हो तो शुरू से।',
  'Applies until': 'कब तक लागू',
  'That day with it. What begins later takes over by itself.': 'वह दिन भी शामिल। जो बाद में शुरू हो, वह अपने-आप लागू हो जाता है।',
  'Applies today': 'आज लागू',
  'Begins later': 'बाद में शुरू',
  'Only for some': 'केवल कुछ के लिए',
  'Only on some days': 'केवल कुछ दिनों के लिए',
  'Of the accounts for “{role}” none applies on {day}. Add one for all items and parties under Set-up, Account roles.':
    '“{role}” के खातों में से {day} को कोई लागू नहीं है। सेट-अप, खातों की भूमिकाएँ में सभी वस्तुओं और पक्षों के लिए एक जोड़ें।',
  'For “{role}” an account is said already for the same items, parties and tax number, from the same day. Change that one, or choose another day.':
    '“{role}” के लिए उन्हीं वस्तुओं, पक्षों और कर नंबर का खाता उसी दिन से पहले ही बताया गया है। उसे बदलें, या दूसरा दिन चुनें।',
} as const
