/**
 * The places of the demo schools: the 53 districts of North Rhine-Westphalia, each with one to three of its
 * municipalities.
 */
import { type District, NRW_DISTRICTS } from '../services/schools/regions/nrw-districts';

export interface DemoMunicipality {
  readonly ags: string;
  readonly name: string;
  readonly postcode: string;
}

export interface DemoDistrict extends Pick<District, 'ags' | 'name' | 'association'> {
  /** Whether it is a city and a district in one (kreisfreie Stadt). */
  readonly isCity: boolean;
  /** The number of its demo schools. */
  readonly schools: number;
  readonly municipalities: readonly DemoMunicipality[];
}

/**
 * The lines hold the district key, the number of demo schools, and municipalities by the last digits of the key,
 * postcode and name.
 */
const TABLE = `
05111 | 29 | 000 40210 Düsseldorf
05112 | 15 | 000 47051 Duisburg
05113 | 18 | 000 45127 Essen
05114 | 7 | 000 47798 Krefeld
05116 | 8 | 000 41061 Mönchengladbach
05117 | 5 | 000 45468 Mülheim an der Ruhr
05119 | 5 | 000 46045 Oberhausen
05120 | 5 | 000 42853 Remscheid
05122 | 5 | 000 42651 Solingen
05124 | 12 | 000 42103 Wuppertal
05154 | 10 | 036 47533 Kleve, 012 47608 Geldern, 016 47574 Goch
05158 | 16 | 032 42549 Velbert, 028 40878 Ratingen, 016 40721 Hilden
05162 | 14 | 024 41460 Neuss, 004 41539 Dormagen, 008 41515 Grevenbroich
05166 | 8 | 032 41747 Viersen, 036 47877 Willich, 016 41334 Nettetal
05170 | 14 | 024 47441 Moers, 048 46483 Wesel, 008 46535 Dinslaken
05314 | 11 | 000 53111 Bonn
05315 | 32 | 000 50667 Köln
05316 | 5 | 000 51368 Leverkusen
05334 | 19 | 002 52062 Aachen, 032 52222 Stolberg (Rhld.), 012 52249 Eschweiler
05358 | 9 | 008 52349 Düren, 024 52428 Jülich, 028 52372 Kreuzau
05362 | 15 | 032 50169 Kerpen, 028 50354 Hürth, 008 50126 Bergheim
05366 | 7 | 016 53879 Euskirchen, 044 53909 Zülpich, 036 53937 Schleiden
05370 | 9 | 016 52525 Heinsberg, 020 41836 Hückelhoven, 004 41812 Erkelenz
05374 | 11 | 012 51643 Gummersbach, 048 51674 Wiehl, 040 51580 Reichshof
05378 | 10 | 004 51427 Bergisch Gladbach, 028 51503 Rösrath, 016 42799 Leichlingen (Rheinland)
05382 | 20 | 068 53840 Troisdorf, 020 53773 Hennef (Sieg), 056 53757 Sankt Augustin
05512 | 5 | 000 46236 Bottrop
05513 | 9 | 000 45879 Gelsenkirchen
05515 | 11 | 000 48143 Münster
05554 | 14 | 008 46395 Bocholt, 012 46325 Borken, 004 48683 Ahaus
05558 | 8 | 012 48653 Coesfeld, 016 48249 Dülmen, 032 48301 Nottuln
05562 | 19 | 032 45657 Recklinghausen, 012 46282 Dorsten, 024 45768 Marl
05566 | 17 | 076 48429 Rheine, 028 49477 Ibbenbüren, 084 48565 Steinfurt
05570 | 10 | 004 59227 Ahlen, 052 48231 Warendorf, 008 59269 Beckum
05711 | 12 | 000 33602 Bielefeld
05754 | 12 | 008 33330 Gütersloh, 028 33378 Rheda-Wiedenbrück, 032 33397 Rietberg
05758 | 9 | 012 32049 Herford, 004 32257 Bünde, 024 32584 Löhne
05762 | 6 | 016 33034 Brakel, 020 37671 Höxter, 036 34414 Warburg
05766 | 13 | 020 32756 Detmold, 044 32657 Lemgo, 008 32105 Bad Salzuflen
05770 | 11 | 024 32423 Minden, 004 32545 Bad Oeynhausen, 032 32457 Porta Westfalica
05774 | 12 | 032 33098 Paderborn, 036 33154 Salzkotten, 020 33129 Delbrück
05911 | 11 | 000 44787 Bochum
05913 | 19 | 000 44135 Dortmund
05914 | 7 | 000 58089 Hagen
05915 | 6 | 000 59063 Hamm
05916 | 5 | 000 44623 Herne
05954 | 11 | 036 58452 Witten, 016 45525 Hattingen, 012 58285 Gevelsberg
05958 | 12 | 004 59755 Arnsberg, 032 59872 Meschede, 012 59929 Brilon
05962 | 14 | 032 58507 Lüdenscheid, 024 58636 Iserlohn, 016 58675 Hemer
05966 | 5 | 024 57462 Olpe, 004 57439 Attendorn, 020 57368 Lennestadt
05970 | 12 | 040 57072 Siegen, 024 57223 Kreuztal, 004 57319 Bad Berleburg
05974 | 12 | 028 59555 Lippstadt, 040 59494 Soest, 052 59457 Werl
05978 | 12 | 036 59423 Unna, 024 44532 Lünen, 004 59192 Bergkamen
`;

export const DISTRICTS: readonly DemoDistrict[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [ags, schools, municipalities] = line.split(' | ') as [string, string, string];
    const { name, association, kind } = NRW_DISTRICTS.find((district) => district.ags === ags) as District;
    return {
      ags,
      name,
      association,
      isCity: kind === 'kreisfreie Stadt',
      schools: Number(schools),
      municipalities: municipalities.split(', ').map((municipality) => {
        const [digits, postcode, ...words] = municipality.split(' ') as [string, string, ...string[]];
        return { ags: ags + digits, name: words.join(' '), postcode };
      }),
    };
  });

/** @throws RangeError where there is no such district */
export function districtByAgs(ags: string): DemoDistrict {
  const district = DISTRICTS.find((candidate) => candidate.ags === ags);
  if (!district) throw new RangeError(`no district ${ags}`);
  return district;
}
