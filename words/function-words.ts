/**
 * German words that say little by themselves: if a search has other words too, titles need not contain these. They remain
 * words of titles, so that “Was ist was?” is found by its own name.
 */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `aber als am an auch auf aus bei beim bin bis da damit das dass dem den denn der des die dies diese diesem diesen dieser
   dieses doch du durch ein eine einem einen einer eines er es etwas für gegen gibt hat haben ich ihr im in ins ist ja kann
   können man mein mit nach nicht noch nur ob oder ohne seit sein sich sie sind so über um und uns unser unter vom von vor
   wann war waren warum was wegen weil welche welcher welches wenn wer werden weshalb wie wieso wir wird wo woher wozu zu zum
   zur zwischen`.split(/\s+/),
);
