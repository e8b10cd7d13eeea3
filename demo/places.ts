/** Where the demo schools stand: the 53 districts of North Rhine-Westphalia, each with one to three of its municipalities. */

export interface DemoMunicipality {
  readonly ags: string;
  readonly name: string;
  readonly postcode: string;
}

export interface DemoDistrict {
  readonly ags: string;
  readonly name: string;
  /** A city that is a district of its own (kreisfreie Stadt). */
  readonly isCity: boolean;
  readonly association: 'LVR' | 'LWL';
  /** How many demo schools it gets. */
  readonly schools: number;
  readonly municipalities: readonly DemoMunicipality[];
}

/** District key | name | Landschaftsverband | demo schools | municipalities: last digits of the key, postcode, name */
const TABLE = `
05111 | Düsseldorf | LVR | 29 | 000 40210 Düsseldorf
05112 | Duisburg | LVR | 15 | 000 47051 Duisburg
05113 | Essen | LVR | 18 | 000 45127 Essen
05114 | Krefeld | LVR | 7 | 000 47798 Krefeld
05116 | Mönchengladbach | LVR | 8 | 000 41061 Mönchengladbach
05117 | Mülheim an der Ruhr | LVR | 5 | 000 45468 Mülheim an der Ruhr
05119 | Oberhausen | LVR | 5 | 000 46045 Oberhausen
05120 | Remscheid | LVR | 5 | 000 42853 Remscheid
05122 | Solingen | LVR | 5 | 000 42651 Solingen
05124 | Wuppertal | LVR | 12 | 000 42103 Wuppertal
05154 | Kreis Kleve | LVR | 10 | 036 47533 Kleve, 012 47608 Geldern, 016 47574 Goch
05158 | Kreis Mettmann | LVR | 16 | 032 42549 Velbert, 028 40878 Ratingen, 016 40721 Hilden
05162 | Rhein-Kreis Neuss | LVR | 14 | 024 41460 Neuss, 004 41539 Dormagen, 008 41515 Grevenbroich
05166 | Kreis Viersen | LVR | 8 | 032 41747 Viersen, 036 47877 Willich, 016 41334 Nettetal
05170 | Kreis Wesel | LVR | 14 | 024 47441 Moers, 048 46483 Wesel, 008 46535 Dinslaken
05314 | Bonn | LVR | 11 | 000 53111 Bonn
05315 | Köln | LVR | 32 | 000 50667 Köln
05316 | Leverkusen | LVR | 5 | 000 51368 Leverkusen
05334 | Städteregion Aachen | LVR | 19 | 002 52062 Aachen, 032 52222 Stolberg (Rhld.), 012 52249 Eschweiler
05358 | Kreis Düren | LVR | 9 | 008 52349 Düren, 024 52428 Jülich, 028 52372 Kreuzau
05362 | Rhein-Erft-Kreis | LVR | 15 | 032 50169 Kerpen, 028 50354 Hürth, 008 50126 Bergheim
05366 | Kreis Euskirchen | LVR | 7 | 016 53879 Euskirchen, 044 53909 Zülpich, 036 53937 Schleiden
05370 | Kreis Heinsberg | LVR | 9 | 016 52525 Heinsberg, 020 41836 Hückelhoven, 004 41812 Erkelenz
05374 | Oberbergischer Kreis | LVR | 11 | 012 51643 Gummersbach, 048 51674 Wiehl, 040 51580 Reichshof
05378 | Rheinisch-Bergischer Kreis | LVR | 10 | 004 51427 Bergisch Gladbach, 028 51503 Rösrath, 016 42799 Leichlingen (Rheinland)
05382 | Rhein-Sieg-Kreis | LVR | 20 | 068 53840 Troisdorf, 020 53773 Hennef (Sieg), 056 53757 Sankt Augustin
05512 | Bottrop | LWL | 5 | 000 46236 Bottrop
05513 | Gelsenkirchen | LWL | 9 | 000 45879 Gelsenkirchen
05515 | Münster | LWL | 11 | 000 48143 Münster
05554 | Kreis Borken | LWL | 14 | 008 46395 Bocholt, 012 46325 Borken, 004 48683 Ahaus
05558 | Kreis Coesfeld | LWL | 8 | 012 48653 Coesfeld, 016 48249 Dülmen, 032 48301 Nottuln
05562 | Kreis Recklinghausen | LWL | 19 | 032 45657 Recklinghausen, 012 46282 Dorsten, 024 45768 Marl
05566 | Kreis Steinfurt | LWL | 17 | 076 48429 Rheine, 028 49477 Ibbenbüren, 084 48565 Steinfurt
05570 | Kreis Warendorf | LWL | 10 | 004 59227 Ahlen, 052 48231 Warendorf, 008 59269 Beckum
05711 | Bielefeld | LWL | 12 | 000 33602 Bielefeld
05754 | Kreis Gütersloh | LWL | 12 | 008 33330 Gütersloh, 028 33378 Rheda-Wiedenbrück, 032 33397 Rietberg
05758 | Kreis Herford | LWL | 9 | 012 32049 Herford, 004 32257 Bünde, 024 32584 Löhne
05762 | Kreis Höxter | LWL | 6 | 016 33034 Brakel, 020 37671 Höxter, 036 34414 Warburg
05766 | Kreis Lippe | LWL | 13 | 020 32756 Detmold, 044 32657 Lemgo, 008 32105 Bad Salzuflen
05770 | Kreis Minden-Lübbecke | LWL | 11 | 024 32423 Minden, 004 32545 Bad Oeynhausen, 032 32457 Porta Westfalica
05774 | Kreis Paderborn | LWL | 12 | 032 33098 Paderborn, 036 33154 Salzkotten, 020 33129 Delbrück
05911 | Bochum | LWL | 11 | 000 44787 Bochum
05913 | Dortmund | LWL | 19 | 000 44135 Dortmund
05914 | Hagen | LWL | 7 | 000 58089 Hagen
05915 | Hamm | LWL | 6 | 000 59063 Hamm
05916 | Herne | LWL | 5 | 000 44623 Herne
05954 | Ennepe-Ruhr-Kreis | LWL | 11 | 036 58452 Witten, 016 45525 Hattingen, 012 58285 Gevelsberg
05958 | Hochsauerlandkreis | LWL | 12 | 004 59755 Arnsberg, 032 59872 Meschede, 012 59929 Brilon
05962 | Märkischer Kreis | LWL | 14 | 032 58507 Lüdenscheid, 024 58636 Iserlohn, 016 58675 Hemer
05966 | Kreis Olpe | LWL | 5 | 024 57462 Olpe, 004 57439 Attendorn, 020 57368 Lennestadt
05970 | Kreis Siegen-Wittgenstein | LWL | 12 | 040 57072 Siegen, 024 57223 Kreuztal, 004 57319 Bad Berleburg
05974 | Kreis Soest | LWL | 12 | 028 59555 Lippstadt, 040 59494 Soest, 052 59457 Werl
05978 | Kreis Unna | LWL | 12 | 036 59423 Unna, 024 44532 Lünen, 004 59192 Bergkamen
`;

export const DISTRICTS: readonly DemoDistrict[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [ags, name, association, schools, municipalities] = line.split(' | ') as [
      string,
      string,
      'LVR' | 'LWL',
      string,
      string,
    ];
    return {
      ags,
      name,
      association,
      schools: Number(schools),
      isCity: municipalities.startsWith('000 '),
      municipalities: municipalities.split(', ').map((municipality) => {
        const [digits, postcode, ...words] = municipality.split(' ') as [string, string, ...string[]];
        return { ags: ags + digits, name: words.join(' '), postcode };
      }),
    };
  });

/** The name in media centres' and authorities' names: `Düsseldorf`, `Kreis Kleve`, `Städteregion Aachen`. */
export function districtByAgs(ags: string): DemoDistrict {
  const district = DISTRICTS.find((candidate) => candidate.ags === ags);
  if (!district) throw new RangeError(`no district ${ags}`);
  return district;
}
