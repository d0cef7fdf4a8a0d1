import { sql } from 'drizzle-orm'

/**
 * What search compares: texts without case and accents, and Devanagari in Latin letters, so that "sharma" finds शर्मा and शर्मा finds
 * Sharma. Immutable, so that an index can hold it: what they give for a text must never change under the same name, or indexes that hold
 * it go wrong. Another way of writing needs functions of other names.
 *
 * `search_key` is for what is looked for, `search_text` for what is looked in: it holds names with a long vowel in both spellings (mina
 * meena). A vowel that nobody writes is put behind each consonant (ॲ marks it) and taken out where nobody says it: at the end of a word
 * and between two sounded ones.
 */
export const searchFunctions = [
  // Read from the inside out: letters with a dot become letters of their own; unwritten vowels go in and out again; nasals sound as what follows
  // them; breathed consonants get their h, double vowels their second letter; then letter by letter.
  sql`
    create or replace function sangam_ext.devanagari_key(value text) returns text language sql immutable parallel safe
    return translate(replace(replace(regexp_replace(regexp_replace(regexp_replace(
      replace(regexp_replace(
        regexp_replace(regexp_replace(regexp_replace(
          regexp_replace(regexp_replace(regexp_replace(
            replace(replace(replace(replace(value, 'ज्ञ', 'ग्य'), 'ज़', 'ॼ'), 'फ़', 'ॻ'), '़', ''),
            '([क-हॻॼ])(?![ऺऻा-्])', '\\1ॲ', 'g'),
            '(?<=[ऀ-ॲ])(?:(?<!्)([क-हॻॼ])|(?<=्)([कखगघचछजझटठडढथदपफबशषसहॻॼ]))ॲ(?![ऀ-ॿ])', '\\1\\2', 'g'),
            '([ऺऻा-ौअ-औॲ][ंँ]?[क-हॻॼ])ॲ(?=[क-हॻॼ][ऺऻा-ौॲ])', '\\1', 'g'),
          '[ंँ](?=[प-म])', 'm', 'g'), '[ंँ](?=ह)', 'ng', 'g'), '[ंँ]', 'n', 'g'),
        '([खघचझठढथधफभशषछ])', '\\1h', 'g'), 'छh', 'छhh'),
      '([ऐै])', '\\1i', 'g'), '([औौ])', '\\1u', 'g'), '([ऋृ])', '\\1i', 'g'), 'ऺ', 'ee'), 'ऻ', 'oo'),
      'कखगघङचछजझञटठडढणतथदधनऩपफबभमयरऱलळऴवशषसहॻॼअआइईउऊऋऌऍऎएऐऑऒओऔॲािीुूृॅॆेैॉॊोौ०१२३४५६७८९w।्ःऽ',
      'kkggnccjjnttddnttddnnppbbmyrrlllvssshfzaaiiuurleeeaoooaaaiiuureeeaoooa0123456789v.')`,
  sql`
    create or replace function sangam_ext.letters_key(value text) returns text language sql immutable parallel safe
    return case when value !~ '[ऀ-ॿ]' then translate(lower(sangam_ext.unaccent('sangam_ext.unaccent'::regdictionary, value) collate "und-x-icu"), 'w', 'v')
    else sangam_ext.devanagari_key(lower(sangam_ext.unaccent('sangam_ext.unaccent'::regdictionary, normalize(value, NFC)) collate "und-x-icu")) end`,
  // Most texts are plain ASCII and take the short way, which the planner writes into the statement: a twentieth of the cost of a call.
  sql`
    create or replace function sangam_ext.search_key(value text) returns text language sql immutable parallel safe
    return case when octet_length(value) = length(value) then replace(lower(value collate "C"), 'w', 'v') else sangam_ext.letters_key(value) end`,
  // Not a body that the planner can write out: it would read it for each statement that puts a text into an index, and then leave it.
  sql`
    create or replace function sangam_ext.both_keys(value text) returns text language plpgsql immutable parallel safe as $$
    begin
      return case when value !~ '[ीू]' then sangam_ext.letters_key(value)
      else sangam_ext.letters_key(value) || ' ' || sangam_ext.letters_key(translate(value, 'ीू', 'ऺऻ')) end;
    end $$`,
  sql`
    create or replace function sangam_ext.search_text(value text) returns text language sql immutable parallel safe
    return case when octet_length(value) = length(value) then replace(lower(value collate "C"), 'w', 'v') else sangam_ext.both_keys(value) end`,
]
