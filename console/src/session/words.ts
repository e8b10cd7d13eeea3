import { inBoth } from '../words/words';

export const sessionWords = inBoth(
  {
    title: 'Anmelden',
    intro:
      'Freischalter verwaltet, welche Schule welches Medium wann nutzen darf. Melden Sie sich an, um mit den Daten Ihrer Stelle zu arbeiten.',
    signIn: 'Mit Dienstkonto anmelden',
    demo: 'Vorführung mit erfundenen Daten',
    demoText: 'Ein Klick meldet Sie in einer Rolle an. Alle Schulen, Medien und Lizenzen sind erfunden.',
    as: (label: string) => `Anmelden als ${label}`,
    failed: 'Die Anmeldung ist nicht gelungen. Bitte versuchen Sie es noch einmal.',
    expired: 'Ihre Sitzung ist abgelaufen',
    expiredText:
      'Was Sie eingegeben haben, bleibt stehen. Melden Sie sich als dieselbe Person wieder an, dann geht es an derselben Stelle weiter.',
    signInAgain: 'Wieder anmelden (öffnet ein neues Fenster)',
    signedInAgain: 'Ich bin wieder angemeldet',
    discard: 'Abmelden und Eingaben verwerfen',
  },
  {
    title: 'Sign in',
    intro:
      'Freischalter keeps which school may use which medium when. Sign in to work with the data of your organisation.',
    signIn: 'Sign in with your account',
    demo: 'Demonstration with made-up data',
    demoText: 'One click signs you in as a role. All schools, media and licences are made up.',
    as: (label) => `Sign in as ${label}`,
    failed: 'Signing in did not succeed. Please try again.',
    expired: 'Your session has ended',
    expiredText: 'What you entered stays. Sign in again as the same person, and go on where you were.',
    signInAgain: 'Sign in again (opens a new window)',
    signedInAgain: 'I am signed in again',
    discard: 'Sign out and discard what was entered',
  },
);
