/** What is said of tax on bills that is got back, or is not. */
export const claimsHindi = {
  'Total of the bill': 'बिल का योग',
  'As it stands on the supplier’s paper: what it differs by, less than 1, is round-off.': 'जैसा आपूर्तिकर्ता के बिल पर लिखा है: 1 से कम का अंतर राउंड-ऑफ़ है।',
  'The lines come to {total}, and the bill to {paper}. Correct the lines, or the total.': 'पंक्तियों का योग {total} है, और बिल का {paper}। पंक्तियाँ या योग ठीक करें।',
  'Annual tax return': 'वार्षिक कर रिटर्न',
  'Annual tax returns': 'वार्षिक कर रिटर्न',
  'On which day the annual return of a year was filed. Tax on bills of that year is got back no more from then on.':
    'किसी वर्ष का वार्षिक रिटर्न किस दिन भरा गया। उसके बाद उस वर्ष के बिलों का इनपुट टैक्स क्रेडिट नहीं मिलता।',
  'Of the year that ended on': 'जो वर्ष समाप्त हुआ',
  'Such as 31 March.': 'जैसे 31 मार्च।',
  'Filed on': 'भरा गया',
  'Empty: of all of the company.': 'ख़ाली: कंपनी के सभी नंबरों का।',
  'Its time is over': 'समय निकल गया',
  'No number of ours on the day of the bill': 'बिल के दिन हमारा नंबर नहीं था',
  'Why tax is not got back': 'क्रेडिट क्यों नहीं',
  'It is then part of what was bought.': 'तब वह ख़रीद की लागत में जुड़ता है।',
  'Tax is got back until': 'क्रेडिट की अंतिम तिथि',
  'The last day in the books on which tax of this bill is got back.': 'बही में अंतिम दिन, जिस तक इस बिल का इनपुट टैक्स क्रेडिट मिलता है।',
  'Tax is got back': 'क्रेडिट मिलता है',
  'We had a number on the day of the bill.': 'बिल के दिन हमारा नंबर था।',
  'Months to get it back': 'क्रेडिट लेने के महीने',
  'After the fiscal year of the bill: from then on it is part of what was bought. Empty: for ever.':
    'बिल के वित्त वर्ष के बाद: उसके बाद यह ख़रीद की लागत में जुड़ता है। ख़ाली: कोई सीमा नहीं।',
  'The day that stands on the bill of a supplier.': 'आपूर्तिकर्ता के बिल पर लिखा दिन।',
  'On the day of this bill {number} was not ours, or charged no tax. Its tax is not got back, and is part of what was bought.':
    'इस बिल के दिन {number} हमारा नहीं था, या कंपोज़िशन में था। इसके कर का क्रेडिट नहीं मिलता, वह ख़रीद की लागत में जुड़ता है।',
  'Tax of this bill could be got back until {day}. It comes too late: its tax is part of what was bought.':
    'इस बिल के कर का क्रेडिट {day} तक ही मिलता था। यह देर से आया है, इसलिए इसका कर ख़रीद की लागत में जुड़ता है।',
  'Tax of this bill can be got back until {day}: take it into a return that is filed by then.':
    'इस बिल के कर का क्रेडिट {day} तक ही मिलता है: इसे तब तक भरे जाने वाले रिटर्न में लें।',
}
