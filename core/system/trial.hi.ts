/** Trial books and going live, in Hindi. */
export const trialHindi = {
  'In a trial nothing counts yet. The books go live once.': 'परीक्षण में अभी कुछ नहीं गिना जाता। बही एक बार चालू होती है।',
  'The company is live already: that happens once.': 'कंपनी पहले ही चालू है: यह एक ही बार होता है।',
  'Records of a plugin that is switched off name what would go. Switch it on, then go live.':
    'बंद किए गए प्लगइन के रिकॉर्ड उन्हीं का नाम लेते हैं जो हटेंगे। उसे चालू करें, फिर बही चालू करें।',
  'Others are writing into the books right now. Try again in a moment.': 'अभी दूसरे लोग बही में लिख रहे हैं। थोड़ी देर में फिर कोशिश करें।',
} as const
