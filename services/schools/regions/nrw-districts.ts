/**
 * The 53 districts (Kreise und kreisfreie Städte) of North Rhine-Westphalia: facts that the school list presupposes.
 */

export interface District {
  /** The five digits with which the key (AGS) of each of its municipalities begins. */
  readonly ags: string;
  readonly name: string;
  readonly kind: 'Kreis' | 'kreisfreie Stadt';
  readonly nuts3: string;
  readonly association: AssociationNumber;
  /** The code in general use first, then the old ones that are issued again. One code may belong to two districts. */
  readonly numberPlates: readonly string[];
}

export const ASSOCIATIONS = {
  LVR: 'Landschaftsverband Rheinland',
  LWL: 'Landschaftsverband Westfalen-Lippe',
} as const;
export type AssociationNumber = keyof typeof ASSOCIATIONS;

export const STATE = { number: 'NW', name: 'Nordrhein-Westfalen' } as const;

/** AGS | name | kind | NUTS 3 | Landschaftsverband | number-plate codes */
const TABLE = `
05111 | Düsseldorf | kreisfreie Stadt | DEA11 | LVR | D
05112 | Duisburg | kreisfreie Stadt | DEA12 | LVR | DU
05113 | Essen | kreisfreie Stadt | DEA13 | LVR | E
05114 | Krefeld | kreisfreie Stadt | DEA14 | LVR | KR
05116 | Mönchengladbach | kreisfreie Stadt | DEA15 | LVR | MG
05117 | Mülheim an der Ruhr | kreisfreie Stadt | DEA16 | LVR | MH
05119 | Oberhausen | kreisfreie Stadt | DEA17 | LVR | OB
05120 | Remscheid | kreisfreie Stadt | DEA18 | LVR | RS
05122 | Solingen | kreisfreie Stadt | DEA19 | LVR | SG
05124 | Wuppertal | kreisfreie Stadt | DEA1A | LVR | W
05154 | Kreis Kleve | Kreis | DEA1B | LVR | KLE GEL
05158 | Kreis Mettmann | Kreis | DEA1C | LVR | ME
05162 | Rhein-Kreis Neuss | Kreis | DEA1D | LVR | NE GV
05166 | Kreis Viersen | Kreis | DEA1E | LVR | VIE KK
05170 | Kreis Wesel | Kreis | DEA1F | LVR | WES DIN MO
05314 | Bonn | kreisfreie Stadt | DEA22 | LVR | BN
05315 | Köln | kreisfreie Stadt | DEA23 | LVR | K
05316 | Leverkusen | kreisfreie Stadt | DEA24 | LVR | LEV OP
05334 | Städteregion Aachen | Kreis | DEA2D | LVR | AC MON
05358 | Kreis Düren | Kreis | DEA26 | LVR | DN JÜL MON SLE
05362 | Rhein-Erft-Kreis | Kreis | DEA27 | LVR | BM
05366 | Kreis Euskirchen | Kreis | DEA28 | LVR | EU SLE
05370 | Kreis Heinsberg | Kreis | DEA29 | LVR | HS ERK GK
05374 | Oberbergischer Kreis | Kreis | DEA2A | LVR | GM
05378 | Rheinisch-Bergischer Kreis | Kreis | DEA2B | LVR | GL
05382 | Rhein-Sieg-Kreis | Kreis | DEA2C | LVR | SU
05512 | Bottrop | kreisfreie Stadt | DEA31 | LWL | BOT
05513 | Gelsenkirchen | kreisfreie Stadt | DEA32 | LWL | GE
05515 | Münster | kreisfreie Stadt | DEA33 | LWL | MS
05554 | Kreis Borken | Kreis | DEA34 | LWL | BOR AH BOH
05558 | Kreis Coesfeld | Kreis | DEA35 | LWL | COE LH
05562 | Kreis Recklinghausen | Kreis | DEA36 | LWL | RE CAS GLA
05566 | Kreis Steinfurt | Kreis | DEA37 | LWL | ST BF TE
05570 | Kreis Warendorf | Kreis | DEA38 | LWL | WAF BE
05711 | Bielefeld | kreisfreie Stadt | DEA41 | LWL | BI
05754 | Kreis Gütersloh | Kreis | DEA42 | LWL | GT
05758 | Kreis Herford | Kreis | DEA43 | LWL | HF
05762 | Kreis Höxter | Kreis | DEA44 | LWL | HX WAR
05766 | Kreis Lippe | Kreis | DEA45 | LWL | LIP
05770 | Kreis Minden-Lübbecke | Kreis | DEA46 | LWL | MI
05774 | Kreis Paderborn | Kreis | DEA47 | LWL | PB BÜR
05911 | Bochum | kreisfreie Stadt | DEA51 | LWL | BO WAT
05913 | Dortmund | kreisfreie Stadt | DEA52 | LWL | DO
05914 | Hagen | kreisfreie Stadt | DEA53 | LWL | HA
05915 | Hamm | kreisfreie Stadt | DEA54 | LWL | HAM
05916 | Herne | kreisfreie Stadt | DEA55 | LWL | HER WAN
05954 | Ennepe-Ruhr-Kreis | Kreis | DEA56 | LWL | EN WIT
05958 | Hochsauerlandkreis | Kreis | DEA57 | LWL | HSK
05962 | Märkischer Kreis | Kreis | DEA58 | LWL | MK
05966 | Kreis Olpe | Kreis | DEA59 | LWL | OE
05970 | Kreis Siegen-Wittgenstein | Kreis | DEA5A | LWL | SI BLB
05974 | Kreis Soest | Kreis | DEA5B | LWL | SO LP
05978 | Kreis Unna | Kreis | DEA5C | LWL | UN LÜN LH
`;

export const NRW_DISTRICTS: readonly District[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const [ags, name, kind, nuts3, association, numberPlates] = row.split(' | ') as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return {
      ags,
      name,
      kind: kind as District['kind'],
      nuts3,
      association: association as AssociationNumber,
      numberPlates: numberPlates.split(' '),
    };
  });
