/** Availability zones of the offer. A world of your own may have others: wherever a zone is asked for, its name will do. */
export enum Zone {
  PAR7S = 'par7s',
  TH3S = 'th3s',
  AZ07 = 'az07',
  FR2_A = 'fr2-a',
  FR2_B = 'fr2-b',
}
