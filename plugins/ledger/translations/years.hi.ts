/** Fiscal years and their closing, in Hindi. */
export const yearsHindi = {
  'Fiscal year': 'वित्त वर्ष',
  'Fiscal years': 'वित्त वर्ष',
  'A year of the books, of any length. Closed, its profit is carried over and its days are locked.':
    'बही का एक वर्ष, किसी भी लंबाई का। समापन पर लाभ आगे ले जाया जाता है और उसके दिन बंद हो जाते हैं।',
  'As its days say, unless told: 2026-27.': 'न बताएँ तो तारीखों से: 2026-27।',
  'First day': 'पहला दिन',
  'Last day': 'अंतिम दिन',
  Open: 'खुला',
  Closed: 'समाप्त',
  'Carried over': 'आगे ले जाया गया',
  'The profit that its closing entries carried over; of a loss below nothing.': 'समापन प्रविष्टियों से आगे ले जाया गया लाभ; हानि हो तो ऋणात्मक।',
  'Closing entries': 'समापन प्रविष्टियाँ',
  'Lock of its days': 'इसके दिनों का ताला',
  'Why it was reopened': 'फिर क्यों खोला गया',
  'A closed year stays as it is. Reopen it first.': 'समाप्त वर्ष जैसा है वैसा रहता है। पहले उसे फिर खोलें।',
  'Profit share': 'लाभ में हिस्सा',
  'Profit shares': 'लाभ में हिस्से',
  'Whose capital the profit of a year is carried to, and in which ratio: of a proprietor, of partners.':
    'वर्ष का लाभ किसके पूँजी खाते में और किस अनुपात में जाए: मालिक के, या साझेदारों के।',
  'Capital account': 'पूँजी का खाता',
  Ratio: 'अनुपात',
  'Such as 60 beside 40, or 3 beside 2.': 'जैसे 60 और 40, या 3 और 2।',
  'Close the year': 'वर्ष का समापन करें',
  'Carries over what income and expenses come to, and locks the days of the year.': 'आय और खर्च का अंतर आगे ले जाता है और वर्ष के दिन बंद करता है।',
  'Carry the profit over and lock all days of the year? It can be reopened.': 'लाभ आगे ले जाएँ और वर्ष के सभी दिन बंद करें? इसे फिर खोला जा सकता है।',
  Reopen: 'फिर खोलें',
  'Takes the lock of its days away. Closing entries stay; closed again, what came late is carried over beside them.':
    'इसके दिनों का ताला हटाता है। समापन प्रविष्टियाँ बनी रहती हैं; दोबारा समापन पर जो बाद में आया वह भी आगे ले जाया जाता है।',
  'Head of accounts': 'लेखा प्रमुख',
  '{name} ends on {to}. Close it once it is over.': '{name} {to} को समाप्त होता है। उसके बाद समापन करें।',
  'Years before {name} are not closed. Close {first} first.': '{name} से पहले के वर्षों का समापन नहीं हुआ है। पहले {first} का समापन करें।',
  'A closing entry moves income and expenses into equity, and {account} is none of them.':
    'समापन प्रविष्टि आय और खर्च को पूँजी में ले जाती है, और {account} इनमें से नहीं है।',
  'Closes {name}': '{name} का समापन',
  'Closes what came late in {name}': '{name} में बाद में आई प्रविष्टियों का समापन',
  '{name} is closed': '{name} का समापन हुआ',
  '{later} is closed, and locks these days too. Reopen it first.': '{later} समाप्त है और ये दिन भी बंद रखता है। पहले उसे फिर खोलें।',
  'Say first to whom the profit of {company} goes, under Set-up, Profit shares.': 'पहले बताएँ कि {company} का लाभ किसे जाता है: सेटअप, लाभ में हिस्से।',
  '{name} is closed, so it stays. Reopen it first.': '{name} समाप्त है, इसलिए यह रहेगा। पहले उसे फिर खोलें।',
  'The last day comes before the first. Swap them.': 'अंतिम दिन पहले दिन से पहले है। दोनों को अदल-बदल करें।',
  'Another fiscal year has days of it, from {from} to {to}. Choose days that no other year has.':
    'दूसरे वित्त वर्ष में इसके दिन हैं, {from} से {to} तक। ऐसे दिन चुनें जो किसी और वर्ष में न हों।',
  '{name} is closed, and this lock with it. Reopen the year instead.': '{name} समाप्त है और यह ताला उसी का है। इसके बजाय वर्ष को फिर खोलें।',
  '{account} is no account of capital of this company. Choose another under Set-up, Profit shares.':
    '{account} इस कंपनी का पूँजी खाता नहीं है। सेटअप, लाभ में हिस्से में दूसरा चुनें।',
  'Somebody posted in {name} while it was being closed. Close it again: their entry is counted then.':
    '{name} बंद होते समय किसी ने प्रविष्टि दर्ज की। फिर से बंद करें: तब वह भी गिनी जाएगी।',
} as const
