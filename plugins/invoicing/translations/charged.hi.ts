/** What is said of a tax that nobody charges. */
export const chargedHindi = {
  'This supplier has no tax number, and so charges no {tax}. Give their number under Both sides, or take the tax out of the lines.':
    'इस आपूर्तिकर्ता का कर नंबर नहीं है, इसलिए वह {tax} नहीं लगा सकता। “दोनों पक्ष” में उसका नंबर लिखें, या पंक्तियों से कर हटाएँ।',
  'The tax number {number} of this supplier does not hold on that day, and so they charge no {tax}. Correct its days with their registrations, give another under Both sides, or take the tax out of the lines.':
    'इस आपूर्तिकर्ता का कर नंबर {number} उस दिन मान्य नहीं है, इसलिए वे {tax} नहीं लगाते। उनके पंजीकरणों में उसके दिन ठीक करें, “दोनों पक्ष” के नीचे दूसरा नंबर दें, या पंक्तियों से कर हटाएँ।',
  'This supplier is under the composition scheme, and so charges no {tax}. Take the tax out of the lines; if it is wrong, correct the scheme of their number or the tax treatment of their account.':
    'यह आपूर्तिकर्ता कंपोज़िशन योजना में है, इसलिए {tax} नहीं लगाता। पंक्तियों से कर हटाएँ; यदि यह गलत है, तो उनके नंबर की योजना या उनके खाते में कर-स्थिति ठीक करें।',
  'We have no tax number that holds on that day, and so charge no {tax}. Add it under Company → Registrations, or take the tax out of the lines.':
    'उस दिन हमारा कोई मान्य कर नंबर नहीं है, इसलिए हम {tax} नहीं लगा सकते। नंबर कंपनी → पंजीकरण में जोड़ें, या पंक्तियों से कर हटाएँ।',
  'Our tax number {number} does not hold on that day, and so we charge no {tax}. Correct its days with the registrations of the company, give another under Both sides, or take the tax out of the lines.':
    'हमारा कर नंबर {number} उस दिन मान्य नहीं है, इसलिए हम {tax} नहीं लगा सकते। कंपनी के पंजीकरणों में उसके दिन ठीक करें, “दोनों पक्ष” के नीचे दूसरा नंबर दें, या पंक्तियों से कर हटाएँ।',
  'We are under the composition scheme, and so charge no {tax}. Take the tax out of the lines; if it is wrong, correct the scheme of {number} with the registrations of the company.':
    'हम कंपोज़िशन योजना में हैं, इसलिए {tax} नहीं लगा सकते। पंक्तियों से कर हटाएँ; यदि यह गलत है, तो कंपनी के पंजीकरणों में {number} की योजना ठीक करें।',
  'No tax number of the company': 'कंपनी का कर नंबर नहीं',
  'Number of another state': 'दूसरे राज्य का नंबर',
  '{number} is no tax number of {company}. Choose one of {numbers}, or add it under Company → Registrations.':
    '{number} {company} का कर नंबर नहीं है। {numbers} में से एक चुनें, या इसे कंपनी → पंजीकरण में जोड़ें।',
  '{number} is no tax number of {company}, which has none on {day}. Leave our tax number empty, or add it under Company → Registrations.':
    '{number} {company} का कर नंबर नहीं है, और {day} को उसका कोई कर नंबर मान्य नहीं है। “हमारा कर नंबर” खाली छोड़ें, या इसे कंपनी → पंजीकरण में जोड़ें।',
  '{number} does not hold for {company} on {day}. Choose one of {numbers}, or correct its days under Company → Registrations.':
    '{company} का नंबर {number} {day} को मान्य नहीं है। {numbers} में से एक चुनें, या कंपनी → पंजीकरण में इसके दिन ठीक करें।',
  '{number} does not hold for {company} on {day}, and no other does. Leave our tax number empty, or correct its days under Company → Registrations.':
    '{company} का नंबर {number} {day} को मान्य नहीं है, और कोई दूसरा भी नहीं। “हमारा कर नंबर” खाली छोड़ें, या कंपनी → पंजीकरण में इसके दिन ठीक करें।',
  '{number} is of another state than our place. Choose one of {numbers}, or another place.':
    '{number} “हमारी जगह” से अलग राज्य का है। {numbers} में से एक चुनें, या दूसरी जगह चुनें।',
  '{number} is of another state than our place, and {company} has none there. Leave our tax number empty, choose another place, or add one under Company → Registrations.':
    '{number} “हमारी जगह” से अलग राज्य का है, और वहाँ {company} का कोई कर नंबर नहीं है। “हमारा कर नंबर” खाली छोड़ें, दूसरी जगह चुनें, या कंपनी → पंजीकरण में वहाँ का नंबर जोड़ें।',
  'A tax number has 4 to 24 letters and digits. Look at their paper again.': 'कर नंबर में 4 से 24 अक्षर और अंक होते हैं। उनका काग़ज़ फिर देखें।',
  '{problem} If they are in another country, say so in their address.': '{problem} यदि वे किसी दूसरे देश में हैं, तो उनके पते में देश लिखें।',
  '{number}: {problem}': '{number}: {problem}',
  'Their tax number is of {state}, and the place of supply is {place}: the tax goes by the place of supply.':
    'उनका कर नंबर {state} का है, और आपूर्ति का स्थान {place} है: कर आपूर्ति के स्थान से तय होता है।',
  'Their tax number is of {state}, and we know them in {place}: the tax goes by the number.':
    'उनका कर नंबर {state} का है, और हमारे पास उनका पता {place} का है: कर नंबर से तय होता है।',
  'No tax is filled in: this supplier has no tax number.': 'कर नहीं भरा गया: इस आपूर्तिकर्ता का कर नंबर नहीं है।',
  'No tax is filled in: the tax number of this supplier does not hold on that day.': 'कर नहीं भरा गया: इस आपूर्तिकर्ता का कर नंबर उस दिन मान्य नहीं है।',
  'No tax is filled in: this supplier is under the composition scheme.': 'कर नहीं भरा गया: यह आपूर्तिकर्ता कंपोज़िशन योजना में है।',
  'No tax is filled in: we have no tax number that holds on that day.': 'कर नहीं भरा गया: उस दिन हमारा कोई मान्य कर नंबर नहीं है।',
  'No tax is filled in: our tax number does not hold on that day.': 'कर नहीं भरा गया: हमारा कर नंबर उस दिन मान्य नहीं है।',
  'No tax is filled in: we are under the composition scheme.': 'कर नहीं भरा गया: हम कंपोज़िशन योजना में हैं।',
  'Composition taxable person, not eligible to collect tax on supplies': 'कंपोज़िशन करदाता, आपूर्तियों पर कर वसूलने का पात्र नहीं',
} as const
